"""Which ticket does a message belong to, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from threering.customers.models import Customer
from threering.tickets.models import Message, Ticket
from threering.tickets.rules import Status, takes_more


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: into a ticket, or into a new one (that may follow an older one)."""

    ticket: Ticket | None
    why: str
    follows: Ticket | None = None


def place_for(keys: tuple[str, ...], customer: Customer, at: datetime) -> Place:
    """Find the ticket by the ids of the messages it answers, the nearest first.

    The row of the ticket found is locked until the transaction ends.
    """
    if not keys:
        return Place(None, "It answers nothing we know, so it opened this ticket.")
    known = {
        message.external_id: message
        for message in Message.objects.filter(client_id=customer.client_id, external_id__in=keys)
    }
    for key in keys:
        if key in known:
            return _place(known[key], key, at)
    return Place(None, "It names earlier messages, none of which are ours: it opened this ticket.")


def _place(answered: Message, key: str, at: datetime) -> Place:
    ticket = Ticket.objects.select_for_update().get(pk=answered.ticket_id)
    if takes_more(Status(ticket.status), ticket.solved_at, at):
        return Place(ticket, f"It answers the message {key} of this ticket.")
    return Place(None, f"It answers ticket {ticket.number}, which is closed.", follows=ticket)
