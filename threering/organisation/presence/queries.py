"""Who is here, asked by every page: each is one statement, worded once."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db import connection

from threering.organisation.models import Agent, Brand
from threering.organisation.presence.rules import State
from threering.organisation.queries import HELPERS, roles_that_may
from threering.organisation.rules import ALLOWED, Verb

_MINE = """
select coalesce(mine.state, 'offline'), reason.id = mine.reason_id, reason.uuid, reason.name
from (select %s::bigint as agent_id) me
left join organisation_presence mine using (agent_id)
left join organisation_breakreason reason on reason.client_id = any(%s)
  and (reason.archived_at is null or reason.id = mine.reason_id)
order by lower(reason.name), reason.id
"""
_COLLEAGUES = f"""
select uuid, name, hue, coalesce(state, 'offline') from organisation_agent
left join organisation_presence on agent_id = id where {HELPERS}
"""  # noqa: S608 - a condition of ours


class Reason(NamedTuple):
    """What a break may be for. `current`: somebody is on such a break now."""

    current: bool
    uuid: UUID
    name: str


class Colleague(NamedTuple):
    """Somebody who may be given work, and how they stand."""

    uuid: UUID
    name: str
    hue: int
    state: State


def stands(me: Agent) -> tuple[State, list[Reason]]:
    """How one stands, and what one's breaks may be for: by name, of clients one works for."""
    clients = [one.client_id for one in me.held if Verb.READ_TICKET in ALLOWED[one.role]]
    with connection.cursor() as cursor:
        cursor.execute(_MINE, [me.pk, clients])
        found = cursor.fetchall()
    reasons = [Reason(bool(now), uuid, name) for _, now, uuid, name in found if uuid]
    return State(found[0][0]), reasons


def colleagues_for(brand: Brand, verb: Verb = Verb.REPLY) -> list[Colleague]:
    """The active people who may do the verb for a brand, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_COLLEAGUES, [brand.client_id, brand.pk, roles_that_may(verb)])
        found = cursor.fetchall()
    return [Colleague(uuid, name, hue, State(state)) for uuid, name, hue, state in found]
