"""A customer is not forgotten after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import actions as customers
from threering.customers import erasing
from threering.customers.models import Erasure
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent


@transaction.atomic
def take_back_erasure(erasure: Erasure, *, by: Agent, at: datetime) -> bool:
    """Leave them as they are; False when it has begun, or was taken back before."""
    facts = erasing.take_back(erasure, at=at)
    record(facts, customers.about(erasure.customer), Actor.agent(by), at=at, quiet=True)
    return bool(facts)
