"""Reading mails on all cores, in order, with no more in memory than is being worked on.

A mail that ends its reader (or has it ended: out of memory) is found by reading its neighbours one
by one, and says so; the others are read by the next reader.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from dataclasses import dataclass
from multiprocessing import get_context

from threering.channels.contract import Inbound, NotUnderstood, Report
from threering.channels.registry import adapter
from threering.listeners.files.found import Lying, Place, read
from threering.runtime.importing.index import Found
from threering.runtime.processes import die_with_parent

AHEAD = 12
"""Chunks that are read ahead: as many as one commit takes and half as many more, so that readers
have something to do while it is written."""
ENDED = "Reading it ended the reader, so it was set aside."


@dataclass(frozen=True, slots=True)
class Read:
    """A mail with what it says, or why that cannot be said; nothing of it if it is gone."""

    lying: Lying | None
    said: Inbound | Report | None = None
    why: str = ""


def read_all(kind: str, places: Sequence[Place]) -> list[Read]:
    """Read some mails; runs in a reader's process, which knows neither settings nor database."""
    return [_read(kind, place) for place in places]


def _read(kind: str, place: Place) -> Read:
    try:
        lying = read(place)
    except OSError as error:
        return Read(None, why=f"{place.path}: {error.strerror}")
    if not lying.is_whole:
        return Read(lying, why=f"It has {lying.size:,} bytes.")
    try:
        return Read(lying, adapter(kind).parse(lying.content))
    except NotUnderstood as why:
        return Read(lying, why=str(why))
    except Exception as error:  # noqa: BLE001 - any error of a foreign mail becomes an outcome
        return Read(lying, why=f"Reading it failed: {error!r}")


def _begin(kind: str, parent: int) -> None:
    """A reader stops with whoever started it, and leaves Ctrl-C to them."""
    die_with_parent(signal.SIGKILL, parent)()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    adapter(kind)
    collect_seldom()


def collect_seldom() -> None:
    """Look for garbage less often, and never among what was loaded at the start.

    Mails leave few cycles behind, and looking for them took a tenth of an import's time.
    """
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


Pair = tuple[Found, Read]
Chunk = Sequence[Found]


class Readers(AbstractContextManager["Readers"]):
    """Processes that read mails of one channel."""

    def __init__(self, kind: str, count: int = 0) -> None:
        self._kind = kind
        self._count = count or os.cpu_count() or 1
        self._pool = self._new(self._count)

    def _new(self, count: int) -> ProcessPoolExecutor:
        spawn = get_context("spawn")  # a fork would share our connections
        pool = ProcessPoolExecutor(count, spawn, _begin, (self._kind, os.getpid()))
        for _ in range(count):
            pool.submit(read_all, self._kind, [])  # they start now, not when there is work
        return pool

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def read(self, chunks: Iterable[Chunk]) -> Iterator[Pair]:
        """What each mail says, in their order."""
        waiting: deque[tuple[Chunk, Future[list[Read]]]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self._submit(chunk)))
            if len(waiting) > AHEAD:
                yield from self._next(waiting)
        while waiting:
            yield from self._next(waiting)

    def _submit(self, chunk: Chunk) -> Future[list[Read]]:
        return self._pool.submit(read_all, self._kind, [found.place for found in chunk])

    def _next(self, waiting: deque[tuple[Chunk, Future[list[Read]]]]) -> list[Pair]:
        chunk, reading = waiting.popleft()
        try:
            return list(zip(chunk, reading.result(), strict=True))
        except BrokenProcessPool:
            self._pool.shutdown(cancel_futures=True)
            self._pool = self._new(self._count)
            again = [(one, self._submit(one)) for one, _ in waiting]
            waiting.clear()
            waiting.extend(again)
        return [(found, self._alone(found)) for found in chunk]

    def _alone(self, found: Found) -> Read:
        with self._new(1) as reader:
            try:
                return reader.submit(read_all, self._kind, [found.place]).result()[0]
            except BrokenProcessPool:
                return Read(read(found.place), why=ENDED)
