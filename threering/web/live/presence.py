"""Who is here: noted while their streams are open, and shown beside their names at once."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Collection
from functools import partial
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError
from django.utils import translation

from threering.kernel.time import now
from threering.organisation.models import Agent, Grant
from threering.organisation.presence.actions import note_seen
from threering.organisation.presence.models import Presence
from threering.organisation.presence.rules import State
from threering.web.live.listener import Listener
from threering.web.live.readers import Reader
from threering.web.presence.words import label_of

NOTE_EVERY = 30.0  # seconds
TELL_EVERY = 0.2
GONE = (psycopg.OperationalError, OperationalError, InterfaceError)


class States:
    """The part of the stream that is about people."""

    def __init__(
        self,
        ask: Callable[..., Awaitable[Any]],
        listeners: set[Listener],
        frame: Callable[[str, str], bytes],
    ) -> None:
        self.ask, self.listeners, self.frame = ask, listeners, frame
        self.rung: set[int] = set()
        self.ringing = asyncio.Event()
        self.noted: set[int] = set()
        """Of whom it was kept lately that they are here."""
        self.coming = asyncio.Event()

    def hears(self, payload: str) -> bool:
        """Whether a NOTIFY tells that somebody's state changed."""
        agent: int | None = json.loads(payload).get("presence")
        if agent:
            self.rung.add(agent)
            self.ringing.set()
        return agent is not None

    async def tell(self) -> None:
        """Show what changed to whoever works with them."""
        while True:
            await self.ringing.wait()
            self.ringing.clear()
            agents, self.rung = self.rung, set()
            with contextlib.suppress(*GONE):
                readers = {listener.reader for listener in self.listeners}
                told = await self.ask(states_for, agents, readers)
                for listener in self.listeners:
                    for data in told.get(listener.reader, ()):
                        listener.put(self.frame("presence", data))
            await asyncio.sleep(TELL_EVERY)

    def enter(self, agent: int) -> None:
        """Somebody opened a page; where that is known already, nothing has to be done."""
        if agent not in self.noted:
            self.coming.set()

    async def note(self) -> None:
        """Keep that these people have a page open: at once who came, all others now and then."""
        clock = asyncio.get_running_loop().time
        again = clock()
        while True:
            if again <= clock():
                self.noted, again = set(), clock() + NOTE_EVERY
            self.coming.clear()
            here = {listener.reader.id for listener in self.listeners} - self.noted
            with contextlib.suppress(*GONE):
                await self.ask(partial(note_seen, here, at=now()))
                self.noted |= here
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout_at(again):  # wait_for may miss that it is to end
                    await self.coming.wait()


def states_for(agents: Collection[int], readers: Collection[Reader]) -> dict[Reader, list[str]]:
    """What each reader is shown of these people: themselves, and colleagues."""
    rows = Presence.objects.filter(agent__in=agents).select_related("agent", "reason")
    found = {row.pk: row for row in rows}
    works: dict[int, set[int]] = {}
    for agent, client in Grant.objects.filter(agent__in=agents).values_list("agent", "client"):
        works.setdefault(agent, set()).add(client)
    told = {}
    for reader in readers:
        seen = [row for pk, row in found.items() if _sees(reader, pk, works.get(pk, set()))]
        with translation.override(reader.tongue.language):
            told[reader] = [_payload(row, reader) for row in seen]
    return told


def _sees(reader: Reader, agent: int, clients: Collection[int]) -> bool:
    return reader.id == agent or any(reader.works_for(client) for client in clients)


def _payload(row: Presence, reader: Reader) -> str:
    """A break's reason is for the people of the client that keeps it."""
    reason = row.reason.name if row.reason and reader.works_for(row.reason.client_id) else ""
    label = label_of(State(row.state), reason)
    agent: Agent = row.agent
    return json.dumps({"agent": str(agent.uuid), "state": row.state, "label": label})
