"""A ticket changes its status by hand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets.models import Ticket
from threering.tickets.rules import Status


@transaction.atomic
def set_status(
    ticket: Ticket, status: Status, *, by: Agent, at: datetime, cause: UUID | None = None
) -> None:
    """Set the status; the one it has already changes nothing."""
    ticket = tickets.locked(ticket)
    if facts := tickets.set_status(ticket, status, at=at):
        record(facts, tickets.about(ticket), Actor.agent(by), at=at, cause=cause)
