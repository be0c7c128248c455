"""The time has come for a ticket that was snoozed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets.models import Ticket


@transaction.atomic
def wake(ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """Show it again and tell its owner, unless somebody lets it sleep longer by now."""
    ticket = tickets.locked(ticket)
    if ticket.snoozed_until is None or ticket.snoozed_until > at:
        return
    record(tickets.snooze(ticket, None), tickets.about(ticket), Actor.agent(by), at=at)
    ledger.notify(ticket.assignee, ticket.client_id, "woken", ticket_id=ticket.pk, at=at)
