"""From a queued delivery to its result: claim, touch the wire, write what happened.

One at a time: a worker that dies can leave no more than one delivery uncertain. More workers
send more at once.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import InterfaceError, OperationalError

from threering.channels.contract import DeliveryFailed, DeliveryUncertain, Packed
from threering.channels.registry import transport
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.ledger import blobs
from threering.ledger.models import Delivery
from threering.stories.record_delivery import record_delivery

log = logging.getLogger(__name__)
CUT_OFF = "The worker stopped while it was being handed over; the server may have taken it."
NOT_BEGUN = "The worker stopped before it was handed over."


def claim_delivery() -> Delivery | None:
    """Take the next delivery that is due, if there is a server to give it to."""
    if not settings.SMTP_URL:
        return None
    taken = ledger.claim_deliveries(ledger.claimer(), now=now(), limit=1)
    return taken[0] if taken else None


def attempt(delivery: Delivery) -> tuple[Delivery.State, str]:
    """Touch the wire once, and say what is known afterwards."""
    try:
        _hand_over(delivery)
    except DeliveryUncertain as why:
        return Delivery.State.UNCERTAIN, str(why)
    except DeliveryFailed as why:
        return (Delivery.State.FAILED if why.permanent else Delivery.State.QUEUED), str(why)
    except (OperationalError, InterfaceError):  # hand_over could not be written: nothing left
        raise
    except Exception as error:  # noqa: BLE001 - one broken delivery must not stop all others
        log.warning("delivery %s broke: %s", delivery.uuid, type(error).__name__)
        left = Delivery.objects.filter(pk=delivery.pk, handed_over_at__isnull=False).exists()
        return (Delivery.State.UNCERTAIN if left else Delivery.State.FAILED), repr(error)
    return Delivery.State.SENT, ""


def _hand_over(delivery: Delivery) -> None:
    content = blobs.read(delivery.raw)
    parcel = Packed(content=content, sender=delivery.sender, recipients=delivery.recipients)
    wire = transport(delivery.kind)
    wire.send(parcel, settings.SMTP_URL, lambda: _still_ours(delivery))


def _still_ours(delivery: Delivery) -> None:
    """The last moment before it may leave. Raises DeliveryFailed when the claim was lost."""
    if not ledger.hand_over(delivery, at=now()):
        raise DeliveryFailed("Another worker took it over.")


def sweep_lost_deliveries() -> int:
    """Find what a dead worker left: not handed over is tried again, the rest is uncertain."""
    lost = ledger.lost_deliveries()
    for delivery in lost:
        if delivery.handed_over_at is None:
            record_delivery(delivery, Delivery.State.QUEUED, NOT_BEGUN, at=now())
        else:
            record_delivery(delivery, Delivery.State.UNCERTAIN, CUT_OFF, at=now())
    return len(lost)
