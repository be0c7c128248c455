"""A note about a customer is pinned, or removed, or neither any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import noting
from threering.customers.models import CustomerNote
from threering.organisation.models import Agent
from threering.tickets import people


@transaction.atomic
def arrange_customer_note(
    note: CustomerNote,
    *,
    by: Agent,
    at: datetime,
    pinned: bool | None = None,
    removed: bool | None = None,
) -> None:
    """Pin and remove, or take that back; None and what is so already change nothing."""
    facts = [] if pinned is None else noting.pin(note, pinned=pinned)
    facts += [] if removed is None else noting.remove(note, removed=removed, at=at)
    people.tell(facts, [note.customer], by=by, at=at)
