"""The time has come for a ticket that was snoozed."""

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
def wake(ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """Show it again and tell its owner, unless somebody lets it sleep longer by now."""
    ticket = tickets.locked(ticket)
    if ticket.snoozed_until is None or ticket.snoozed_until > at:
        return
    facts = tickets.snooze(ticket, None)
    record(facts, tickets.about(ticket), Actor.agent(by), at=at)
    tell_of(facts, ticket, Affair(by=by.pk), at=at)
