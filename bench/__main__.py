"""`python -m bench [NAME…]`: measure, print one table, keep the results. Names: MEASURES."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench import backfill, bulk, desk, ingest, live, memory, start, understanding
from bench.figures import Figure, table

RESULTS = Path(__file__).parent / "results" / "latest.json"
MEASURES: dict[str, Callable[[], Sequence[Figure]]] = {
    "ingest": ingest.measure,
    "bulk": lambda: [bulk.measure()],
    "inspect": lambda: [understanding.measure()],
    "memory": lambda: [memory.measure()],
    "start": lambda: [start.measure()],
    "live": live.measure,
    "backfill": backfill.main,
    "desk": desk.measure,
}


def main(names: Sequence[str]) -> int:
    """Measure those that are named, or all; 1 when a target is missed."""
    if unknown := set(names) - set(MEASURES):
        print(f"There is no {', '.join(unknown)}; there are {', '.join(MEASURES)}.")
        return 2
    figures: list[Figure] = []
    for name in names or MEASURES:
        print(f"Measuring {name} …", file=sys.stderr, flush=True)
        figures += MEASURES[name]()
    print(table(figures))
    _write(figures)
    return int(any(figure.met is False for figure in figures))


def _write(figures: Sequence[Figure]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    told = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}",
        "figures": [figure.told() for figure in figures],
    }
    RESULTS.write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
