"""Idle memory of everything that runs: the supervisor, its children, PostgreSQL and its children.

Proportional set size, so that memory which processes share counts once. The floor is PostgreSQL's
part of the same sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import psutil

from bench.console import Console
from bench.figures import Figure
from bench.installation import Installation, running

ADMIN = "nadia@desk.example"
MB = 1024  # of the kB that the kernel tells


def measure() -> Figure:
    """Start the demo, look at one page, weigh every process."""
    with running() as installation:
        Console(installation.web, ADMIN).look("/tickets/open")
        return weigh(installation)


def weigh(installation: Installation) -> Figure:
    """The PSS of all processes of a running installation."""
    supervisor = psutil.Process(installation.pid)
    weights: dict[str, float] = {}
    for process in [supervisor, *supervisor.children(recursive=True)]:
        role = _role(process, supervisor)
        weights[role] = weights.get(role, 0) + pss(process.pid)
    return Figure(
        name="idle memory of all processes (PSS)",
        value=sum(weights.values()),
        unit="MB",
        floor=weights["postgres"],
        target=600,
        note=_told(weights.items()),
    )


def pss(pid: int) -> float:
    """Proportional set size of a process in MB; 0 when it has just ended."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.M)
    return int(found[1]) / MB if found else 0.0


def _role(process: psutil.Process, supervisor: psutil.Process) -> str:
    if process == supervisor:
        return "supervisor"
    return "postgres" if process.name().startswith("postgres") else process.cmdline()[-1]


def _told(weights: Iterable[tuple[str, float]]) -> str:
    return ", ".join(f"{role} {weight:.0f}" for role, weight in weights)


if __name__ == "__main__":
    print(measure())
