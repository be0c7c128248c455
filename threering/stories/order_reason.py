"""A contact reason changes places with the one before it, or after it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import reasons
from threering.tickets.models import ContactReason


@transaction.atomic
def order_reason(reason: ContactReason, *, up: bool, by: Agent, at: datetime) -> None:
    """Put it one place further up or down; at the end of its place nothing changes."""
    if facts := reasons.reorder(reason, up=up):
        record(facts, reasons.about(reason), Actor.agent(by), at=at, quiet=True)
