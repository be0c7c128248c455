"""Writing down what arrives, what leaves and how each of them ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet

from threering.kernel.announce import ARRIVALS, DELIVERIES, announce
from threering.kernel.later import later
from threering.kernel.rows import insert, insert_many, update
from threering.kernel.time import now
from threering.ledger import blobs
from threering.ledger.catalogue import DeliveryBounced
from threering.ledger.catalogue_reports import DeliveryConfirmed, DeliveryDelayed, DeliveryUnwanted
from threering.ledger.fact import Fact
from threering.ledger.models import Arrival, Blob, Decision, Delivery, Key
from threering.ledger.queries import known_keys
from threering.ledger.rules import ReportMeans, is_sent_anew, key_after
from threering.organisation.models import Agent, Brand

Reported = DeliveryBounced | DeliveryConfirmed | DeliveryDelayed | DeliveryUnwanted
REPORTED: dict[ReportMeans, type[Reported]] = {
    ReportMeans.BOUNCED: DeliveryBounced,
    ReportMeans.DELAYED: DeliveryDelayed,
    ReportMeans.CONFIRMED: DeliveryConfirmed,
    ReportMeans.UNWANTED: DeliveryUnwanted,
}
TURNS = 7333  # the advisory locks of take_turns
DEAD = """not exists (select 1 from pg_stat_activity s
  where s.pid::text || '@' || s.backend_start::text = claimed_by)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Something that reached a door, before anybody understood it."""

    source: str
    external_key: str
    kind: str
    content: bytes
    received_at: datetime
    envelope: dict[str, object] = field(default_factory=dict)
    rejected: str = ""
    """The rule by which the door itself does not take it; `content` is then what it kept of it."""
    size: int | None = None
    """Bytes of the whole, where `content` is only a part."""
    retried_for: timedelta | None = None
    """How long the same key is the same thing offered again; None: for ever."""


def arrive(brand: Brand, raw: Raw) -> Arrival:
    """Store it, durably, before the sender is told that we have it. The same thing twice is one."""
    same = Arrival.objects.filter(source=raw.source, external_key=raw.external_key)
    known: Arrival | None = same.first()
    while known and is_sent_anew(known.received_at, raw.received_at, raw.retried_for):
        raw = replace(raw, external_key=key_after(known.external_key, known.pk))
        same = Arrival.objects.filter(source=raw.source, external_key=raw.external_key)
        known = same.first()
    if known:
        return known
    try:
        with transaction.atomic():
            arrival = insert(_arrived(brand, raw, blobs.keep(brand.client_id, raw.content)))
            announce(ARRIVALS)
    except IntegrityError:  # the same thing came through another door in the same moment
        arrival = same.get()
    return arrival


def arrive_many(brand: Brand, raws: Sequence[Raw]) -> list[Arrival]:
    """Store many in one commit, in their order; returns those that are new.

    The same thing twice, among them or from before, is one. All contents are held at once: pass
    as many as may be in memory.
    """
    with transaction.atomic():
        new = _new(raws)
        kept = blobs.keep_many(brand.client_id, [raw.content for raw in new])
        rows = [_arrived(brand, raw, blob) for raw, blob in zip(new, kept, strict=True)]
        stored = insert_many(rows, where_new=True)
        ids = {arrival.raw_id for arrival in stored}
        for blob in kept:  # the same thing came through another door in the same moment
            if blob.pk not in ids:
                blobs.drop(blob)
        announce(ARRIVALS)
    return stored


def arrive_all(brand: Brand, raws: Sequence[Raw]) -> list[Arrival]:
    """Store those that are new, for whoever concludes them in the same transaction.

    Nobody is told of them. Raises IntegrityError when one came through another door in the same
    moment.
    """
    of = brand.client_id
    return [insert(_arrived(brand, raw, blobs.keep(of, raw.content))) for raw in _new(raws)]


def _new(raws: Sequence[Raw]) -> list[Raw]:
    """Each thing once, in order, without those that arrived before."""
    unique = {(raw.source, raw.external_key): raw for raw in reversed(raws)}
    for known in known_keys(unique):
        del unique[known]
    return list(reversed(unique.values()))


def _arrived(brand: Brand, raw: Raw, blob: Blob) -> Arrival:
    arrival = Arrival(client_id=brand.client_id, brand=brand, raw=blob)
    arrival.source, arrival.external_key = raw.source, raw.external_key
    arrival.kind, arrival.envelope = raw.kind, raw.envelope
    arrival.received_at = raw.received_at
    arrival.size = blob.size if raw.size is None else raw.size
    if raw.rejected:
        arrival.outcome, arrival.outcome_at = Arrival.Outcome.REJECTED, now()
        arrival.reason = raw.rejected[:2000]
    return arrival


def conclude(  # noqa: PLR0913 - an outcome is all of this, and is written nowhere else
    arrival: Arrival,
    outcome: Arrival.Outcome,
    *,
    at: datetime,
    reason: str = "",
    duplicate_of: Arrival | None = None,
    delivery: Delivery | None = None,
) -> None:
    """Give an arrival its one outcome, and by what a report is recognised when it comes again."""
    arrival.outcome, arrival.outcome_at, arrival.reason = outcome, at, reason[:2000]
    arrival.duplicate_of, arrival.delivery = duplicate_of, delivery
    fields = ("outcome", "outcome_at", "reason", "duplicate_of", "delivery")
    update(arrival, *fields, *(["report_key"] if arrival.report_key else []))


def reopen_all(arrivals: QuerySet[Arrival]) -> int:
    """Take back the quarantine of all of them that stand there; how many."""
    standing = arrivals.filter(outcome=Arrival.Outcome.QUARANTINED)
    count = standing.update(outcome=None, outcome_at=None, reason="", attempts=0)
    announce(ARRIVALS)
    return count


def take_turns(client_ids: Iterable[int]) -> None:
    """Let one worker at a time write what arrived for a client, always in the same order.

    A batch holds the rows of many tickets until its commit: two batches of one client, taken in
    different orders, would wait for each other for ever.
    """
    with connection.cursor() as cursor:
        for client_id in sorted(set(client_ids)):
            cursor.execute("select pg_advisory_xact_lock(%s, %s)", [TURNS, client_id])


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Something to send: its bytes are fixed before the first attempt and never change."""

    kind: str
    external_id: str
    sender: str
    recipients: Sequence[str]
    content: bytes
    inbox_id: int | None = None
    before: dict[str, object] | None = None
    """What stood where it stands now, for whoever cancels it in time."""


