"""Somebody writes down what agents should know about a customer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from threering.customers import noting
from threering.customers.models import Customer, CustomerNote
from threering.organisation.models import Agent
from threering.tickets import people


@transaction.atomic
def note_customer(
    customer: Customer, text: str, *, key: UUID, by: Agent, at: datetime
) -> CustomerNote:
    """Write a note about a customer; the same key is one note."""
    note, facts = noting.write(customer, text, key=key, by=by, at=at)
    people.tell(facts, [customer], by=by, at=at)
    return note
