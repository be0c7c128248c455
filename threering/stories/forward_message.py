"""An agent passed a message on to somebody who is not the customer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from threering.channels.registry import adapter
from threering.ledger import actions as ledger
from threering.ledger.catalogue_forwards import MessageForwarded
from threering.ledger.events import Actor, record
from threering.tickets import actions as tickets
from threering.tickets import forwarding, letters
from threering.tickets.actions import Written
from threering.tickets.drafts import drop_draft
from threering.tickets.models import Message, Ticket
from threering.tickets.queries import typed_before


@transaction.atomic
def forward_message(
    ticket: Ticket, forwards: UUID | None, written: Written, *, at: datetime
) -> Message:
    """Store it with its delivery in one go. Whose turn it is with the customer stays as it was.

    It leaves when there was time to take it back. The same key is the same one. Raises NotSendable.
    """
    ticket = tickets.locked(ticket)
    if typed := typed_before(ticket, written.key):
        return typed
    source = forwarding.source_of(ticket, forwards)
    inbox, files = ticket.inbox, letters.files_of(ticket, written)
    outbound = forwarding.forward(ticket, source, written, files, at=at)
    packed = adapter(inbox.kind).build(outbound)
    delivery = ledger.queue_delivery(
        ticket.brand,
        letters.parcel(inbox, outbound, packed, before={}),
        ticket.customer.key,
        written.author,
        due_at=at + settings.UNDO,
    )
    contact = tickets.latest_contact(ticket)
    message = forwarding.add_forward(contact, source, written, delivery, outbound)
    letters.attach(message, files)
    drop_draft(ticket, written.author)
    tickets.touch(ticket)
    told = MessageForwarded(message=message.pk, source=source.pk, channel=inbox.kind)
    record([told], tickets.about(ticket, contact), Actor.agent(written.author), at=at)
    return message
