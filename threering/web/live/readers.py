"""Who listens: found by the session, looked after while the stream is open."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from threering.kernel.time import now
from threering.organisation.models import Agent, Grant
from threering.organisation.rules import Held, Role, Verb, allows, allows_anywhere


class Tongue(NamedTuple):
    """How what is shown is worded: the language, and the zone of its times."""

    language: str
    zone: str


@dataclass(frozen=True, slots=True)
class Reader:
    """What filters a stream and how it is worded. `stamp` changes with the password."""

    id: int
    session: str
    stamp: str
    tongue: Tongue
    held: frozenset[Held]
    is_halted: bool = False

    @classmethod
    def of(cls, agent: Agent, session: str, held: Collection[Held]) -> Reader:
        """An agent who listens under a session."""
        stamp = agent.get_session_auth_hash()
        tongue = Tongue(agent.language, agent.time_zone)
        return cls(agent.pk, session, stamp, tongue, frozenset(held))

    def sees(self, client_id: int, brand_id: int) -> bool:
        """Whether a ticket of that client and brand is any of the reader's business."""
        return allows(self.held, Verb.READ_TICKET, client_id, brand_id)

    def halted(self) -> Reader:
        """Who sees nothing until it is known what they may see now."""
        return replace(self, held=frozenset(), is_halted=True)

    def works_for(self, client_id: int) -> bool:
        """Whether any ticket of that client may be the reader's business."""
        theirs = [grant for grant in self.held if grant.client_id == client_id]
        return allows_anywhere(theirs, Verb.READ_TICKET)


def regranted_in(payload: str) -> int | None:
    """Whose roles changed; None when a NOTIFY tells something else."""
    agent: int | None = json.loads(payload).get("reach")
    return agent


def reader_of(session: str) -> Reader | None:
    """Who a session belongs to, if anybody still."""
    request = HttpRequest()
    request.session = SessionStore(session)
    agent = get_user(request)
    if not isinstance(agent, Agent) or not agent.is_active:
        return None
    return Reader.of(agent, session, agent.held)


def still_reading(readers: Collection[Reader]) -> dict[Reader, Reader | None]:
    """The readers as they are now, None for who may not be: three queries for all of them."""
    keys = {reader.session for reader in readers}
    known = Session.objects.filter(pk__in=keys, expire_date__gt=now())
    sessions = set(known.values_list("pk", flat=True))
    agents = Agent.objects.filter(is_active=True).in_bulk({reader.id for reader in readers})
    held = _held_by(agents)
    found: dict[Reader, Reader | None] = dict.fromkeys(readers)
    for reader in readers:
        if reader.session in sessions and (agent := agents.get(reader.id)):
            as_now = Reader.of(agent, reader.session, held[agent.pk])
            found[reader] = as_now if as_now.stamp == reader.stamp else None
    return found


def _held_by(agents: Collection[int]) -> defaultdict[int, list[Held]]:
    held: defaultdict[int, list[Held]] = defaultdict(list)
    grants = Grant.objects.filter(agent__in=agents)
    for agent, role, client, brand in grants.values_list("agent", "role", "client", "brand"):
        held[agent].append(Held(Role(role), client, brand))
    return held
