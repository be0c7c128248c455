"""Somebody writes what a ticket's field holds."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets import fields
from threering.tickets.models import Field, Ticket


@transaction.atomic
def fill_in_field(ticket: Ticket, field: Field, typed: str, *, by: Agent, at: datetime) -> None:
    """Write a value, or take it out with ""; the same one changes nothing. Raises DoesNotFit."""
    ticket = tickets.locked(ticket)
    if facts := fields.fill_in(ticket, field, typed):
        record(facts, tickets.about(ticket), Actor.agent(by), at=at)
