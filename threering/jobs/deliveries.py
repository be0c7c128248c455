"""From a queued delivery to its result: claim, touch the wire, write what happened.

One at a time: a worker that dies can leave no more than one delivery uncertain. More workers
send more at once. A way out that does not answer is left alone for a while (pauses.py).
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import Q

from threering.channels.contract import DeliveryFailed, DeliveryUncertain, Packed
from threering.channels.outgoing import way_of, with_ways_of_their_own
from threering.channels.registry import transport
from threering.jobs.pauses import Pauses
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.ledger import blobs
from threering.ledger.models import Delivery
from threering.stories.record_delivery import record_delivery
from threering.stories.record_digest import record_digest
from threering.tickets.queries import carries_message

log = logging.getLogger(__name__)
CUT_OFF = "The worker stopped while it was being handed over; the server may have taken it."
NOT_BEGUN = "The worker stopped before it was handed over."
HOUSE = 0  # the installation's own way out, among those of inboxes

closing = threading.Event()
pauses = Pauses()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How an attempt ended."""

    state: Delivery.State
    reason: str = ""
    provider_id: str = ""


def claim_delivery() -> Delivery | None:
    """Take the next delivery that is due, if there is a way out for it that answers."""
    at = now()
    taken = ledger.claim_deliveries(ledger.claimer(), now=at, limit=1, among=_open_ways(at))
    return taken[0] if taken else None


def _open_ways(at: datetime) -> Q:
    """Which deliveries have a way out that is not known to be closed."""
    own = with_ways_of_their_own()
    resting = pauses.resting(at)
    by_own = Q(inbox_id__in=[inbox for inbox in own if inbox not in resting])
    if not settings.SMTP_URL or HOUSE in resting:
        return by_own
    return by_own | Q(inbox_id=None) | ~Q(inbox_id__in=own)


def _way(delivery: Delivery) -> int:
    has_own = delivery.inbox_id in with_ways_of_their_own()
    return delivery.inbox_id or HOUSE if has_own else HOUSE


def attempt(delivery: Delivery) -> Result:
    """Touch the wire once, and say what is known afterwards."""
    try:
        provider_id = _hand_over(delivery)
    except DeliveryUncertain as why:
        return Result(state=Delivery.State.UNCERTAIN, reason=str(why))
    except DeliveryFailed as why:
        if why.unreachable:
            pauses.closed(_way(delivery), at=now())
        state = Delivery.State.FAILED if why.permanent else Delivery.State.QUEUED
        return Result(state=state, reason=str(why))
    except (OperationalError, InterfaceError):  # hand_over could not be written: nothing left
        raise
    except Exception as error:  # noqa: BLE001 - one broken delivery must not stop all others
        log.warning("delivery %s broke: %s", delivery.uuid, type(error).__name__)
        left = Delivery.objects.filter(pk=delivery.pk, handed_over_at__isnull=False).exists()
        state = Delivery.State.UNCERTAIN if left else Delivery.State.FAILED
        return Result(state=state, reason=repr(error))
    pauses.opened(_way(delivery))
    return Result(state=Delivery.State.SENT, provider_id=provider_id)


def _hand_over(delivery: Delivery) -> str:
    content = blobs.read(delivery.raw)
    parcel = Packed(content=content, sender=delivery.sender, recipients=delivery.recipients)
    wire, way = transport(delivery.kind), way_of(delivery.inbox_id)
    return wire.send(parcel, way, lambda: _still_ours(delivery))


def _still_ours(delivery: Delivery) -> None:
    """The last moment before it may leave. Raises DeliveryFailed when it had better not."""
    if closing.is_set():  # there may not be time enough to hear the answer
        raise DeliveryFailed(NOT_BEGUN)
    if not ledger.hand_over(delivery, at=now()):
        raise DeliveryFailed("Another worker took it over.")


def write_result(delivery: Delivery, result: Result) -> None:
    """Tell the story of how an attempt ended: of somebody's words, or of a mail of the house."""
    story = record_delivery if carries_message(delivery) else record_digest
    story(delivery, result.state, result.reason, at=now(), provider_id=result.provider_id)


def sweep_lost_deliveries() -> int:
    """Find what a dead worker left: not handed over is tried again, the rest is uncertain."""
    lost = ledger.lost_deliveries()
    for delivery in lost:
        if delivery.handed_over_at is None:
            write_result(delivery, Result(state=Delivery.State.QUEUED, reason=NOT_BEGUN))
        else:
            write_result(delivery, Result(state=Delivery.State.UNCERTAIN, reason=CUT_OFF))
    return len(lost)
