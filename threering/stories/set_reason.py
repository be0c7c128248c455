"""Somebody says why the customer of a ticket writes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets import reasons
from threering.tickets.models import ContactReason, Ticket


@transaction.atomic
def set_reason(ticket: Ticket, reason: ContactReason | None, *, by: Agent, at: datetime) -> None:
    """Set the contact reason, or take it off (None); the one it has already changes nothing."""
    ticket = tickets.locked(ticket)
    if facts := reasons.set_reason(ticket, reason):
        record(facts, tickets.about(ticket), Actor.agent(by), at=at)