def queue_delivery(
    brand: Brand, parcel: Parcel, key: Key, by: Agent, *, due_at: datetime
) -> Delivery:
    """Write the row that says it has to leave; the worker is told at commit."""
    delivery = Delivery(client_id=brand.client_id, brand=brand, requested_by=by, due_at=due_at)
    delivery.kind, delivery.external_id = parcel.kind, parcel.external_id
    delivery.sender, delivery.recipients = parcel.sender, list(parcel.recipients)
    delivery.raw = blobs.keep(brand.client_id, parcel.content, key=key)
    delivery.inbox_id, delivery.before = parcel.inbox_id, parcel.before
    delivery.save()
    announce(DELIVERIES)
    return delivery


def claim_deliveries(
    claimer: str, *, now: datetime, limit: int, among: Q | None = None
) -> list[Delivery]:
    """Take deliveries that are due. Committed before any wire is touched."""
    queued = Delivery.objects.filter(among or Q(), state=Delivery.State.QUEUED)
    due = queued.filter(due_at__lte=now).order_by("due_at")
    with transaction.atomic():
        mine = due.select_for_update(skip_locked=True, of=("self",))
        taken = list(mine.select_related("raw__key")[:limit])
        for delivery in taken:
            delivery.state, delivery.attempts = Delivery.State.SENDING, delivery.attempts + 1
            delivery.claimed_by, delivery.claimed_at = claimer, now
            delivery.handed_over_at = None
        Delivery.objects.bulk_update(
            taken, ["state", "attempts", "claimed_by", "claimed_at", "handed_over_at"]
        )
    return taken


def hand_over(delivery: Delivery, *, at: datetime) -> bool:
    """Written just before the content goes over the wire; False when the claim was lost."""
    ours = Delivery.objects.filter(pk=delivery.pk, claimed_by=delivery.claimed_by)
    return bool(ours.filter(state=Delivery.State.SENDING).update(handed_over_at=at))


def claimer() -> str:
    """The name under which this database session claims: it dies with the session."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pid::text || '@' || backend_start::text from pg_stat_activity"
            " where pid = pg_backend_pid()"
        )
        name: str = cursor.fetchone()[0]
    return name


def lost_deliveries() -> list[Delivery]:
    """Deliveries claimed by a session that is no more. Whether one left tells handed_over_at."""
    sending = Delivery.objects.filter(state=Delivery.State.SENDING)
    return list(sending.extra(where=[DEAD]))  # noqa: S610 - a constant


OPEN = {Delivery.State.SENDING, Delivery.State.UNCERTAIN}


def still_attempted(attempted: Delivery) -> Delivery | None:
    """The delivery as it is now, held; None when it has its end, or is in another attempt."""
    now: Delivery = Delivery.objects.select_for_update().get(pk=attempted.pk)
    same = (now.claimed_by, now.attempts) == (attempted.claimed_by, attempted.attempts)
    return now if same and now.state in OPEN else None


def settle(
    delivery: Delivery,
    state: Delivery.State,
    *,
    at: datetime,
    reason: str = "",
    provider_id: str = "",
) -> None:
    """Write how an attempt ended, and what the provider that took it calls it."""
    delivery.state, delivery.reason = state, reason[:2000]
    delivery.settled_at = at
    delivery.provider_id = provider_id or delivery.provider_id
    delivery.save(update_fields=["state", "reason", "settled_at", "provider_id"])


def report_fact(meaning: ReportMeans, delivery: Delivery, arrival: Arrival) -> Fact:
    """The fact that a report on a delivery is."""
    return REPORTED[meaning](delivery=delivery.pk, arrival=arrival.pk)


def queue_again(delivery: Delivery, *, due_at: datetime, reason: str = "") -> None:
    """Let it be tried again, with the same bytes and the same id."""
    delivery.state, delivery.reason, delivery.due_at = Delivery.State.QUEUED, reason[:2000], due_at
    delivery.save(update_fields=["state", "reason", "due_at", "attempts"])
    announce(DELIVERIES)


def decide(
    client_id: int, story: str, data: dict[str, object], *, at: datetime, cause: UUID
) -> Decision:
    """Keep a decision that another story has to carry out, and have it carried out after commit."""
    decision = Decision.objects.create(
        client_id=client_id, story=story, data=data, cause=cause, decided_at=at
    )
    later(story, decision=decision.pk)
    return decision


def undone(decision_id: int) -> Decision | None:
    """The decision, held until the transaction ends; None when it was carried out already."""
    waiting = Decision.objects.select_for_update().filter(carried_out_at=None)
    return waiting.filter(pk=decision_id).first()


def carried_out(decision: Decision, *, at: datetime) -> None:
    """Note that the story was told."""
    decision.carried_out_at = at
    decision.save(update_fields=["carried_out_at"])
