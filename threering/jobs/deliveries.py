"""From a queued delivery to its result: claim, touch the wire, write what happened.

One at a time: a worker that dies can leave no more than one delivery uncertain. More workers
send more at once.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction

from threering.channels.contract import DeliveryFailed, DeliveryUncertain, Packed
from threering.channels.registry import transport
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.ledger import blobs
from threering.ledger.models import Delivery
from threering.stories.record_delivery import record_delivery

log = logging.getLogger(__name__)
NOT_BEGUN = "The worker stopped before it was handed over."
CUT_OFF = "The worker stopped while it was being handed over; the server may have taken it."


def claim_delivery() -> Delivery | None:
    """Take the next delivery that is due, if there is a server to give it to."""
    if not settings.SMTP_URL:
        return None
    taken = ledger.claim_deliveries(ledger.claimer(), now=now(), limit=1)
    return taken[0] if taken else None


def attempt(delivery: Delivery) -> tuple[Delivery.State, str]:
    """Touch the wire once, and say what is known afterwards."""
    parcel = Packed(
        content=blobs.read(delivery.raw), sender=delivery.sender, recipients=delivery.recipients
    )
    try:
        transport(delivery.kind).send(
            parcel, settings.SMTP_URL, lambda: ledger.hand_over(delivery, at=now())
        )
    except DeliveryUncertain as why:
        return Delivery.State.UNCERTAIN, str(why)
    except DeliveryFailed as why:
        return (Delivery.State.FAILED if why.permanent else Delivery.State.QUEUED), str(why)
    return Delivery.State.SENT, ""


def sweep_lost_deliveries() -> int:
    """Find what a dead worker left: not handed over is tried again, the rest is uncertain."""
    with transaction.atomic():
        lost = ledger.lost_deliveries()
        for delivery in lost:
            if delivery.handed_over_at is None:
                ledger.queue_again(
                    delivery, due_at=now(), reason="The worker stopped before sending."
                )
            else:
                record_delivery(delivery, Delivery.State.UNCERTAIN, CUT_OFF, at=now())
    return len(lost)
