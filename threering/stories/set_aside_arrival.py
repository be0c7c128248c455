"""Something arrived that we cannot take: it is kept, with the reason, and never dropped."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger.catalogue import ArrivalQuarantined
from threering.ledger.events import About, Actor, record
from threering.ledger.models import Arrival
from threering.organisation.actions import system


@transaction.atomic
def set_aside_arrival(
    arrival: Arrival, outcome: Arrival.Outcome, reason: str, *, at: datetime
) -> None:
    """Quarantine an arrival (it can be replayed), or reject it by the rule that `reason` names."""
    ledger.conclude(arrival, outcome, at=at, reason=reason)
    if outcome == Arrival.Outcome.QUARANTINED:
        about = About(client_id=arrival.client_id, brand_id=arrival.brand_id)
        actor = Actor.agent(system())
        record([ArrivalQuarantined(arrival=arrival.pk)], about, actor, at=at, cause=arrival.uuid)
