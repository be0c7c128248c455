from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.stories.set_status import set_status
from threering.tickets.models import Ticket
from threering.tickets.rules import Status
from threering.web.live import hub as hub_module
from threering.web.live.hub import BEAT, Hub
from threering.web.live.listener import Listener

PATIENCE = 20.0  # seconds until a scene counts as stuck


@dataclass(frozen=True)
class Heard:
    """One server-sent event as a browser reads it."""

    id: str
    event: str
    data: dict[str, Any]

    @classmethod
    def read(cls, frame: bytes) -> Heard:
        lines = dict(line.split(": ", 1) for line in frame.decode().strip().split("\n"))
        return cls(lines["id"], lines["event"], json.loads(lines["data"]))


async def next_of(listener: Listener, *events: str) -> Heard:
    """The next event of these kinds; others, and beats, are passed over."""
    while True:
        frame = await listener.queue.get()
        if frame != BEAT and (heard := Heard.read(frame)).event in events:
            return heard


def session_of(agent: Agent) -> str:
    """The key of a new session of an agent."""
    browser = Client()
    browser.force_login(agent)
    return str(browser.cookies["sessionid"].value)


def turn(ticket: Ticket, status: str, by: Agent) -> None:
    """An agent sets a status: a fact, a bell."""
    set_status(Ticket.objects.get(pk=ticket.pk), Status(status), by=by, at=now())


Scene = Callable[[Hub], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Play a scene with a hub of its own on the committed database."""
    monkeypatch.setattr(hub_module, "AFTER_LOSS", 0.01)
    monkeypatch.setattr(hub_module, "COUNTS_EVERY", 0.01)
    return lambda scene: asyncio.run(_play(scene))


async def _play(scene: Scene) -> None:
    hub = Hub()
    try:
        await asyncio.wait_for(scene(hub), PATIENCE)
    finally:
        for task in hub.tasks:
            task.cancel()
        await asyncio.gather(*hub.tasks, return_exceptions=True)
        both = threading.Barrier(2)
        await asyncio.gather(hub.ask(_hang_up, both), hub.ask(_hang_up, both))
        hub.threads.shutdown()


def _hang_up(both: threading.Barrier) -> None:
    """Close the connection of a thread; at the barrier, so that each of the two does it."""
    both.wait(PATIENCE)
    connections.close_all()


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


async def enter(hub: Hub, session: str, last_id: str = "") -> Listener:
    listener = await hub.enter(session, last_id)
    assert listener is not None
    return listener


async def waiting(listener: Listener) -> list[Heard]:
    return [Heard.read(listener.queue.get_nowait()) for _ in range(listener.queue.qsize())]
