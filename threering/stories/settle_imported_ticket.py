"""An import has come to its end, and a ticket of it gets its state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets.history import settle
from threering.tickets.models import Message, Ticket


@transaction.atomic
def settle_imported_ticket(ticket: Ticket, last: Message, *, by: Agent, at: datetime) -> None:
    """Close it as of its last mail, or let the people see that a customer waits."""
    facts = settle(ticket, last, now=at)
    closed = ticket.waiting_since is None
    moment = ticket.last_at
    record(facts, tickets.about(ticket), Actor.agent(by), at=moment, quiet=closed)
