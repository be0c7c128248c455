"""Mails a second by `threering import mail`, from files to committed, searchable messages.

The floor is the one of ingest: what Python and PostgreSQL do at best with one mail a commit, with
the same mails on the same server, right before (the shared mail_floor.py). Ours is the command as
it is called: starting, looking through the files, reading, storing, closing what is past.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import mails
from bench.figures import Figure
from bench.ingest import Ours, an_order, floor_of, founded

MAILS = 4000
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Round:
    """The same mails, once by each, right after one another. Mails a second."""

    ours: float
    floor: float | None
    floor_batch: float | None


def measure(count: int = MAILS, rounds: int = ROUNDS) -> Figure:
    """Floor and ours in turns, each round with mails of its own; the median of their ratios."""
    with founded() as (here, ours):
        done = [_round(here / f"mix-{n}", ours, count, seed=142 + n) for n in range(rounds)]
        ours.verify(count * rounds, an_order(here / "mix-0"))
    return _figure(done)


def _round(mix: Path, ours: Ours, count: int, *, seed: int) -> Round:
    mails.write(mix, count, seed=seed)
    for path in mails.in_order(mix):
        path.write_bytes(mails.read(path))  # without the marks of other products
    floor = floor_of(ours.url, mix, count) if mails.there_is_a_floor() else {}
    began = time.perf_counter()
    words = ["-m", "threering", "import", "mail", str(mix), "--inbox", mails.TO]
    done = subprocess.run(
        [sys.executable, *words], env=ours.environment, capture_output=True, text=True
    )
    seconds = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return Round(count / seconds, floor.get("floor"), floor.get("floor_batch"))


def _figure(rounds: list[Round]) -> Figure:
    floors = [one.floor for one in rounds if one.floor]
    ratios = [one.ours / one.floor for one in rounds if one.floor]
    batches = [one.ours / one.floor_batch for one in rounds if one.floor_batch]
    note = "the shared floor is not here: ratio not measured"
    if ratios:
        note = f"ratios of the {len(ratios)} rounds {min(ratios):.2f} to {max(ratios):.2f}; "
        note += f"of the floor with 50 mails a commit {median(batches):.2f}"
    return Figure(
        name="bulk import: files to searchable messages",
        value=median(one.ours for one in rounds),
        unit="mails/s",
        floor=median(floors) if floors else None,
        paired=median(ratios) if ratios else None,
        target=1.0,
        judged="ratio",
        bound="at least",
        note=note,
    )


if __name__ == "__main__":
    print(measure(int(os.environ.get("MAILS", MAILS))))
