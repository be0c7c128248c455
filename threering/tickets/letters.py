"""Writing to the customer: what leaves, with what around it, and taking it back in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.dateparse import parse_datetime

from threering.channels import rules as channel_rules
from threering.channels.contract import Attached, Inbound, NotSendable, Outbound, Packed, Quoted
from threering.channels.models import Inbox, Wording
from threering.channels.outgoing import acknowledges, is_ours, letter_of, wording
from threering.channels.rules import Author
from threering.customers.consent.links import link_of
from threering.customers.consent.rules import Purpose
from threering.kernel.ids import uuid7
from threering.ledger import actions as ledger
from threering.ledger import blobs
from threering.ledger.actions import Parcel
from threering.ledger.catalogue import ContactEnded, Fact, ReplyTakenBack, StatusChanged
from threering.ledger.catalogue_forwards import ForwardTakenBack
from threering.ledger.models import Delivery
from threering.organisation.models import Agent
from threering.tickets import besides, rules
from threering.tickets.actions import Placed, Written, touch
from threering.tickets.besides import Standing
from threering.tickets.conversation import Conversation
from threering.tickets.models import Attachment, Message, Ticket, Upload
from threering.tickets.queries import uploads_of
from threering.tickets.reading import reading_of, sent_to
from threering.tickets.recipients import chosen, parties, thread_of
from threering.tickets.rules import Heard, Status
from threering.tickets.threading import reply_address


def files_of(ticket: Ticket, written: Written) -> list[Upload]:
    """The files that go with what was written. Raises NotSendable when one is missing."""
    if ticket.forgotten_at:
        raise NotSendable("What was said here was erased, so nothing can be added to it.")
    found = uploads_of(ticket, written.author, written.files) if written.files else []
    if len(found) != len(set(written.files)):
        raise NotSendable("A file is not here any more. Add it again.")
    if not rules.fits([upload.blob.size for upload in found]):
        raise NotSendable("The files are too large for one mail: 20 files and 20 MB at most.")
    return found


def reply(ticket: Ticket, written: Written, files: Sequence[Upload], *, at: datetime) -> Outbound:
    """What an agent answers, as its channel gets it: signed, and above what it answers.

    Raises NotSendable.
    """
    inbox, conversation = ticket.inbox, Conversation(ticket)
    thread, to = thread_of(conversation), chosen(conversation, written.wanted)
    if not to.to:
        raise NotSendable("It is not known where to send this: the customer has no address.")
    author = Author(agent=written.author.name, brand=ticket.brand.name)
    letter = letter_of(inbox, author, ticket.customer.language)
    return Outbound(
        external_id=new_message_id(inbox.address),
        sent_at=at,
        sender_name=letter.sender_name,
        sender_handle=inbox.address,
        recipients=to.to,
        cc=to.cc,
        reply_to=reply_address(ticket, inbox),
        subject=_subject(ticket),
        text=written.text,
        answers=thread.answers,
        thread_keys=thread.keys,
        language=letter.language,
        signature=letter.signature,
        quoted=_quoted(conversation.question),
        attached=[file_of(upload) for upload in files],
        signing=letter.signing,
    )


def _subject(ticket: Ticket) -> str:
    return rules.answer_subject(
        ticket.subject, ticket.number if ticket.inbox.names_ticket else None
    )


def _quoted(question: Message | None) -> Quoted | None:
    if question is None or not question.text.strip():
        return None
    name = question.customer.name if question.customer else ""
    return Quoted(name=name, at=question.at, text=question.text)


def file_of(upload: Upload) -> Attached:
    """A file with its bytes, as it leaves."""
    content = blobs.read(upload.blob)
    return Attached(filename=upload.filename, content_type=upload.content_type, content=content)


def plan_acknowledgement(
    message: Message, placed: Placed, inbound: Inbound, inbox: Inbox, *, at: datetime
) -> None:
    """Decide that a machine answers this, where the brand wants that and the rule allows it."""
    arrival = message.arrival
    if arrival is None or not acknowledges(inbox):
        return
    envelope = arrival.envelope.get("from")
    heard = Heard(
        inbound=inbound,
        opened_ticket=placed.opened_ticket,
        sender_is_ours=is_ours(inbound.sender_handle),
        envelope_sender=None if envelope is None else str(envelope).strip("<>"),
        received_at=arrival.received_at,
    )
    if rules.may_acknowledge(heard, at=at):
        told: dict[str, object] = {"message": message.pk}
        ledger.decide(message.client_id, "acknowledge", told, at=at, cause=arrival.uuid)


def acknowledgement_of(ticket: Ticket) -> tuple[str, str]:
    """The language and the words that tell a customer that their message has come; or nothing."""
    kind = Wording.Kind.ACKNOWLEDGEMENT
    language, text = wording(ticket.inbox, kind, ticket.customer.language)
    author = Author(agent=ticket.brand.name, brand=ticket.brand.name)
    named = author.variables | {"number": str(ticket.number), "subject": ticket.subject}
    return language, channel_rules.filled(text, named)


def acknowledgement(question: Message, ticket: Ticket, *, at: datetime) -> Outbound:
    """A machine's answer that says it is one, to the one message it is about and to its sender."""
    inbox, (language, text) = ticket.inbox, acknowledgement_of(ticket)
    author = Author(agent=ticket.brand.name, brand=ticket.brand.name)
    asked = question.customer or ticket.customer
    link = link_of(asked, ticket.brand, Purpose.ACKNOWLEDGEMENT)
    return Outbound(
        external_id=new_message_id(inbox.address),
        sent_at=at,
        sender_name=inbox.name,
        sender_handle=inbox.address,
        recipients=[reading_of(question.reading).sender],
        reply_to=reply_address(ticket, inbox),
        subject=_subject(ticket),
        text=text,
        answers=question.external_id or "",
        thread_keys=[question.external_id] if question.external_id else [],
        language=language,
        automatic=True,
        refuse_url=f"{settings.URL}/stop/{link}",
        signing=letter_of(inbox, author, language).signing,
    )


