"""Passing a message on to somebody who is not the customer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from threering.channels.contract import Forwarded, NotSendable, Outbound, Party
from threering.channels.outgoing import letter_of
from threering.channels.rules import Author
from threering.ledger.models import Delivery
from threering.tickets import letters, rules
from threering.tickets.actions import Written
from threering.tickets.conversation import Conversation
from threering.tickets.models import Contact, Message, Ticket, Upload
from threering.tickets.reading import reading_of, sent_to
from threering.tickets.recipients import parties, strangers
from threering.tickets.threading import reply_address


def source_of(ticket: Ticket, uuid: UUID | None) -> Message:
    """The message of a ticket that shall be passed on; notes stay inside. Raises NotSendable."""
    said = ticket.messages.filter(taken_back_at=None).exclude(kind=Message.Kind.NOTE)
    some = said.filter(uuid=uuid).select_related("customer", "author")
    found: Message | None = some.first()
    if found is None:
        raise NotSendable("The message to forward is not here any more. Choose it again.")
    return found


def forward(
    ticket: Ticket, source: Message, written: Written, files: Sequence[Upload], *, at: datetime
) -> Outbound:
    """What leaves: the author's words, and below them what is passed on. Raises NotSendable.

    It begins a conversation of its own and names none of the customer's mails.
    """
    inbox, to = ticket.inbox, strangers(Conversation(ticket), written.wanted)
    author = Author(agent=written.author.name, brand=ticket.brand.name)
    letter = letter_of(inbox, author, ticket.brand.language)
    subject = source.subject or ticket.subject
    return Outbound(
        external_id=letters.new_message_id(inbox.address),
        sent_at=at,
        sender_name=letter.sender_name,
        sender_handle=inbox.address,
        recipients=to.to,
        cc=to.cc,
        reply_to=reply_address(ticket, inbox),
        subject=rules.forward_subject(subject, ticket.number if inbox.names_ticket else None),
        text=written.text,
        language=letter.language,
        signature=letter.signature,
        forwarded=forwarded(source),
        attached=[letters.file_of(upload) for upload in files],
        signing=letter.signing,
    )


def forwarded(source: Message) -> Forwarded:
    """A message as whoever gets it now is told of it."""
    reading = reading_of(source.reading)
    who = source.customer or source.author
    return Forwarded(
        sender=Party(name=who.name if who else "", handle=reading.sender),
        at=reading.sent_at or source.at,
        subject=source.subject,
        to=reading.to,
        text=source.text,
    )


def add_forward(
    contact: Contact, source: Message, written: Written, delivery: Delivery, outbound: Outbound
) -> Message:
    """Write down what was passed on; whoever got it takes part, as somebody else."""
    to, cc = (parties(contact.ticket, some) for some in (outbound.recipients, outbound.cc))
    return Message.objects.create(
        client_id=contact.client_id,
        ticket_id=contact.ticket_id,
        contact=contact,
        kind=Message.Kind.FORWARD,
        author=written.author,
        text=f"{written.text}\n\n{source.text}".strip(),
        visible=written.text,
        quoted=source.text,
        reading=sent_to(to, cc, forwards=str(source.uuid)),
        parties=[*outbound.recipients, *outbound.cc],
        key=written.key,
        external_id=delivery.external_id,
        at=outbound.sent_at,
        delivery=delivery,
    )
