"""One LISTEN a process, fanned out to its readers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import psycopg
from django.db import InterfaceError, OperationalError, connection

from threering.kernel.announce import LIVE
from threering.web.live.rendering import (
    Bell,
    Change,
    Reader,
    changes,
    counts_for,
    reader_of,
    still_reading,
    tally,
)

T = TypeVar("T")
REMEMBERED = 500  # changes a reader can have missed before it has to start over
BEHIND = 200  # frames a reader can be slow by before it is cut off and comes back
COUNTS_EVERY = 1.0  # seconds
CHECK_EVERY = 30.0
AFTER_LOSS = 0.5
GONE = (psycopg.OperationalError, OperationalError, InterfaceError)


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream."""

    reader: Reader
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(BEHIND))

    def put(self, frame: bytes | None) -> None:
        """Hand on a frame; a reader that is too far behind is cut off."""
        try:
            self.queue.put_nowait(frame)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(None)


class Hub:
    """The live stream of one process."""

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(4)
        self.seq = 0
        self.listeners: set[Listener] = set()
        self.past: deque[tuple[int, Change]] = deque(maxlen=REMEMBERED)
        self.rung: dict[int, Bell] = {}
        self.ringing = asyncio.Event()
        self.changed = asyncio.Event()
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="live")
        self.tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to listen, once."""
        if not self.tasks:
            for work in (self._listen, self._tell, self._count, self._check):
                self.tasks.append(asyncio.get_running_loop().create_task(work()))

    async def ask(self, question: Callable[..., T], *arguments: object) -> T:
        """Ask the database from a thread: Django is synchronous."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, question, *arguments)

    async def enter(self, session_key: str, last_id: str) -> Listener | None:
        """Open a stream for a session; what was missed since `last_id` comes first."""
        self.start()
        reader = await self.ask(reader_of, session_key)
        if reader is None:
            return None
        listener = Listener(reader)
        for frame in self._missed(reader, last_id):
            listener.put(frame)
        listener.put(self._frame("hello", "{}"))
        self.listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """The stream was closed."""
        self.listeners.discard(listener)

    def _missed(self, reader: Reader, last_id: str) -> list[bytes]:
        """What happened since the id, or "start over" when that is not known any more."""
        epoch, _, seq = last_id.partition("-")
        if not last_id:
            return []
        if epoch != self.epoch or not seq.isdigit() or self._forgot(int(seq)):
            return [self._frame("reset", "{}")]
        return [
            self._frame("ticket", change.data[reader.language], number)
            for number, change in self.past
            if number > int(seq) and self._shown(reader, change)
        ]

    def _forgot(self, seq: int) -> bool:
        oldest = self.past[0][0] if self.past else self.seq + 1
        return seq + 1 < oldest or seq > self.seq

    @staticmethod
    def _shown(reader: Reader, change: Change) -> bool:
        return reader.language in change.data and reader.sees(change.client_id, change.brand_id)

    def _frame(self, event: str, data: str, seq: int | None = None) -> bytes:
        number = self.seq if seq is None else seq
        return f"id: {self.epoch}-{number}\nevent: {event}\ndata: {data}\n\n".encode()

    async def _listen(self) -> None:
        while True:
            try:
                await self._hear()
            except GONE:
                await asyncio.sleep(AFTER_LOSS)

    async def _hear(self) -> None:
        params = {
            k: v
            for k, v in connection.get_connection_params().items()
            if k in {"dbname", "user", "password", "host", "port"}
        }
        async with await psycopg.AsyncConnection.connect(**params, autocommit=True) as wire:
            await wire.execute(f"listen {LIVE}")
            self._broadcast("reset")  # what rang while nobody listened is lost: all look again
            async for notice in wire.notifies():
                fact = json.loads(notice.payload)
                if fact["ticket"] is not None:
                    bell = Bell(fact["ticket"], fact["kind"], fact["actor_kind"], fact["actor"])
                    self.rung[bell.ticket] = bell
                    self.ringing.set()

    async def _tell(self) -> None:
        """Show what changed, as soon as it rang."""
        while True:
            await self.ringing.wait()
            self.ringing.clear()
            bells, self.rung = list(self.rung.values()), {}
            languages = {listener.reader.language for listener in self.listeners}
            try:
                for change in await self.ask(changes, bells, languages):
                    self._publish(change)
            except GONE:  # the reset after the lost connection shows it
                await asyncio.sleep(AFTER_LOSS)
            self.changed.set()

    def _publish(self, change: Change) -> None:
        self.seq += 1
        self.past.append((self.seq, change))
        frames = {lang: self._frame("ticket", data) for lang, data in change.data.items()}
        for listener in list(self.listeners):
            if self._shown(listener.reader, change):
                listener.put(frames[listener.reader.language])

    async def _count(self) -> None:
        """Tell everybody their counts, at most once a second."""
        while True:
            await self.changed.wait()
            self.changed.clear()
            with contextlib.suppress(*GONE):
                tallied = await self.ask(tally)
                told: dict[Reader, bytes] = {}
                for listener in list(self.listeners):
                    reader = listener.reader
                    if reader not in told:
                        told[reader] = self._frame(
                            "counts", json.dumps(counts_for(reader, tallied))
                        )
                    listener.put(told[reader])
            await asyncio.sleep(COUNTS_EVERY)

    async def _check(self) -> None:
        """Close the streams of revoked sessions, and follow grants that were given or taken."""
        while True:
            await asyncio.sleep(CHECK_EVERY)
            with contextlib.suppress(*GONE):
                readers = await self.ask(still_reading, {x.reader for x in self.listeners})
                for listener in list(self.listeners):
                    now = readers.get(listener.reader, listener.reader)
                    if now is None:
                        listener.put(None)
                    else:
                        listener.reader = now

    def _broadcast(self, event: str) -> None:
        frame = self._frame(event, "{}")
        for listener in list(self.listeners):
            listener.put(frame)
