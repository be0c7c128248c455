"""A ticket sleeps until its time has come."""

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
def snooze(ticket: Ticket, until: datetime | None, *, by: Agent, at: datetime) -> None:
    """Put it out of sight until then, or wake it now (None); what is so already changes nothing."""
    ticket = tickets.locked(ticket)
    if facts := tickets.snooze(ticket, until):
        record(facts, tickets.about(ticket), Actor.agent(by), at=at)
        tell_of(facts, ticket, Affair(by=by.pk), at=at)
