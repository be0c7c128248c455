"""A note about a customer is said otherwise by whoever wrote it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import noting
from threering.customers.models import CustomerNote
from threering.organisation.models import Agent
from threering.tickets import people


@transaction.atomic
def change_customer_note(note: CustomerNote, text: str, *, by: Agent, at: datetime) -> None:
    """Give it new words; what it said before is kept. Raises NotTheirNote."""
    facts = noting.change(note, text, by=by, at=at)
    people.tell(facts, [note.customer], by=by, at=at)
