"""An attempt to mail somebody what waits for them ended: this is how."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger import actions as ledger
from threering.ledger import blobs
from threering.ledger.models import Delivery
from threering.ledger.rules import next_attempt_at


@transaction.atomic
def record_digest(
    delivery: Delivery, state: Delivery.State, reason: str, *, at: datetime, provider_id: str = ""
) -> None:
    """Write the result of an attempt. QUEUED: it surely did not leave and may be tried again.

    Nobody is told, and it is not repeated: what it says waits at the bell. Its words are gone.
    """
    held = ledger.still_attempted(delivery)
    if held is None:
        return
    again = next_attempt_at(held.attempts, at) if state is Delivery.State.QUEUED else None
    if again:
        ledger.queue_again(held, due_at=again, reason=reason)
        return
    state = Delivery.State.FAILED if state is Delivery.State.QUEUED else state
    ledger.settle(held, state, at=at, reason=reason, provider_id=provider_id)
    blobs.destroy_key(held.raw, at=at)
