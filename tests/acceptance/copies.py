"""Two installations compared, table by table, with statements of the tests' own."""

from __future__ import annotations

import json
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.acceptance.house import INBOX, Installation
from tests.acceptance.post import Mailer, key_of, mail
from threering.runtime.postgres import EmbeddedPostgres

# What never changes once it is written. Blobs: their bytes; the key over them may be wrapped anew.
UNCHANGING = {
    "tickets_message": "uuid, ticket_id, contact_id, kind, text, html, external_id, at, why",
    "ledger_blob": "uuid, sha256, size, data",
    "ledger_event": "uuid, at, recorded_at, kind, ticket_id, actor_kind, actor_id, data",
    "ledger_arrival": "uuid, source, external_key, kind, envelope, size, received_at",
    "tickets_attachment": "uuid, message_id, blob_id, filename, content_type",
    "customers_handle": "customer_id, kind, value",
}


Prints = dict[str, dict[int, str]]


def fingerprints(data: Path) -> Prints:
    """A hash of every row of these tables by its id, out of a server that runs in this folder."""
    with psycopg.connect(EmbeddedPostgres(data / "postgres").url) as wire:
        wire.execute("set timezone = 'UTC'")
        return {
            table: {
                int(row[0]): str(row[1])
                for row in wire.execute(f"select id, md5(row({columns})::text) from {table}")
            }
            for table, columns in UNCHANGING.items()
        }


def fingerprints_at_rest(data: Path) -> Prints:
    """The same of an installation that was not started yet, so that nothing of it has moved."""
    server = EmbeddedPostgres(data / "postgres")
    server.start()
    try:
        return fingerprints(data)
    finally:
        server.stop()


def external_keys(data: Path) -> list[str]:
    """The keys of everything that arrived."""
    with psycopg.connect(EmbeddedPostgres(data / "postgres").url) as wire:
        return [str(row[0]) for row in wire.execute("select external_key from ledger_arrival")]


def promised(file: Path) -> dict[str, int]:
    """How many rows of each table a backup says that it holds."""
    with tarfile.open(file) as tar:
        content = tar.extractfile("manifest.json")
        assert content
        told = json.loads(content.read())
    return {table: told["tables"][table]["rows"] for table in UNCHANGING}


@dataclass
class Arriving:
    """Mail that comes in all the time, and what of it was taken before a moment."""

    port: int
    taken: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)
    news: threading.Condition = field(default_factory=threading.Condition)

    def run(self) -> None:
        """One mail after the other; every seventh carries a file that is too big for a row."""
        mailer, number = Mailer(self.port), 0
        while not self.stopping.is_set():
            number += 1
            file = number.to_bytes(4, "big") * 30_000 if number % 7 == 0 else b""
            raw = mail(f"coming in {number}", to=INBOX, subject=f"Arriving {number}", file=file)
            mailer.deliver(raw, INBOX)
            with self.news:
                self.taken.append(key_of(raw))
                self.news.notify_all()

    def wait_for(self, count: int) -> None:
        """Until so many were taken."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.taken) >= count, 60)


@contextmanager
def arriving(house: Installation) -> Iterator[Arriving]:
    """Mail comes in while in the block."""
    mails = Arriving(house.smtp)
    thread = threading.Thread(target=mails.run)
    thread.start()
    try:
        yield mails
    finally:
        mails.stopping.set()
        thread.join()
