"""Mails a second from arrival to committed, searchable message, with one worker and with two.

The floor is what Python and PostgreSQL can do at best with the same mails: parse with the standard
library, four statements, one commit (the shared mail_floor.py), in one process. All three run in
turns on one server with PostgreSQL's durable defaults. Ours are `threering worker` processes as
anybody starts them, with their timetable and all; two of them drain one client's arrivals. They are
measured from when they are let go until no mail waits, as another process sees it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import mails
from bench.figures import Figure
from bench.installation import folder, foreign_environment
from bench.workers import await_the_end, standing_still
from threering.runtime.postgres import EmbeddedPostgres

MAILS = 2000
ROOT = Path(__file__).resolve().parent.parent
AGAIN = 1000  # what is added to a round's seed for the mails of the two workers
SHOWN = 5000  # and for those by which a worker shows that it works
ROUNDS = 8  # short ones in turns: a machine that others use changes its pace
ABSENT = f"the shared floor is not at {mails.SHARED} (THREERING_BENCH_DIR): ratio not measured"


@dataclass(frozen=True, slots=True)
class Round:
    """As many mails by one worker, by two and by the floor, right after one another. Mails/s."""

    one: float
    two: float
    floor: float | None = None
    floor_batch: float | None = None


def measure(count: int = MAILS, rounds: int = ROUNDS) -> list[Figure]:
    """Floor, one worker, two and so on; the medians, and the medians of the rounds' ratios."""
    with founded() as (here, ours):
        each = count // rounds
        done = [_round(here / f"mix-{n}", ours, each, seed=42 + n) for n in range(rounds)]
        ours.verify(2 * each * rounds, an_order(here / "mix-0"))
    return [
        _figure("one worker", 0.5, [(one.one, one) for one in done]),
        _figure("two workers", 0.8, [(one.two, one) for one in done]),
    ]


@contextmanager
def founded() -> Iterator[tuple[Path, Ours]]:
    """A folder, and the product on a server of its own with one client in it."""
    with folder() as here:
        server = EmbeddedPostgres(here / "postgres")
        server.start()
        try:
            ours = Ours(here, server.url)
            ours.run("found")
            yield here, ours
        finally:
            server.stop()


def _round(mix: Path, ours: Ours, count: int, *, seed: int) -> Round:
    mails.write(mix, count, seed=seed)
    floor = floor_of(ours.url, mix, count) if mails.there_is_a_floor() else {}
    one = ours.drain(mix, count, workers=1)
    again = mix.with_name(f"{mix.name}-again")
    mails.write(again, count, seed=seed + AGAIN)
    two = ours.drain(again, count, workers=2)
    return Round(one, two, floor.get("floor"), floor.get("floor_batch"))


def _figure(workers: str, target: float, rounds: list[tuple[float, Round]]) -> Figure:
    floors = [one.floor for _, one in rounds if one.floor]
    ratios = [ours / one.floor for ours, one in rounds if one.floor]
    batches = [one.floor_batch for _, one in rounds if one.floor_batch]
    note = ABSENT
    if ratios:
        note = f"ratios of the {len(ratios)} rounds {min(ratios):.2f} to {max(ratios):.2f}; "
        note += f"with 50 mails a commit the floor does {median(batches):,.0f} mails/s"
    return Figure(
        name=f"ingest: arrival to searchable message, {workers}",
        value=median(ours for ours, _ in rounds),
        unit="mails/s",
        floor=median(floors) if floors else None,
        paired=median(ratios) if ratios else None,
        target=target,
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
        self.here, self.url, self.shown = here, url, 0
        ours = {"DATABASE_URL": url, "THREERING_DATA": str(here / "data")}
        self.environment = foreign_environment() | ours
        self._python("-m", "threering", "migrate")

    def run(self, *words: str) -> dict[str, float]:
        """One word of ingest_worker.py, and what came of it."""
        told: dict[str, float] = json.loads(self._python("-m", "bench.ingest_worker", *words))
        return told

    def drain(self, mix: Path, count: int, *, workers: int) -> float:
        """Mails a second of so many `threering worker`s, of `count` mails that wait for them."""
        with standing_still(self.environment, workers, self._bring_one) as stopped:
            self.run("take", str(mix))
            return count / await_the_end(self.url, stopped, going=True)

    def _bring_one(self) -> None:
        """A mail by which a worker shows that it works; it is not measured."""
        self.shown += 1
        one = self.here / f"shown-{self.shown}"
        mails.write(one, 1, seed=SHOWN + self.shown)
        self.run("take", str(one))

    def verify(self, count: int, words: str) -> None:
        """Every mail is a message, and search finds one by its words."""
        told, count = self.run("check", words), count + self.shown
        wanted = {"arrivals": count, "understood": count, "messages": count}
        if told | wanted != told or not told["found"]:
            raise RuntimeError(f"{count} mails came in, but there are {told} for {words}.")

    def _python(self, *words: str) -> bytes:
        done = subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            cwd=ROOT,
            check=True,
            stdout=subprocess.PIPE,
        )
        return done.stdout


if __name__ == "__main__":
    usual = {"MAILS": MAILS, "ROUNDS": ROUNDS}
    asked = [int(os.environ.get(name, number)) for name, number in usual.items()]
    print(*measure(*asked), sep="\n")
