"""Writing facts, and reading them without ever missing one that was committed late."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from threering.kernel.announce import LIVE, announce
from threering.kernel.ids import uuid7
from threering.kernel.rows import append
from threering.kernel.schema import ensure_months
from threering.ledger.catalogue import Fact
from threering.ledger.models import Event
from threering.organisation.models import Agent

CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a fact is about: ids only."""

    client_id: int
    brand_id: int | None = None
    ticket_id: int | None = None
    contact_id: int | None = None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: an agent of any kind, or the customer."""

    kind: str
    id: int | None

    @classmethod
    def agent(cls, agent: Agent) -> Actor:
        return cls(agent.kind, agent.pk)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a consumer has read: the transaction and the event in it."""

    tx: int = 0
    id: int = 0


COLUMNS = (
    *("uuid", "at", "client_id", "brand_id", "kind", "version", "actor_kind", "actor_id"),
    *("cause", "ticket_id", "contact_id", "customer_id", "data"),
)


def record(  # noqa: PLR0913 - a fact is all of this
    facts: Sequence[Fact],
    about: About,
    actor: Actor,
    *,
    at: datetime,
    cause: UUID | None = None,
    quiet: bool = False,
) -> None:
    """Write facts in the running transaction and ring the live bell at its commit.

    `quiet`: they are history, which is nobody's news.
    """
    append("ledger_event", COLUMNS, _lines(facts, about, actor, at, cause))
    if quiet:
        return
    news = [fact for fact in facts if not fact.aside] or facts
    bell: dict[str, object] = {"ticket": about.ticket_id, "client": about.client_id}
    bell |= {"kind": news[-1].kind, "actor_kind": actor.kind, "actor": actor.id}
    announce(LIVE, bell)


def ring(kind: str, tickets: Iterable[int], client_id: int, actor: Actor) -> None:
    """Ring at tickets for what happened to something that they show, at the commit."""
    for ticket in tickets:
        bell: dict[str, object] = {"ticket": ticket, "client": client_id, "kind": kind}
        announce(LIVE, bell | {"actor_kind": actor.kind, "actor": actor.id})


def record_each(
    happened: Sequence[tuple[About, Sequence[Fact]]],
    actor: Actor,
    *,
    at: datetime,
    cause: UUID,
    each_rings: bool,
) -> None:
    """Write what happened to many things for one cause; one bell for all, unless each rings."""
    for about, facts in happened:
        record(facts, about, actor, at=at, cause=cause, quiet=not each_rings)
    if not each_rings:
        for client_id in sorted({about.client_id for about, _ in happened}):
            announce(LIVE, {"ticket": None, "many": client_id})


def _lines(
    facts: Sequence[Fact], about: About, actor: Actor, at: datetime, cause: UUID | None
) -> list[tuple[object, ...]]:
    where = (about.ticket_id, about.contact_id, about.customer_id)
    who = (actor.kind, actor.id, cause)
    lines: list[tuple[object, ...]] = []
    for fact in facts:
        what = (uuid7(), at, about.client_id, about.brand_id, fact.kind, fact.version)
        lines.append((*what, *who, *where, json.dumps(asdict(fact))))
    return lines


_AFTER = """
select tx::text::bigint, id, recorded_at from ledger_event
where (tx, id) > (%s::text::xid8, %s) and tx < pg_snapshot_xmin(pg_current_snapshot())
order by tx, id limit %s
"""


def events_after(position: Position, *, limit: int = 1000) -> tuple[list[Event], Position]:
    """The next facts in an order in which nothing can still appear before what was read.

    "id greater than the last" loses the row of a transaction that took its id early and committed
    late; a transaction older than every running one cannot.
    """
    with connection.cursor() as cursor:
        cursor.execute(_AFTER, [position.tx, position.id, limit])
        rows = cursor.fetchall()
    if not rows:
        return [], position
    found = Event.objects.filter(
        id__in=[row[1] for row in rows], recorded_at__gte=min(r[2] for r in rows)
    )
    by_id = {event.id: event for event in found}
    return [by_id[row[1]] for row in rows], Position(rows[-1][0], rows[-1][1])


def ensure_partitions(now: datetime, *, ahead: int = 2) -> None:
    """Make the tables for this month and the next ones; those that exist are left alone."""
    ensure_months("ledger_event", now, ahead=ahead)
