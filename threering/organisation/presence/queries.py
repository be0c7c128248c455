"""Who is here, asked by every page: each is one statement, worded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from threering.organisation.models import Agent, Brand
from threering.organisation.presence.rules import Cause, Change, State
from threering.organisation.queries import HELPERS, roles_that_may
from threering.organisation.rules import ALLOWED, Verb
from threering.organisation.standins.rules import last_day

_MINE = """
select coalesce(mine.state, 'offline'), reason.id = mine.reason_id, reason.uuid, reason.name
from (select %s::bigint as agent_id) me
left join organisation_presence mine using (agent_id)
left join organisation_breakreason reason on reason.client_id = any(%s)
  and (reason.archived_at is null or reason.id = mine.reason_id)
order by lower(reason.name), reason.id
"""
_COLLEAGUES = f"""
select id, uuid, name, hue, time_zone, coalesce(state, 'offline'), stand_in_id, ends_at
from organisation_agent
left join organisation_presence on agent_id = id
left join (select agent_id as away_id, stand_in_id, ends_at from organisation_standin
  where ended_at is null and begins_at <= %s and (ends_at is null or ends_at > %s)
) away on away_id = organisation_agent.id where {HELPERS}
"""  # noqa: S608 - a condition of ours


class Reason(NamedTuple):
    """What a break may be for. `current`: somebody is on such a break now."""

    current: bool
    uuid: UUID
    name: str


class Away(NamedTuple):
    """Somebody is away. `stand_in`: by name, "" where they may not answer here themselves."""

    stand_in: str
    last_day: date | None
    """The last one, by their own zone; None: until they are back."""


class Colleague(NamedTuple):
    """Somebody who may be given work, how they stand, and whether somebody stands in."""

    uuid: UUID
    name: str
    hue: int
    state: State
    away: Away | None = None


def stands(me: Agent) -> tuple[State, list[Reason]]:
    """How one stands, and what one's breaks may be for: by name, of clients one works for."""
    clients = [one.client_id for one in me.held if Verb.READ_TICKET in ALLOWED[one.role]]
    with connection.cursor() as cursor:
        cursor.execute(_MINE, [me.pk, clients])
        found = cursor.fetchall()
    reasons = [Reason(bool(now), uuid, name) for _, now, uuid, name in found if uuid]
    return State(found[0][0]), reasons


def colleagues_for(brand: Brand, *, at: datetime, verb: Verb = Verb.REPLY) -> list[Colleague]:
    """The active people who may do the verb for a brand, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_COLLEAGUES, [at, at, brand.client_id, brand.pk, roles_that_may(verb)])
        found = cursor.fetchall()
    names = {pk: name for pk, _uuid, name, *_ in found}
    return [
        Colleague(uuid, name, hue, State(state), _away(names, zone, *away))
        for _pk, uuid, name, hue, zone, state, *away in found
    ]


def _away(
    names: Mapping[int, str], zone: str, stand_in: int | None, ends_at: datetime | None
) -> Away | None:
    if stand_in is None:
        return None
    return Away(names.get(stand_in, ""), last_day(ends_at, ZoneInfo(zone)) if ends_at else None)


_DAY = """
select agent_id, state, cause, at, reason_id from (
  select agent_id, state, cause, at, reason_id, id from organisation_agentstate
  where agent_id = any(%(people)s) and at >= %(begin)s and at < %(end)s
  union all
  select last.* from unnest(%(people)s::bigint[]) as one, lateral (
    select agent_id, state, cause, at, reason_id, id from organisation_agentstate
    where agent_id = one and at < %(begin)s order by at desc, id desc limit 1) last
) found order by agent_id, at, id
"""


@dataclass(frozen=True, slots=True)
class Day:
    """What changed from `begin` to `end`, by person; the first change may be older."""

    begin: datetime
    end: datetime
    changes: dict[int, list[Change]]

    @property
    def reasons(self) -> set[int]:
        """What breaks were for, by their ids."""
        there = chain.from_iterable(self.changes.values())
        return {change.reason for change in there if change.reason}


def day_of(people: Sequence[Agent], *, begin: datetime, end: datetime) -> Day:
    """The changes of these people's states in a time; one statement, from indexes alone."""
    changes: dict[int, list[Change]] = {}
    ids = [one.pk for one in people]
    with connection.cursor() as cursor:
        cursor.execute(_DAY, {"people": ids, "begin": begin, "end": end})
        for agent, state, cause, at, reason in cursor.fetchall():
            change = Change(State(state), Cause(cause), at, reason)
            changes.setdefault(agent, []).append(change)
    return Day(begin, end, changes)