def marks_of(ticket: Ticket, outbound: Outbound) -> dict[str, object]:
    """What a reply keeps of whom it went to; whom it brought in takes part."""
    to, cc = (parties(ticket, some) for some in (outbound.recipients, outbound.cc))
    return {"reading": sent_to(to, cc), "parties": list(outbound.cc)}


def parcel(
    inbox: Inbox, outbound: Outbound, packed: Packed, *, before: dict[str, object] | None = None
) -> Parcel:
    """A packed mail as the ledger keeps it until it has left."""
    return Parcel(
        kind=inbox.kind,
        external_id=outbound.external_id,
        sender=packed.sender,
        recipients=packed.recipients,
        content=packed.content,
        inbox_id=inbox.pk,
        before=before,
    )


def attach(message: Message, files: Sequence[Upload]) -> None:
    """Show the files that leave with a message; the same bytes, kept once."""
    for upload in files:
        Attachment.objects.create(
            client_id=message.client_id,
            message=message,
            blob=upload.blob,
            filename=upload.filename,
            content_type=upload.content_type,
        )


def take_back(message: Message, ticket: Ticket, before: Standing, *, at: datetime) -> list[Fact]:
    """Let a reply that never left be unsaid; the ticket stands as if it had not been written."""
    message.taken_back_at = at
    message.save(update_fields=["taken_back_at"])
    if message.kind == Message.Kind.FORWARD:  # it had moved nothing
        touch(ticket)
        return []
    inside = (Message.Kind.NOTE, Message.Kind.FORWARD)
    said = ticket.messages.filter(taken_back_at=None).exclude(kind__in=inside)
    since = said.filter(kind=Message.Kind.AGENT, at__gte=message.at).exists()
    was, now = Status(before["status"]), Status(ticket.status)
    left = Status(before["left"]["status"]) if "left" in before else None
    status = rules.after_take_back(now, was, answered_since=since, left=left)
    if not since and status not in rules.ENDED:
        ticket.waiting_since = parse_datetime(before["waiting_since"]) or ticket.waiting_since
    if latest := said.order_by("at", "id").last():
        ticket.preview, ticket.last_at = rules.preview(latest.text), latest.at
    ticket.status = status.value
    ticket.version += 1
    ticket.save(update_fields=["status", "waiting_since", "preview", "last_at", "version"])
    changed: list[Fact] = [StatusChanged(before=now, after=status)] if now != status else []
    if now in rules.ENDED and status not in rules.ENDED:
        changed += besides.begin_again(message, ticket, before)
    return [*besides.undo(ticket, before), *changed, *_contact_unsaid(message, at)]


def unsaid(message: Message, delivery: Delivery) -> Fact:
    """The fact that a message was taken back."""
    forwarded = message.kind == Message.Kind.FORWARD
    fact = ForwardTakenBack if forwarded else ReplyTakenBack
    return fact(message=message.pk, delivery=delivery.pk)


def _contact_unsaid(message: Message, at: datetime) -> list[Fact]:
    """A contact in which nothing was said but this ends with it."""
    contact = message.contact
    if contact.ended_at or contact.messages.filter(taken_back_at=None).exists():
        return []
    contact.ended_at = at
    contact.save(update_fields=["ended_at"])
    return [ContactEnded(channel=contact.channel)]


def upload(ticket: Ticket, author: Agent, file: Attached, *, at: datetime) -> Upload:
    """Keep a file that somebody puts into the composer, under the customer's own key."""
    blob = blobs.keep(ticket.client_id, file.content, key=ticket.customer.key)
    return Upload.objects.create(
        client_id=ticket.client_id,
        ticket=ticket,
        author=author,
        blob=blob,
        filename=file.filename,
        content_type=file.content_type,
        at=at,
    )


def files_again(message: Message, author: Agent, *, at: datetime) -> list[Upload]:
    """The files of a reply that was taken back, in the composer of whoever took it back."""
    again = []
    for attachment in message.attachments.handed_out().select_related("blob").order_by("pk"):
        same = {"ticket_id": message.ticket_id, "author": author, "blob": attachment.blob}
        names = {"filename": attachment.filename, "content_type": attachment.content_type}
        values = {"client_id": message.client_id, "at": at}
        found = Upload.objects.filter(**same, **names).first()
        again.append(found or Upload.objects.create(**same, **names, **values))
    return again


KEEP_UPLOADS = timedelta(days=14)


def forget_uploads(*, before: datetime, limit: int = 500) -> int:
    """Drop files that were put into a composer before that moment and never sent, or long since."""
    with blobs.forgetting() as may:  # not while a backup is being made
        if not may:
            return 0
        old = list(Upload.objects.filter(at__lt=before).select_related("blob")[:limit])
        for one in old:
            with transaction.atomic():
                one.delete()
                blobs.drop(one.blob)
    return len(old)


def new_message_id(sender: str) -> str:
    """A Message-ID of ours: unique, and recognised when it comes back in References."""
    return f"<{uuid7().hex}@{sender.rpartition('@')[2]}>"
