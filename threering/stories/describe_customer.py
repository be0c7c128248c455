"""Somebody says what a customer is called, or which language they want."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import actions as customers
from threering.customers.models import Customer
from threering.customers.queries import family_of
from threering.organisation.models import Agent
from threering.tickets import people


@transaction.atomic
def describe_customer(
    customer: Customer,
    *,
    by: Agent,
    at: datetime,
    name: str | None = None,
    language: str | None = None,
) -> None:
    """Set name and language of a person; None and what is so already change nothing."""
    family = family_of(customer.pk)
    facts = customers.rename(family, name) if name else []
    facts += [] if language is None else customers.set_language(family, language)
    people.tell(facts, [customer], by=by, at=at)
