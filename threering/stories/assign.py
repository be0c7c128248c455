"""A ticket gets an owner, or goes back to the queue."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets.models import Ticket
from threering.tickets.notices.actions import tell_of
from threering.tickets.notices.rules import Affair


@transaction.atomic
def assign(ticket: Ticket, to: Agent | None, *, by: Agent, at: datetime) -> None:
    """Give the ticket to somebody. Giving it to whoever has it changes nothing."""
    ticket = tickets.locked(ticket)
    if facts := tickets.assign(ticket, to):
        record(facts, tickets.about(ticket), Actor.agent(by), at=at)
        tell_of(facts, ticket, Affair(by=by.pk), at=at)
