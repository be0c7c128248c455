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
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import mails
from bench.figures import Figure
from bench.installation import folder, foreign_environment
from threering.runtime.postgres import EmbeddedPostgres

MAILS = 2000
ROUNDS = 8  # short ones in turns: a machine that others use changes its pace
ABSENT = f"the shared floor is not at {mails.SHARED} (THREERING_BENCH_DIR): ratio not measured"


@dataclass(frozen=True, slots=True)
class Round:
    """The same mails, once by each, right after one another. Mails a second."""

    ours: float
    floor: float | None = None
    floor_batch: float | None = None


def measure(count: int = MAILS, rounds: int = ROUNDS) -> Figure:
    """Floor, ours, floor, ours and so on; the medians, and the median of the rounds' ratios."""
    with folder() as here:
        server = EmbeddedPostgres(here / "postgres")
        server.start()
        try:
            ours = Ours(here, server.url)
            ours.run("found")
            each = count // rounds
            done = [_round(here / f"mix-{n}", ours, each, seed=42 + n) for n in range(rounds)]
            ours.verify(each * rounds, an_order(here / "mix-0"))
        finally:
            server.stop()
    return _figure(done)


def _round(mix: Path, ours: Ours, count: int, *, seed: int) -> Round:
    mails.write(mix, count, seed=seed)
    ours.run("take", str(mix))
    floor = floor_of(ours.url, mix, count) if mails.there_is_a_floor() else {}
    drained = ours.run("drain")
    speed = drained["mails"] / drained["seconds"]
    return Round(speed, floor.get("floor"), floor.get("floor_batch"))


def _figure(rounds: list[Round]) -> Figure:
    floors = [one.floor for one in rounds if one.floor]
    ratios = [one.ours / one.floor for one in rounds if one.floor]
    batches = [one.floor_batch for one in rounds if one.floor_batch]
    note = ABSENT
    if ratios:
        note = f"ratios of the {len(ratios)} rounds {min(ratios):.2f} to {max(ratios):.2f}; "
        note += f"with 50 mails a commit the floor does {median(batches):,.0f} mails/s"
    return Figure(
        name="ingest: arrival to searchable message, one worker",
        value=median(one.ours for one in rounds),
        unit="mails/s",
        floor=median(floors) if floors else None,
        paired=median(ratios) if ratios else None,
        target=0.4,
        judged="ratio",
        bound="at least",
        note=note,
    )


def floor_of(url: str, mix: Path, count: int) -> dict[str, float]:
    command = [sys.executable, str(mails.FLOOR), "--dsn", url, "--mails", str(mix)]
    done = subprocess.run([*command, "--n", str(count)], check=True, capture_output=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def an_order(mix: Path) -> str:
    """Words that one mail says: its order number."""
    first = mails.read(mails.in_order(mix)[0])
    found = re.search(rb"SO-\d+", first)
    if found is None:
        raise ValueError(f"The first mail of {mix} names no order.")
    return found[0].decode()


class Ours:
    """The product on that server: migrated, then asked to do one thing after the other."""

    def __init__(self, here: Path, url: str) -> None:
        self.url = url
        ours = {"DATABASE_URL": url, "THREERING_DATA": str(here / "data")}
        self.environment = foreign_environment() | ours
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
            env=self.environment,
            cwd=root,
            check=True,
            stdout=subprocess.PIPE,
        )
        return done.stdout


if __name__ == "__main__":
    print(measure(int(os.environ.get("MAILS", MAILS))))
