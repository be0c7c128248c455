"""A ticket becomes the work of a team, or of none."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent, Team
from threering.tickets import actions as tickets
from threering.tickets import properties
from threering.tickets.models import Ticket


@transaction.atomic
def set_team(ticket: Ticket, team: Team | None, *, by: Agent, at: datetime) -> None:
    """Give it to the team; the one that has it already changes nothing. Its owner stays."""
    ticket = tickets.locked(ticket)
    if facts := properties.set_team(ticket, team):
        record(facts, tickets.about(ticket), Actor.agent(by), at=at)
