"""Forgetting what was said in tickets: words, files, names. That and when it was said stays.

Figures are made of what stays: events, contacts, work, moments, tags, reasons. Each portion is one
commit; what is forgotten already is not looked for again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F, Q, QuerySet, Sum

from threering.customers.erasing import Identity, NotYet
from threering.customers.rules import STRUCK
from threering.ledger import blobs, letting_go
from threering.ledger.models import Delivery
from threering.tickets import vocabulary
from threering.tickets.fieldrules import Kind
from threering.tickets.models import (
    Attachment,
    Draft,
    FieldValue,
    Message,
    SavedView,
    Step,
    Tag,
    Ticket,
    Upload,
)
from threering.tickets.rules import UNSOLVED

TOLD = ["kind", "automatic", "signed", "encrypted"]
"""What Message.reading says of a message without saying anything of people."""
_EMPTY = """
update tickets_message set text = '', html = '', visible = '', quoted = '', subject = '', why = '',
  external_id = null, parties = '{}', thread_ids = '{}', awaits = '{}', reading = (
    select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(reading)
    where key = any(%s)) || '{"erased": true}'
where id = any(%s)
"""
_PREVIEW = """
update tickets_regrouping set before =
  jsonb_set(before, %(at)s::text[], before #> %(at)s::text[] || '{"preview": ""}')
where (source_id = any(%(ids)s) or target_id = any(%(ids)s))
  and before #> %(at)s::text[] is not null
"""
_PREVIEWS = (["source"], ["target"], ["after", "source", "footing"], ["after", "target", "footing"])
"""Where Regrouping.before holds the beginning of what was said."""


def left_of(who: Identity) -> QuerySet[Ticket]:
    """Tickets of a person in which something is still said."""
    unforgotten = Q(forgotten_at=None) | Q(messages__text__gt="")
    theirs = Ticket.objects.filter(unforgotten, customer__in=who.family)
    return theirs.order_by("pk").distinct()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What there is of a person, as far as it can be counted."""

    tickets: int
    unsolved: int
    messages: int
    files: int
    size: int
    """Bytes of the files."""
    leaving: bool
    """A mail is on its way; erasing waits until it has left."""


def evidence_of(family: Sequence[int]) -> Evidence:
    """What erasing a person takes away."""
    theirs = Ticket.objects.filter(customer__in=family)
    said = Message.objects.filter(ticket__in=theirs)
    files = Attachment.objects.filter(message__in=said).exclude(filename="")
    unerased = said.exclude(reading__has_key="erased")
    open_ones = Delivery.objects.filter(message__in=said, state__in=["queued", "sending"])
    return Evidence(
        tickets=theirs.filter(merged_into=None).count(),
        unsolved=theirs.filter(status__in=UNSOLVED, merged_into=None).count(),
        messages=unerased.count(),
        files=files.count(),
        size=files.aggregate(size=Sum("blob__size"))["size"] or 0,
        leaving=open_ones.exists(),
    )


def forget_next(who: Identity, *, most: int, at: datetime) -> list[Ticket]:
    """Forget some tickets of a person: which. Raises NotYet while a mail is just leaving."""
    ids = list(left_of(who).values_list("pk", flat=True)[:most])
    if letting_go.are_leaving(Delivery.objects.filter(message__ticket__in=ids)):
        raise NotYet
    return forget(ids, at=at)


def forget(ids: Sequence[int], *, at: datetime) -> list[Ticket]:
    """Forget what was said in these tickets. Within `blobs.forgetting` only."""
    if not ids:
        return []
    held = Ticket.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    tickets = list(held)
    words = vocabulary.held_words(ids)
    empty(Message.objects.filter(ticket__in=ids), at=at)
    _forget_beside(ids)
    letting_go.let_go_of_digests(ids, at=at)
    Ticket.objects.filter(pk__in=ids).update(
        subject="", preview="", forgotten_at=at, version=F("version") + 1
    )
    vocabulary.write_lines(ids)
    vocabulary.unlearn(words)
    return tickets


def empty(messages: QuerySet[Message], *, at: datetime) -> None:
    """Take everything out of messages; they stay, with who wrote and when."""
    rows = list(messages.values_list("pk", "arrival", "delivery"))
    ids = [pk for pk, _, _ in rows]
    files = Attachment.objects.filter(message__in=ids)
    blobs.hollow(_only_there(files))
    files.update(filename="", content_id="")
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY, [TOLD, ids])
    letting_go.let_go_of_arrivals([arrival for _, arrival, _ in rows if arrival])
    letting_go.let_go_of_deliveries([delivery for _, _, delivery in rows if delivery], at=at)


def _only_there(files: QuerySet[Attachment]) -> list[int]:
    """The bytes of files, but those that another message still shows: the same are kept once."""
    ids = set(files.values_list("blob", flat=True))
    said = Attachment.objects.filter(blob__in=ids, message__ticket__forgotten_at=None)
    shown = said.exclude(pk__in=files.values("pk")).values_list("blob", flat=True)
    waiting = Upload.objects.filter(blob__in=ids).values_list("blob", flat=True)
    return sorted(ids - set(shown) - set(waiting))


def _forget_beside(ids: Collection[int]) -> None:
    """What people keep beside a conversation. A choice out of a few says nothing of anybody."""
    Draft.objects.filter(ticket__in=ids).delete()
    uploads = Upload.objects.filter(ticket__in=ids).select_related("blob")
    for one in uploads:
        one.delete()
        blobs.drop(one.blob)
    Step.objects.filter(ticket__in=ids).update(text=STRUCK)
    chosen = [Kind.CHOICE.value, Kind.YES_NO.value]
    FieldValue.objects.filter(ticket__in=ids).exclude(field__kind__in=chosen).delete()
    with connection.cursor() as cursor:
        for place in _PREVIEWS:
            cursor.execute(_PREVIEW, {"at": place, "ids": list(ids)})


def forget_lines(who: Identity) -> None:
    """Let the search know a person no longer: who they were stands in each of their tickets."""
    ids = list(Ticket.objects.filter(customer__in=who.family).values_list("pk", flat=True))
    words = vocabulary.held_words(ids)
    vocabulary.write_lines(ids)
    vocabulary.unlearn(words)


def forget_searches(who: Identity) -> None:
    """Searches that people saved for them, and tags that name their address."""
    for handle in who.handles:
        views = SavedView.objects.filter(client=who.client_id)
        views.filter(Q(query__icontains=handle) | Q(name__icontains=handle)).delete()
        for tag in Tag.objects.filter(client=who.client_id, name__icontains=handle):
            tag.name = f"{STRUCK}{tag.pk}"
            tag.save(update_fields=["name"])
