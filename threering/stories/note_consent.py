"""A colleague notes what a customer agreed to or refused, or that this was a mistake."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from threering.customers.consent import actions as consent
from threering.customers.consent.actions import Said
from threering.customers.models import Customer
from threering.organisation.models import Agent
from threering.tickets import people


@transaction.atomic
def note_consent(customer: Customer, said: Said, *, by: Agent, at: datetime) -> UUID | None:
    """Add it for the person; None when that is their last word already."""
    noted, facts = consent.note(customer, said, at=at)
    people.tell(facts, [customer], by=by, at=at)
    return noted


@transaction.atomic
def take_back_consent(customer: Customer, said: UUID, *, by: Agent, at: datetime) -> None:
    """Let what was said before count again; twice is once."""
    facts = consent.take_back(customer, said, by=by, at=at)
    people.tell(facts, [customer], by=by, at=at)
