"""Finding what was sent and what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import CharField, Count, F, Func, Max, Min, Q, Value

from threering.ledger.models import Arrival, Delivery
from threering.organisation.models import Agent
from threering.organisation.rules import Verb


def delivery_named(client_id: int, external_ids: Sequence[str]) -> Delivery | None:
    """The delivery of a client that one of the ids names, the first id that does.

    Our own id counts before the one that a provider gave it; one that two have names neither.
    """
    ids = [one for one in external_ids if one]
    named = Q(external_id__in=ids) | Q(provider_id__in=ids)
    sent = list(Delivery.objects.filter(named, client_id=client_id))
    ours = {delivery.external_id: delivery for delivery in sent}
    times = Counter(delivery.provider_id for delivery in sent)
    theirs = {d.provider_id: d for d in sent if times[d.provider_id] == 1}
    found = (ours.get(one) or theirs.get(one) for one in ids)
    return next((delivery for delivery in found if delivery), None)


def reported_before(delivery: Delivery, key: str) -> Arrival | None:
    """The arrival by which a report on a delivery was taken already."""
    first: Arrival | None = delivery.reports.filter(report_key=key).first()
    return first


_KNOWN = """
select asked.source, asked.external_key
from unnest(%s::text[], %s::text[]) as asked (source, external_key)
join ledger_arrival a on (a.source, a.external_key) = (asked.source, asked.external_key)
"""


def known_keys(keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the (source, external key) under which something arrived already."""
    pairs = list(keys)
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [[source for source, _ in pairs], [key for _, key in pairs]])
        return {(source, key) for source, key in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many arrivals of an inbox, by one way, stand at one outcome; "" are still waiting."""

    inbox: int | None
    way: str
    outcome: str
    count: int
    last_at: datetime


def tallies(actor: Agent) -> list[Tally]:
    """What the actor may see of the ledger, by inbox, way and outcome."""
    seen = Arrival.objects.visible_to(actor, Verb.READ_LEDGER)
    way = Func(F("source"), Value(":"), Value(1), function="split_part", output_field=CharField())
    rows = seen.annotate(way=way).values_list("envelope__inbox", "way", "outcome")
    told = rows.annotate(n=Count("pk"), last=Max("received_at")).order_by("way", "outcome")
    return [Tally(inbox, way, outcome or "", n, last) for inbox, way, outcome, n, last in told]


def outcomes(actor: Agent) -> dict[str, int]:
    """How many arrivals the actor may see stand at each outcome; "" are those still waiting."""
    seen = Arrival.objects.visible_to(actor, Verb.READ_LEDGER)
    rows = seen.values_list("outcome").annotate(n=Count("pk")).order_by()
    return {outcome or "": n for outcome, n in rows}


def next_due_at(after: datetime) -> datetime | None:
    """When the next delivery becomes due that is not yet; None while none waits."""
    waiting = Delivery.objects.filter(state=Delivery.State.QUEUED, due_at__gt=after)
    due: datetime | None = waiting.aggregate(due=Min("due_at"))["due"]
    return due
