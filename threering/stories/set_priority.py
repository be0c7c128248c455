"""Somebody says how urgent a ticket is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets import properties
from threering.tickets.models import Ticket
from threering.tickets.rules import Priority


@transaction.atomic
def set_priority(ticket: Ticket, priority: Priority, *, by: Agent, at: datetime) -> None:
    """Set the priority; the one it has already changes nothing."""
    ticket = tickets.locked(ticket)
    if facts := properties.set_priority(ticket, priority):
        record(facts, tickets.about(ticket), Actor.agent(by), at=at)
