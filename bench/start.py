"""Seconds from `threering start` of an existing demo until its page and its listener answer.

The floor is the start of PostgreSQL alone, on the same data.
"""

from __future__ import annotations

import time
from statistics import median

from bench.figures import Figure
from bench.installation import Installation, folder
from threering.runtime.postgres import EmbeddedPostgres

TIMES = 5


def measure(times: int = TIMES) -> Figure:
    """Make the demo, then start and stop it again and again; the medians."""
    with folder() as here:
        installation = Installation(here / "data")
        ours, floors = [], []
        try:
            installation.start()
            for _ in range(times):
                installation.stop()
                floors.append(_postgres_alone(installation))
                ours.append(installation.start())
        finally:
            installation.stop()
    return Figure(
        name=f"start of an existing installation (median of {times})",
        value=median(ours),
        unit="s",
        floor=median(floors),
        target=6,
        note="each " + ", ".join(f"{seconds:.1f}" for seconds in ours),
    )


def _postgres_alone(installation: Installation) -> float:
    server = EmbeddedPostgres(installation.data / "postgres")
    began = time.monotonic()
    server.start()
    seconds = time.monotonic() - began
    server.stop()
    return seconds


if __name__ == "__main__":
    print(measure())
