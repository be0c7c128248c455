"""An agent answered."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.channels.contract import Outbound
from threering.channels.registry import adapter
from threering.customers.queries import address_of
from threering.ledger import actions as ledger
from threering.ledger.catalogue import ReplyWritten
from threering.ledger.events import Actor, record
from threering.tickets import actions as tickets
from threering.tickets.actions import Written
from threering.tickets.models import Message, Ticket
from threering.tickets.queries import thread_of, typed_before
from threering.tickets.rules import answer_subject
from threering.tickets.threading import reply_address


@transaction.atomic
def send_reply(ticket: Ticket, written: Written, *, at: datetime) -> Message:
    """Store the reply and its delivery in one go. The same key is the same reply.

    Raises NotSendable when the customer's address takes no mail.
    """
    ticket = tickets.locked(ticket)
    if typed := typed_before(ticket, written.key):
        return typed
    inbox, thread = ticket.inbox, thread_of(ticket)
    outbound = Outbound(
        external_id=tickets.new_message_id(inbox.address),
        sent_at=at,
        sender_name=inbox.name,
        sender_handle=inbox.address,
        recipients=[address_of(ticket.customer, inbox.kind)],
        subject=answer_subject(ticket.subject, ticket.number if inbox.names_ticket else None),
        reply_to=reply_address(ticket, inbox),
        text=written.text,
        answers=thread.answers,
        thread_keys=thread.keys,
    )
    packed = adapter(inbox.kind).build(outbound)
    parcel = ledger.Parcel(
        kind=inbox.kind,
        external_id=outbound.external_id,
        sender=packed.sender,
        recipients=packed.recipients,
        content=packed.content,
    )
    delivery = ledger.queue_delivery(
        ticket.brand, parcel, ticket.customer.key, written.author, due_at=at
    )
    contact, opened = tickets.running_contact(ticket, direction="out", at=at)
    message = tickets.add_agent_message(contact, written, delivery, at=at)
    turned = tickets.agent_replied(ticket, written.text, at=at)
    facts = [*opened, *turned, ReplyWritten(message=message.pk, channel=inbox.kind)]
    record(facts, tickets.about(ticket, contact), Actor.agent(written.author), at=at)
    return message
