"""Contact reasons: kept as a tree, put on tickets, counted, found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count

from threering.ledger.catalogue_properties import ReasonKept, ReasonSet
from threering.ledger.events import About
from threering.ledger.fact import Fact
from threering.organisation.models import Agent, Client
from threering.tickets.actions import touch
from threering.tickets.models import ContactReason, Ticket, TicketQuerySet
from threering.tickets.reasontree import BETWEEN, Tree

LATELY = timedelta(days=30)
MOST_LOOKED_AT = 1_000
"""Tickets of the last days that say which reasons are used most."""


class NameTaken(Exception):
    """Another reason in the same place has this name."""


class DoesNotFit(Exception):
    """It would hang beneath itself, beneath one that is archived, or too deep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A reason as somebody wants it. `parent`: under which one; None is the top."""

    name: str
    parent: ContactReason | None = None
    first_contact_eligible: bool = True


# --- the tree ----------------------------------------------------------------------------------


def tree_of(reasons: Iterable[ContactReason]) -> Tree:
    """These as a tree."""
    return Tree(reason.node for reason in reasons)


def _held(client_id: int) -> Tree:
    """The client's tree, which nobody else changes until the transaction ends.

    Not the rows are held but their client: a new one in a branch that moves has no row to wait at.
    """
    Client.objects.select_for_update(no_key=True).get(pk=client_id)
    return tree_of(ContactReason.objects.filter(client=client_id))


def add(client: Client, wanted: Wanted) -> tuple[ContactReason, list[Fact]]:
    """A new one, the last in its place. Raises NameTaken, DoesNotFit."""
    _fitting(_held(client.pk), None, wanted)
    reason = ContactReason(client=client, position=_last(client.pk, wanted.parent))
    return reason, _stored(reason, wanted)


def change(reason: ContactReason, wanted: Wanted) -> list[Fact]:
    """Call it otherwise, or hang it elsewhere, as the last one. Raises NameTaken, DoesNotFit."""
    tree = _held(reason.client_id)
    reason.refresh_from_db()
    if (wanted.parent.pk if wanted.parent else None) != reason.parent_id:
        _fitting(tree, reason.pk, wanted)
        reason.position = _last(reason.client_id, wanted.parent)
    return _stored(reason, wanted)


def _fitting(tree: Tree, pk: int | None, wanted: Wanted) -> None:
    if not tree.may_hang(pk, wanted.parent.pk if wanted.parent else None):
        raise DoesNotFit


def _last(client_id: int, parent: ContactReason | None) -> int:
    beside = ContactReason.objects.filter(client=client_id, parent=parent)
    last = beside.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def _stored(reason: ContactReason, wanted: Wanted) -> list[Fact]:
    reason.name, reason.parent = wanted.name, wanted.parent
    reason.first_contact_eligible = wanted.first_contact_eligible
    _saved(reason)
    return [kept(reason)]


def _saved(reason: ContactReason) -> None:
    try:
        with transaction.atomic():
            reason.save()
    except IntegrityError as error:
        raise NameTaken from error


def kept(reason: ContactReason) -> ReasonKept:
    """The fact that a reason is as it is now."""
    eligible = int(reason.first_contact_eligible)
    return ReasonKept(reason=reason.pk, parent=reason.parent_id, first_contact=eligible)


def reorder(reason: ContactReason, *, up: bool) -> list[Fact]:
    """Change places with the one before it, or after it; nothing happens at the end."""
    tree = _held(reason.client_id)
    order = tree.reordered(reason.pk, up=up)
    if order == tree.siblings(reason.pk):
        return []
    moved = ContactReason.objects.in_bulk(order)
    for position, pk in enumerate(order):
        moved[pk].position = position
    ContactReason.objects.bulk_update(moved.values(), ["position"])
    return [kept(moved[reason.pk])]


def archive(reason: ContactReason, at: datetime | None) -> bool:
    """Put it out of use, or into use again (None); tells whether that is new. Raises NameTaken."""
    _held(reason.client_id)
    reason.refresh_from_db()
    if (reason.archived_at is None) == (at is None):
        return False
    reason.archived_at = at
    _saved(reason)
    return True


def about(reason: ContactReason) -> About:
    """What facts about a reason are about."""
    return About(client_id=reason.client_id)


# --- on tickets --------------------------------------------------------------------------------


def set_reason(ticket: Ticket, reason: ContactReason | None) -> list[Fact]:
    """Say why its customer writes; nothing happens when it is said already."""
    before, after = ticket.reason_id, reason.pk if reason else None
    if before == after:
        return []
    ticket.reason = reason
    touch(ticket, "reason")
    return [ReasonSet(before=before, after=after)]


def paths_of(pks: Collection[int | None]) -> dict[int | None, str]:
    """What these reasons are called in full."""
    if not any(pks):
        return {}
    found = ContactReason.objects.filter(pk__in=[pk for pk in pks if pk])
    return {reason.pk: path_of(reason) for reason in found.select_related("parent__parent")}


def path_of(reason: ContactReason) -> str:
    """What a reason is called in full."""
    above = f"{path_of(reason.parent)}{BETWEEN}" if reason.parent else ""
    return f"{above}{reason.name}"


def most_used(clients: Collection[int], *, now: datetime, most: int = 5) -> list[int]:
    """The reasons that were put on most of the latest tickets, the most frequent first."""
    lately = Ticket.objects.filter(client__in=clients, last_at__gte=now - LATELY)
    latest = lately.filter(reason__isnull=False).order_by("-last_at")[:MOST_LOOKED_AT]
    counted = Ticket.objects.filter(pk__in=latest.values("pk")).values_list("reason")
    return [pk for pk, _n in counted.annotate(n=Count("pk")).order_by("-n", "reason")[:most]]


def counted(found: TicketQuerySet, *, since: datetime) -> dict[int, int]:
    """How many of these tickets that were spoken to since then have each reason."""
    with_one = found.filter(last_at__gte=since, reason__isnull=False).order_by()
    return dict(with_one.values_list("reason").annotate(n=Count("pk")))


def meant_by(values: Iterable[str], actor: Agent) -> frozenset[int]:
    """The reasons that words of a search mean, of the clients that the actor works for."""
    tree = tree_of(ContactReason.objects.visible_to(actor))
    return frozenset[int]().union(*map(tree.meant, values))
