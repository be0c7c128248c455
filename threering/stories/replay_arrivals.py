"""Somebody wants everything that is quarantined somewhere to be read again."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from threering.ledger import actions as ledger
from threering.ledger.models import Arrival


@transaction.atomic
def replay_arrivals(arrivals: QuerySet[Arrival]) -> int:
    """Put those of them that are quarantined back in line; how many. Twice is once."""
    return ledger.reopen_all(arrivals)
