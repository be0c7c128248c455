"""Somebody wants a quarantined arrival to be read again."""

from __future__ import annotations

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger.models import Arrival


@transaction.atomic
def replay_arrival(arrival: Arrival) -> None:
    """Put it back in line; one that has another outcome stays as it is."""
    locked = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if locked.outcome == Arrival.Outcome.QUARANTINED:
        ledger.reopen(locked)
