"""One LISTEN a process, fanned out to its readers."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import psycopg
from django.db import close_old_connections, connection

from threering.kernel.announce import LIVE
from threering.web.live.listener import Listener, frame
from threering.web.live.past import Past
from threering.web.live.presence import GONE, States
from threering.web.live.readers import Reader, Tongue, reader_of, regranted_in, still_reading
from threering.web.live.rendering import (
    Bell,
    Change,
    Gathering,
    attended_in,
    bell_of,
    changes,
    counts_of,
    gatherings,
    left_in,
    many_of,
    notices_of,
    told_in,
)

log = logging.getLogger(__name__)
T = TypeVar("T")
COUNTS_EVERY = 1.0  # seconds
GATHER_EVERY = 0.2
CHECK_EVERY = 30.0
BEAT_EVERY = 15.0  # proxies close what is silent
BEAT = b": beat\n\n"
AFTER_LOSS = 0.5


class Hub:
    """The live stream of one process."""

    def __init__(self) -> None:
        self.past = Past()
        self.listeners: set[Listener] = set()
        # Grows only: while the last reader of a tongue is away, what it misses is still rendered.
        self.tongues: set[Tongue] = set()
        self.rung: dict[int, Bell] = {}
        self.attended: set[int] = set()
        self.told: dict[int, bool] = {}  # whose notices changed, and whether by news
        self.gathered: dict[int, Gathering] = {}
        """Who is at each ticket where somebody is, as it was shown last."""
        self.many: set[int] = set()
        self.states = States(self.ask, self.listeners, self._now)
        self.hearing, self.ringing = asyncio.Event(), asyncio.Event()
        self.gathering, self.changed = asyncio.Event(), asyncio.Event()
        self.doubt = asyncio.Event()  # somebody may see less now
        self.regrants = 0  # how often it was heard that somebody's roles changed
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="live")
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to listen, once."""
        if not self.tasks:
            looks = (self._count, self._check, self._beat)
            people = (self.states.tell, self.states.note)
            for work in (self._listen, self._tell, self._gather, *looks, *people):
                task = asyncio.get_running_loop().create_task(work())
                task.add_done_callback(self._broke)
                self.tasks.append(task)

    def _broke(self, task: asyncio.Task[None]) -> None:
        """An error nobody foresaw must not leave a stream open and silent: all starts over."""
        if task.cancelled():
            return
        log.error("the live stream broke and starts over", exc_info=task.exception())
        for other in self.tasks:
            other.cancel()
        self.tasks = []
        for listener in self.listeners:
            listener.ended.set()
        asyncio.get_running_loop().call_later(AFTER_LOSS, self.start)

    async def ask(self, question: Callable[..., T], *arguments: object) -> T:
        """Ask the database from a thread: Django is synchronous."""

        def asked() -> T:
            close_old_connections()  # nobody else looks after the connections of our threads
            return question(*arguments)

        return await asyncio.get_running_loop().run_in_executor(self.threads, asked)

    async def enter(self, session_key: str, last_id: str) -> Listener | None:
        """Open a stream for a session; what was missed since `last_id` comes first.

        None for a session that is nobody's. Waits while PostgreSQL is not heard: from "hello" on
        nothing is missed.
        """
        self.start()
        await self.hearing.wait()
        heard = self.regrants
        reader = await self.ask(reader_of, session_key)
        if reader is None:
            return None
        if heard != self.regrants:  # perhaps theirs, and read before
            reader = reader.halted()
            self.doubt.set()
        listener = Listener(reader)
        self.tongues.add(reader.tongue)
        for missed in self._missed(reader, last_id) if last_id else []:
            listener.put(missed)
        listener.put(self._now("hello"))
        self.listeners.add(listener)
        self.states.enter(reader.id)
        return listener

    def leave(self, listener: Listener) -> None:
        """The stream was closed."""
        self.listeners.discard(listener)

    def _missed(self, reader: Reader, last_id: str) -> list[bytes]:
        """What happened since the id, or "start over" when that is not known any more."""
        missed = self.past.since(last_id)
        mine = [(at, c) for at, c in missed or [] if reader.sees(c.client_id, c.brand_id)]
        if missed is None or any(reader.tongue not in c.data for _, c in mine):
            return [self._now("reset")]
        return [frame("ticket", change.data[reader.tongue], at) for at, change in mine]

    def _now(self, event: str, data: str = "{}") -> bytes:
        return frame(event, data, self.past.latest)

    async def _listen(self) -> None:
        while True:
            with contextlib.suppress(*GONE):
                await self._hear()
            await asyncio.sleep(AFTER_LOSS)

    async def _hear(self) -> None:
        django_only = {"context": None, "cursor_factory": None}
        params = connection.get_connection_params() | django_only
        async with await psycopg.AsyncConnection.connect(**params, autocommit=True) as wire:
            await wire.execute(f"listen {LIVE}")
            self._begin()
            try:
                async for notice in wire.notifies():
                    self._ring(notice.payload)
            finally:
                self.hearing.clear()

    def _begin(self) -> None:
        """What rang while nobody listened is lost: all look again."""
        self.past.forget()
        for listener in self.listeners:
            listener.put(self._now("reset"))
        self.hearing.set()

    def _ring(self, payload: str) -> None:
        bell = bell_of(payload)
        if bell:
            self.rung[bell.ticket] = bell.after(self.rung.get(bell.ticket))
            self.ringing.set()
        elif ticket := attended_in(payload):
            self.attended.add(ticket)
            self.gathering.set()
        elif word := told_in(payload):
            self.told[word[0]] = word[1] or self.told.get(word[0], False)
            self.gathering.set()
        elif agent := regranted_in(payload):
            self._halt(agent)
        elif client := many_of(payload):
            self.many.add(client)
            self.changed.set()
        elif not self.states.hears(payload) and left_in(payload):
            self.doubt.set()

    def _halt(self, agent: int) -> None:
        """Show somebody nothing more until it is known what they may see now: at once, not soon."""
        self.regrants += 1
        for listener in self.listeners:
            if listener.reader.id == agent:
                listener.reader = listener.reader.halted()
        self.doubt.set()

    async def _tell(self) -> None:
        """Show what changed, as soon as it rang."""
        while True:
            await self.ringing.wait()
            self.ringing.clear()
            bells, self.rung = self.rung, {}
            try:
                for change in await self.ask(changes, bells.values(), set(self.tongues)):
                    self._show(change)
            except GONE:  # nothing that rang is passed over; what rang since counts more
                since = {ticket: b.after(bells.get(ticket)) for ticket, b in self.rung.items()}
                self.rung = bells | since
                self.ringing.set()
                await asyncio.sleep(AFTER_LOSS)
            self.changed.set()

    async def _gather(self) -> None:
        """Show who is where, and what people are told. A gathering that is missed comes later."""
        while True:
            await self.gathering.wait()
            self.gathering.clear()
            tickets, self.attended = self.attended, set()
            with contextlib.suppress(*GONE):
                found = await self.ask(gatherings, tickets, set(self.tongues))
                for ticket in tickets:
                    self._show_gathering(ticket, found.get(ticket))
                await self._notify()
            await asyncio.sleep(GATHER_EVERY)

    async def _notify(self) -> None:
        told, self.told = self.told, {}
        readers = {one.reader for one in self.listeners if one.reader.id in told}
        counts = await self.ask(notices_of, told, readers) if readers else {}
        for listener in self.listeners:
            if data := counts.get(listener.reader):
                listener.put(self._now("notices", data))

    def _show_gathering(self, ticket: int, now: Gathering | None) -> None:
        """Show it when it is news; where nobody is any more, nothing is kept."""
        shown = self.gathered.pop(ticket, None)
        if now and now != shown and (now.anybody or shown):
            self._hand("attending", now, self.past.latest)
        if now and now.anybody:
            self.gathered[ticket] = now

    def _show(self, change: Change) -> None:
        self._hand("ticket", change, self.past.add(change))

    def _hand(self, event: str, change: Change, at: str) -> None:
        frames = {tongue: frame(event, data, at) for tongue, data in change.data.items()}
        look_again = self._now("reset")  # for the first of its tongue, who came meanwhile
        for listener in self.listeners:
            if listener.reader.sees(change.client_id, change.brand_id):
                listener.put(frames.get(listener.reader.tongue, look_again))

    async def _count(self) -> None:
        """Tell everybody their counts when they changed, at most once a second."""
        while True:
            await self.changed.wait()
            self.changed.clear()
            self._look_again()
            with contextlib.suppress(*GONE):
                counts = await self.ask(counts_of, {x.reader for x in self.listeners})
                for listener in self.listeners:
                    told = counts.get(listener.reader, listener.counts)
                    if told != listener.counts:
                        listener.counts = told
                        listener.put(self._now("counts", told))
            await asyncio.sleep(COUNTS_EVERY)

    def _look_again(self) -> None:
        """Many tickets of a client changed at once: its screens look again, and who was away too.

        A row for each would put everybody hundreds of frames behind.
        """
        many, self.many = self.many, set()
        if many:
            self.past.forget()
        for listener in self.listeners:
            if any(listener.reader.works_for(client) for client in many):
                listener.put(self._now("many"))

    async def _check(self) -> None:
        """Close the streams of revoked sessions, and follow grants that were given or taken.

        At once when it rang for that, and now and then: other hands end sessions, too.
        """
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.doubt.wait(), CHECK_EVERY)
            self.doubt.clear()
            with contextlib.suppress(*GONE):
                readers = await self.ask(still_reading, {x.reader for x in self.listeners})
                for listener in self.listeners:
                    self._follow(listener, readers.get(listener.reader, listener.reader))

    async def _beat(self) -> None:
        """One clock for all: a timer for each reader would cost more than its events."""
        while True:
            await asyncio.sleep(BEAT_EVERY)
            for listener in self.listeners:
                listener.put(BEAT)
            self.attended |= self.gathered.keys()  # somebody may have gone without a word
            self.gathering.set()

    def _follow(self, listener: Listener, now: Reader | None) -> None:
        if now is None:
            listener.ended.set()
        elif now != listener.reader:
            listener.reader = now
            self.tongues.add(now.tongue)
            listener.put(self._now("reset"))
