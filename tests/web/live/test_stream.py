from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.web.live.conftest import Heard, Play, session_of, turn
from threering.tickets.models import Ticket
from threering.web.live import hub as hub_module
from threering.web.live import listener, stream
from threering.web.live.hub import Hub

pytestmark = pytest.mark.django_db(transaction=True)


class Browser:
    """The other end of one request, in memory."""

    def __init__(self, *headers: tuple[str, str], path: str = "/live", method: str = "GET") -> None:
        sent = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        self.scope = {"type": "http", "path": path, "method": method, "headers": sent}
        self.heard: asyncio.Queue[bytes] = asyncio.Queue()
        self.status = asyncio.get_running_loop().create_future()
        self.left, self.reads = asyncio.Event(), asyncio.Event()
        self.reads.set()
        self.request: asyncio.Task[None] = asyncio.get_running_loop().create_task(
            stream.application(self.scope, self.receive, self.send)
        )

    async def receive(self) -> MutableMapping[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.status.set_result(message["status"])
        elif message["body"]:
            self.heard.put_nowait(message["body"])

    async def next_of(self, event: str) -> Heard:
        while True:
            said = await self.heard.get()
            if said.startswith(b"id: ") and Heard.read(said).event == event:
                return Heard.read(said)


def cookie(session: str) -> tuple[str, str]:
    return "cookie", f"sessionid={session}"


@pytest.fixture
def open_stream(play: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Play a scene in which /live is served by the scene's own hub."""

    def opened(scene: Any) -> None:
        async def act(hub: Hub) -> None:
            monkeypatch.setattr(stream, "hub", lambda: hub)
            await scene(hub)

        play(act)

    return opened


def test_a_stranger_is_refused(house: House, open_stream: Play) -> None:
    async def scene(hub: Hub) -> None:
        for headers in ((), (cookie("made-up"),), (("cookie", "nonsense"),)):
            stranger = Browser(*headers)
            await stranger.request
            assert await stranger.status == 401
            assert stranger.heard.empty()
        assert not hub.listeners

    open_stream(scene)


@pytest.mark.parametrize(("method", "path"), [("POST", "/live"), ("GET", "/live/more")])
def test_there_is_only_one_address(house: House, open_stream: Play, method: str, path: str) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        lost = Browser(cookie(session), method=method, path=path)
        await lost.request
        assert await lost.status == 404

    open_stream(scene)


def test_a_reader_hears_events_until_it_leaves(house: House, open_stream: Play) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        ann = Browser(cookie(session))
        assert await ann.status == 200
        assert await ann.heard.get() == b"retry: 1000\n\n"
        await ann.next_of("hello")
        await hub.ask(deliver, house.shop, mail())
        heard = await ann.next_of("ticket")
        views = [view for view in heard.data["views"] if "-" not in view]
        assert views == ["open", "all", "unassigned"]
        assert "Ingrid Rossi wrote" in heard.data["row"]
        ann.left.set()
        await ann.request
        assert not hub.listeners

    open_stream(scene)


def test_the_browsers_last_event_id_is_understood(house: House, open_stream: Play) -> None:
    deliver(house.shop, mail())
    ticket, session = Ticket.objects.get(), session_of(house.ann)

    async def scene(hub: Hub) -> None:
        ann = Browser(cookie(session))
        hello = await ann.next_of("hello")
        await hub.ask(turn, ticket, "pending", house.lea)
        missed = await ann.next_of("ticket")
        again = Browser(cookie(session), ("last-event-id", hello.id))
        assert await again.next_of("ticket") == missed

    open_stream(scene)


def test_the_session_is_found_among_other_cookies(house: House, open_stream: Play) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        strange = Browser(("cookie", f'odd={{"a": [1]}}; sessionid={session}; b=\xe9'))
        split = Browser(("cookie", "a=1"), cookie(session), ("cookie", "b=2"))
        assert (await strange.status, await split.status) == (200, 200)

    open_stream(scene)


def test_a_silent_stream_has_a_heartbeat(
    house: House, open_stream: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "BEAT_EVERY", 0.01)
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        ann = Browser(cookie(session))
        await ann.next_of("hello")
        assert await ann.heard.get() == b": beat\n\n"

    open_stream(scene)


def test_a_reader_that_takes_nothing_is_let_go(
    house: House, open_stream: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "BEHIND", 3)
    deliver(house.shop, mail())
    ticket, session = Ticket.objects.get(), session_of(house.ann)

    async def scene(hub: Hub) -> None:
        stuck, quick = Browser(cookie(session)), Browser(cookie(session))
        await stuck.next_of("hello")
        await quick.next_of("hello")
        stuck.reads.clear()
        for n in range(8):
            await hub.ask(turn, ticket, ("pending", "open")[n % 2], house.lea)
            await quick.next_of("ticket")
        await stuck.request
        assert len(hub.listeners) == 1

    open_stream(scene)


def test_a_reader_that_is_gone_before_the_first_byte_leaves_nothing_behind(
    house: House, open_stream: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(house.ann)

    async def broken(self: Browser, message: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(Browser, "send", broken)

    async def scene(hub: Hub) -> None:
        await Browser(cookie(session)).request
        assert not hub.listeners

    open_stream(scene)
