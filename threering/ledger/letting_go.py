"""Letting go of what came and left: that and when it did stays, no more who and what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from threering.kernel.rows import update
from threering.ledger import blobs
from threering.ledger.models import Arrival, Blob, Delivery
from threering.ledger.rules import spoken_of_in

ADDRESSLESS = ["inbox", "mailbox", "hook", "provider", "time_from"]
"""What an envelope says of the way by which something came, and not of people."""
_CAME = """
update ledger_arrival set raw_id = null, reason = '', envelope = (
  select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(envelope)
  where key = any(%s))
where id = any(%s)
"""


def let_go_of_arrivals(ids: Collection[int]) -> None:
    """Drop the raw bytes and whoever is named; also of what is told to be the same, or of reports.

    The key by which it is recognised stays: it is of the whole, and says nothing to anybody else.
    """
    same = Q(pk__in=ids) | Q(duplicate_of__in=ids)
    gone = dict(Arrival.objects.filter(same).values_list("pk", "raw"))
    with connection.cursor() as cursor:
        cursor.execute(_CAME, [ADDRESSLESS, list(gone)])
    for blob in Blob.objects.filter(pk__in=[raw for raw in gone.values() if raw]):
        blobs.drop(blob)


def let_go_at_once(arrival: Arrival) -> None:
    """What came about somebody who was forgotten: nobody reads it any more."""
    arrival.envelope = {
        name: arrival.envelope[name] for name in ADDRESSLESS if name in arrival.envelope
    }
    update(arrival, "envelope")
    if arrival.raw:
        blobs.lock_up(arrival.raw)


def was_let_go(delivery: Delivery) -> bool:
    """Whether whom it went to was forgotten."""
    return not delivery.recipients


def let_go_of_deliveries(ids: Collection[int], *, at: datetime) -> None:
    """Destroy what left, to whom, and what was reported of it. What had not left never will."""
    sent = Delivery.objects.filter(pk__in=ids)
    sent.filter(state=Delivery.State.QUEUED).update(
        state=Delivery.State.CANCELLED, settled_at=at, reason=""
    )
    blobs.hollow(list(sent.values_list("raw", flat=True)))
    sent.update(recipients=[], reason="", before=None)
    reports = Arrival.objects.filter(delivery__in=ids)
    let_go_of_arrivals(list(reports.values_list("pk", flat=True)))


def are_leaving(deliveries: QuerySet[Delivery]) -> bool:
    """Whether one of these is being handed over in this moment."""
    return deliveries.filter(state=Delivery.State.SENDING).exists()


def let_go_of_digests(tickets: Collection[int], *, at: datetime) -> None:
    """Mails of the house to its own people that tell of these tickets and have not left."""
    waiting = Delivery.objects.filter(notices__ticket_id__in=tickets, state="queued").distinct()
    let_go_of_deliveries(list(waiting.values_list("pk", flat=True)), at=at)


_ALIKE = """
select id from ledger_arrival where id > %s and id <= %s and client_id = %s and
  lower(envelope::text || reason) like any(%s) order by id
"""


def arrivals_naming(
    client_id: int, addresses: Collection[str], *, after: int, up_to: int
) -> list[int]:
    """Arrivals of a client, of these ids, that name one of the addresses, given in small letters.

    What never became a message is opened and looked through.
    """
    likes = [f"%{escaped(one)}%" for one in addresses]
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [after, up_to, client_id, likes])
        named = [row[0] for row in cursor.fetchall()]
    unread = Arrival.objects.filter(pk__gt=after, pk__lte=up_to, client=client_id)
    set_aside = [Arrival.Outcome.QUARANTINED, Arrival.Outcome.REJECTED]
    aside = unread.filter(outcome__in=set_aside, raw__isnull=False).select_related("raw__key")
    return [
        *named,
        *(one.pk for one in aside if one.raw and spoken_of_in(blobs.read(one.raw), addresses)),
    ]


def escaped(text: str) -> str:
    """As LIKE takes it for itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
