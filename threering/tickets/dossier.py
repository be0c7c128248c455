"""Everything that is known of a person, to be given to them: what a data subject may ask for.

`data.json` tells it, with moments in UTC; beside it lie the files and, as long as they are kept,
the mails as they came. What colleagues say among themselves is told, too: whoever hands it on
decides what of it concerns others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Q

from threering.customers.consent.models import Consent
from threering.customers.consent.queries import said_by
from threering.customers.models import Customer, CustomerNote, Handle
from threering.ledger import blobs
from threering.ledger.models import Arrival, Blob, Event
from threering.tickets.models import Attachment, Message, Ticket

FORM = "threering.customer/1"
Told = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What `data.json` says, and what lies beside it: its name, and where its bytes are."""

    data: Told
    files: list[tuple[str, Blob]]

    @property
    def size(self) -> int:
        """Bytes of the files."""
        return sum(blob.size for _, blob in self.files)


def dossier_of(family: Sequence[int], *, at: datetime) -> Dossier:
    """Everything of a person, whichever of their customers it belongs to."""
    said = _messages(family)
    raws = [(f"mails/{uuid}.eml", blob) for uuid, blob in _raws(said)]
    data = {
        "form": FORM,
        "made_at": _moment(at),
        "customers": [_customer(one) for one in Customer.objects.filter(pk__in=family)],
        "handles": [_handle(one) for one in Handle.objects.filter(customer__in=family)],
        "consents": [_consent(one) for one in said_by(family)],
        "notes": [_note(one) for one in _notes(family)],
        "tickets": [_ticket(one) for one in _tickets(family)],
        "messages": [_message(one) for one in said],
        "events": list(_events(family)),
    }
    files = [(_path(file), file.blob) for one in said for file in one.attachments.all()]
    return Dossier(data=data, files=[*files, *raws])


def write(dossier: Dossier, to: IO[bytes]) -> None:
    """As a ZIP, holding one file in memory. Bytes that were destroyed are left out."""
    with ZipFile(to, "w", ZIP_DEFLATED) as packed:
        told = json.dumps(dossier.data, ensure_ascii=False, indent=1)
        packed.writestr("data.json", told)
        for name, blob in dossier.files:
            if blob.wrapped:
                packed.writestr(name, blobs.read(blob))


def _messages(family: Sequence[int]) -> list[Message]:
    """What was said in their tickets, and what they said in those of others."""
    theirs = Q(ticket__customer__in=family) | Q(customer__in=family)
    found = Message.objects.filter(theirs).select_related("ticket", "author", "delivery")
    return list(found.prefetch_related("attachments__blob__key").order_by("at", "pk"))


def _raws(said: Iterable[Message]) -> Iterator[tuple[str, Blob]]:
    came = {one.arrival_id: str(one.uuid) for one in said if one.arrival_id}
    kept = Arrival.objects.filter(pk__in=came, raw__isnull=False).select_related("raw__key")
    for one in kept.order_by("pk"):
        if one.raw:
            yield came[one.pk], one.raw


def _notes(family: Sequence[int]) -> Iterable[CustomerNote]:
    notes = CustomerNote.objects.filter(customer__in=family).select_related("author")
    return notes.prefetch_related("wordings").order_by("at", "pk")


def _tickets(family: Sequence[int]) -> Iterable[Ticket]:
    theirs = Ticket.objects.filter(customer__in=family).select_related("brand", "reason")
    beside = ("taggings__tag", "field_values__field", "steps", "drafts")
    return theirs.prefetch_related(*beside).order_by("number")


def _customer(one: Customer) -> Told:
    told = {"id": str(one.uuid), "name": one.name, "language": one.language}
    return told | {"known_since": _moment(one.since)}


def _handle(one: Handle) -> Told:
    told = {"kind": one.kind, "value": one.value, "why_unreachable": one.unreachable_why}
    moments = {"unreachable_at": one.unreachable_at, "complained_at": one.complained_at}
    return told | {name: _moment(at) for name, at in moments.items()}


def _note(one: CustomerNote) -> Told:
    wordings = [{"at": _moment(each.at), "text": each.text} for each in one.worded()]
    told = {"id": str(one.uuid), "by": one.author.name, "wordings": wordings}
    return told | {"at": _moment(one.at), "removed_at": _moment(one.removed_at)}


def _consent(one: Consent) -> Told:
    """`taken_back`: a line that says that an earlier one was noted by mistake."""
    return {
        "at": _moment(one.at),
        "purpose": one.purpose,
        "brand": one.brand.name if one.brand else "",
        "agreed": one.agreed,
        "taken_back": one.takes_back_id is not None,
        "how": one.how,
        "ticket": one.ticket,
        "by": one.by.name if one.by else "",
    }


def _ticket(one: Ticket) -> Told:
    return {
        "number": one.number,
        "brand": one.brand.name,
        "channel": one.channel,
        "subject": one.subject,
        "status": one.status,
        "reason": one.reason.name if one.reason else "",
        "tags": [tagging.tag.name for tagging in one.taggings.all()],
        "fields": {each.field.name: each.value for each in one.field_values.all()},
        "steps": [step.text for step in one.steps.all()],
        "drafts": [draft.text for draft in one.drafts.all()],
        "opened_at": _moment(one.opened_at),
        "solved_at": _moment(one.solved_at),
    }


def _message(one: Message) -> Told:
    return {
        "id": str(one.uuid),
        "ticket": one.ticket.number,
        "kind": one.kind,
        "by": one.author.name if one.author else "",
        "at": _moment(one.at),
        "taken_back_at": _moment(one.taken_back_at),
        "subject": one.subject,
        "text": one.text,
        "html": one.html,
        "how_it_came": one.reading,
        "sent_to": one.delivery.recipients if one.delivery else [],
        "files": [_path(file) for file in one.attachments.all()],
    }


def _path(file: Attachment) -> str:
    """Where a file lies; its own name may be that of another one, or lead elsewhere."""
    name = "".join(
        sign for sign in file.filename if sign.isprintable() and sign not in '/\\:*?"<>|'
    )
    return f"files/{file.uuid}/{name.strip('. ')[:100] or 'file'}"


def _events(family: Sequence[int]) -> Iterator[Told]:
    """That something happened, and when: about them, and in their tickets."""
    tickets = Ticket.objects.filter(customer__in=family)
    numbers = dict(tickets.values_list("pk", "number"))
    about = Q(customer_id__in=family) | Q(ticket_id__in=numbers)
    for event in Event.objects.filter(about).order_by("recorded_at", "id"):
        ticket = numbers.get(event.ticket_id or 0)
        yield {"at": _moment(event.at), "kind": event.kind, "ticket": ticket}


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
