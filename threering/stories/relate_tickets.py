"""Two tickets have to do with each other, or not after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets import relating
from threering.tickets.models import Ticket
from threering.tickets.moving import held


@transaction.atomic
def relate_tickets(
    ticket: Ticket, other: Ticket, *, by: Agent, at: datetime, related: bool = True
) -> None:
    """Say that they do, or that they do not; what is so already changes nothing. Both tell it."""
    ticket, other = held(ticket, other)
    facts = relating.relate(ticket, other, at=at) if related else relating.unrelate(ticket, other)
    if facts:
        record(facts[:1], tickets.about(ticket), Actor.agent(by), at=at)
        record(facts[1:], tickets.about(other), Actor.agent(by), at=at)
