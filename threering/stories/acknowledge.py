"""A customer is told that their message has come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from threering.channels.registry import adapter
from threering.ledger import actions as ledger
from threering.ledger.catalogue import Acknowledged
from threering.ledger.events import Actor, record
from threering.organisation.actions import system
from threering.tickets import actions as tickets
from threering.tickets import letters
from threering.tickets.actions import Written
from threering.tickets.models import Message
from threering.tickets.queries import typed_before


@transaction.atomic
def acknowledge(question: Message, *, at: datetime, cause: UUID) -> Message:
    """Queue the acknowledgement of one message. Whose turn it is stays as it was. Twice is once.

    Raises NotSendable when the customer's address takes no mail.
    """
    ticket = tickets.locked(question.ticket)
    if told := typed_before(ticket, question.uuid):
        return told
    outbound = letters.acknowledgement(question, ticket, at=at)
    packed = adapter(ticket.inbox.kind).build(outbound)
    parcel = letters.parcel(ticket.inbox, outbound, packed)
    written = Written(author=system(), text=outbound.text, key=question.uuid)
    delivery = ledger.queue_delivery(
        ticket.brand, parcel, ticket.customer.key, written.author, due_at=at
    )
    message = tickets.add_agent_message(question.contact, written, delivery, at=at)
    tickets.touch(ticket)
    fact = Acknowledged(message=message.pk, channel=ticket.channel)
    record([fact], tickets.about(ticket, question.contact), Actor.agent(written.author), at=at,
           cause=cause)  # fmt: skip
    return message
