"""Mails a second from arrival to committed, searchable message, with one worker.

The floor is what Python and PostgreSQL can do at best with the same mails: parse with the standard
library, four statements, one commit (the shared mail_floor.py). Both run in turns on one server
with PostgreSQL's durable defaults.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench import mails
from bench.figures import Figure
from bench.installation import folder, foreign_environment
from threering.runtime.postgres import EmbeddedPostgres

MAILS = 2000
ROUNDS = 2
ABSENT = f"the shared floor is not at {mails.SHARED} (THREERING_BENCH_DIR): ratio not measured"


def measure(count: int = MAILS) -> Figure:
    """Floor, ours, floor, ours; the medians."""
    with folder() as here:
        server = EmbeddedPostgres(here / "postgres")
        server.start()
        try:
            return _measure(here, server.url, count)
        finally:
            server.stop()


def _measure(here: Path, url: str, count: int) -> Figure:
    ours = Ours(here, url)
    ours.run("found")
    speeds, floors, batches = [], [], []
    for number in range(ROUNDS):
        mix = here / f"mix-{number}"
        written = mails.write(mix, count // ROUNDS, seed=42 + number)
        if mails.there_is_a_floor():
            floor = _floor(url, mix, len(written))
            floors.append(floor["floor"])
            batches.append(floor["floor_batch"])
        ours.run("take", str(mix))
        drained = ours.run("drain")
        speeds.append(drained["mails"] / drained["seconds"])
    ours.verify(count // ROUNDS * ROUNDS, _words(written[0]))
    note = (
        f"50 mails a commit, the floor does {median(batches):,.0f} mails/s" if batches else ABSENT
    )
    return Figure(
        name="ingest: arrival to searchable message, one worker",
        value=median(speeds),
        unit="mails/s",
        floor=median(floors) if floors else None,
        target=0.4,
        judged="ratio",
        bound="at least",
        note=note,
    )


def _floor(url: str, mix: Path, count: int) -> dict[str, float]:
    command = [sys.executable, str(mails.FLOOR), "--dsn", url, "--mails", str(mix)]
    done = subprocess.run([*command, "--n", str(count)], check=True, capture_output=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _words(path: Path) -> str:
    """Words that only this mail says: its order number."""
    found = re.search(rb"SO-\d+", mails.read(path))
    if found is None:
        raise ValueError(f"{path} names no order.")
    return found[0].decode()


class Ours:
    """The product on that server: migrated, then asked to do one thing after the other."""

    def __init__(self, here: Path, url: str) -> None:
        ours = {"DATABASE_URL": url, "THREERING_DATA": str(here / "data")}
        self._environment = foreign_environment() | ours
        self._python("-m", "threering", "migrate")

    def run(self, *words: str) -> dict[str, float]:
        """One word of ingest_worker.py, and what came of it."""
        told: dict[str, float] = json.loads(self._python("-m", "bench.ingest_worker", *words))
        return told

    def verify(self, count: int, words: str) -> None:
        """Every mail is a message, and search finds one by its words."""
        told = self.run("check", words)
        wanted = {"arrivals": count, "understood": count, "messages": count}
        if told | wanted != told or not told["found"]:
            raise RuntimeError(f"{count} mails came in, but there are {told} for {words}.")

    def _python(self, *words: str) -> bytes:
        root = Path(__file__).resolve().parent.parent
        done = subprocess.run(
            [sys.executable, *words],
            env=self._environment,
            cwd=root,
            check=True,
            stdout=subprocess.PIPE,
        )
        return done.stdout


if __name__ == "__main__":
    print(measure(int(os.environ.get("MAILS", MAILS))))
