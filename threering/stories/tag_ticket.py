"""A ticket gets a tag, or loses one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets import properties
from threering.tickets.models import Ticket


@transaction.atomic
def tag_ticket(ticket: Ticket, *, add: str = "", remove: str = "", by: Agent, at: datetime) -> None:
    """Add and remove by name; what is so already changes nothing. Raises TooManyTags."""
    ticket = tickets.locked(ticket)
    facts = properties.remove_tag(ticket, remove) if remove else []
    facts += properties.add_tag(ticket, add) if add else []
    if facts:
        record(facts, tickets.about(ticket), Actor.agent(by), at=at)
