"""What was found, sorted by time on the disk: a mailbox may hold more mails than memory."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from threering.channels.email.times import moment, times
from threering.ledger.rules import happened_at
from threering.listeners.files.found import Lying, Place, read

TABLE = """
create table found (moment real, source text, key text, path integer, at integer, length integer,
  form text);
create table path (id integer primary key, name text unique);
pragma journal_mode = off; pragma synchronous = off;
"""
IN_ORDER = """
select moment, source, key, name, at, length, form from found join path on path.id = found.path
order by moment, found.rowid
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A mail that was found. `key` is the SHA-256 of its bytes, `source` who says when it was."""

    place: Place
    key: str
    moment: datetime
    source: str


class Index:
    """The mails of an import, in the order in which they were written."""

    def __init__(self, wire: sqlite3.Connection) -> None:
        self._wire = wire
        self._paths: dict[str, int] = {}
        self.count = 0
        self.sources: Counter[str] = Counter()

    def add(self, place: Place, now: datetime) -> None:
        """Look at a mail and note where it lies. Raises OSError."""
        lying = read(place)
        at, source = happened_at(_who_says(place, lying), now)
        key = hashlib.sha256(lying.content).hexdigest()
        number = self._paths.get(place.path)
        if number is None:
            number = self._paths[place.path] = len(self._paths)
            self._wire.execute("insert into path values (?, ?)", (number, place.path))
        row = (at.timestamp(), source, key, number, place.offset, place.length, place.form)
        self._wire.execute("insert into found values (?, ?, ?, ?, ?, ?, ?)", row)
        self.count += 1
        self.sources[source] += 1

    def __iter__(self) -> Iterator[Found]:
        """All of them, the oldest first."""
        for at, source, key, path, offset, length, form in self._wire.execute(IN_ORDER):
            place = Place(path, offset, length, form)
            yield Found(place, key, datetime.fromtimestamp(at, UTC), source)


def _who_says(place: Place, lying: Lying) -> Iterator[tuple[str, datetime | None]]:
    """Who knows when a mail was written, the best witness first."""
    sent, received = times(lying.content)
    yield "Date", sent
    yield "Received", received
    yield "mbox", moment(lying.dated)
    yield "file", datetime.fromtimestamp(Path(place.path).stat().st_mtime, UTC)


@contextmanager
def new_index() -> Iterator[Index]:
    """An empty one, in a folder that is thrown away."""
    with (
        TemporaryDirectory(prefix="threering-import-") as folder,
        closing(sqlite3.connect(Path(folder, "found"), isolation_level=None)) as wire,
    ):
        wire.executescript(TABLE)
        yield Index(wire)
