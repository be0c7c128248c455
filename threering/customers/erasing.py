"""Forgetting a person: asked for, taken back, done. Merged customers are one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from re import Pattern

from threering.customers import rules
from threering.customers.consent.models import Consent
from threering.customers.models import Customer, CustomerNote, Erasure, Handle, NoteWording
from threering.customers.queries import family_of, handles_of
from threering.ledger import blobs
from threering.ledger.catalogue_customers import ErasureAsked, ErasureTakenBack
from threering.ledger.fact import Fact
from threering.ledger.models import Blob
from threering.organisation.models import Agent

GRACE = timedelta(hours=24)


class NotYet(Exception):
    """A mail is on its way that has to leave first; it is tried again within a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who is to be forgotten, and by what they are recognised where others speak of them."""

    client_id: int
    family: list[int]
    handles: list[str]
    """In small letters."""
    names: Pattern[str]
    """Finds their handles and the words of their names."""
    addresses: Pattern[str]
    """Finds their handles alone."""


def ask(
    family: list[int], leading: Customer, *, by: Agent, at: datetime, due_at: datetime
) -> tuple[Erasure, list[Fact]]:
    """Have a person forgotten from that moment on; asked twice, the first one holds."""
    Customer.objects.select_for_update(of=("self",)).get(pk=leading.pk)
    if asked := waiting(family):
        return asked, []
    moments = {"at": at, "due_at": due_at, "moved_at": at}
    of = {"client_id": leading.client_id, "customer": leading, "by": by}
    made: Erasure = Erasure.objects.create(**of, **moments)
    return made, [ErasureAsked(erasure=made.pk, due=int(due_at.timestamp()))]


def waiting(family: list[int]) -> Erasure | None:
    """What was asked for about a person, and is neither done nor taken back."""
    open_ones = Erasure.objects.filter(customer__in=family, taken_back_at=None, done_at=None)
    return open_ones.select_related("by", "customer").order_by("pk").first()


def hasten(erasure: Erasure, *, at: datetime) -> None:
    """Let it begin now."""
    Erasure.objects.filter(pk=erasure.pk, due_at__gt=at).update(due_at=at)


def take_back(erasure: Erasure, *, at: datetime) -> list[Fact]:
    """Leave them as they are. Nothing happens when it has begun, or was taken back before."""
    held = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if held.taken_back_at or held.done_at or at >= held.due_at:
        return []
    held.taken_back_at = at
    held.save(update_fields=["taken_back_at"])
    return [ErasureTakenBack(erasure=held.pk)]


def held(erasure_id: int, *, at: datetime) -> Erasure | None:
    """One that is due, held until the transaction ends; None when there is nothing to do."""
    mine = Erasure.objects.select_for_update(of=("self",)).select_related("by", "customer")
    return mine.filter(pk=erasure_id, taken_back_at=None, done_at=None, due_at__lte=at).first()


def standing_still(at: datetime, *, since: datetime) -> list[int]:
    """Those that are due and have not moved since then: not begun, or their worker was killed."""
    due = Erasure.objects.filter(taken_back_at=None, done_at=None, due_at__lte=at)
    return list(due.filter(moved_at__lte=since).order_by("due_at").values_list("pk", flat=True))


def moved(erasure: Erasure, *, at: datetime) -> None:
    """Note that another portion is done."""
    erasure.moved_at = at
    erasure.save(update_fields=["moved_at", "messages_seen", "arrivals_seen"])


def identity(client_id: int, customer_id: int) -> Identity:
    """Who somebody is, under all their handles and names."""
    family = family_of(customer_id)
    names = Customer.objects.filter(pk__in=family).values_list("name", flat=True)
    handles = sorted({handle.value.lower() for handle in handles_of(family)})
    return Identity(
        client_id=client_id,
        family=family,
        handles=handles,
        names=rules.speaking_of(handles, rules.words_of_names(names)),
        addresses=rules.speaking_of(handles, ()),
    )


def make_anonymous(who: Identity, *, at: datetime) -> None:
    """Destroy the keys, and all that tells who they were. Since when they were known stays.

    Within `blobs.forgetting` only.
    """
    CustomerNote.objects.filter(customer__in=who.family).delete()
    Handle.objects.filter(customer__in=who.family).delete()
    family = Customer.objects.filter(pk__in=who.family)
    keys = list(family.values_list("key", flat=True))
    family.update(name="", language="", hue=0, troubled=False, erased_at=at)
    _forget_consents(who)
    blobs.destroy_keys(keys, at=at)
    blobs.hollow(list(Blob.objects.filter(key__in=keys).values_list("pk", flat=True)))
    _strike_notes(who)


def _forget_consents(who: Identity) -> None:
    """Those that take others back first; the database lets go of nobody's but the erased ones'."""
    theirs = Consent.objects.filter(customer__in=who.family)
    theirs.filter(takes_back__isnull=False).delete()
    theirs.delete()


def _strike_notes(who: Identity) -> None:
    """What is noted of others may name their address."""
    for handle in who.handles:
        for wording in NoteWording.objects.filter(client=who.client_id, text__icontains=handle):
            wording.text = who.names.sub(rules.STRUCK, wording.text)
            wording.save(update_fields=["text"])


def done(erasure: Erasure, *, at: datetime) -> None:
    """Note that nothing is left."""
    erasure.done_at = erasure.moved_at = at
    erasure.save(update_fields=["done_at", "moved_at", "messages_seen", "arrivals_seen"])
