"""Somebody asks that a customer be forgotten."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import actions as customers
from threering.customers import erasing
from threering.customers.models import Customer, Erasure
from threering.customers.queries import family_of, leading_of
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent


@transaction.atomic
def ask_for_erasure(
    customer: Customer, *, by: Agent, at: datetime, due_at: datetime | None = None
) -> Erasure:
    """Have a person forgotten, a day from now unless said otherwise. Asked twice is once."""
    family = family_of(customer.pk)
    leading = leading_of(family)
    due = due_at or at + erasing.GRACE
    asked, facts = erasing.ask(family, leading, by=by, at=at, due_at=due)
    record(facts, customers.about(leading), Actor.agent(by), at=at, quiet=True)
    return asked
