"""Files a second that one call of `threering inspect-mail` understands."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench import mails
from bench.figures import Figure
from bench.installation import folder, foreign_environment

FILES = 500
TIMES = 3
TARGET = 150


def measure(count: int = FILES, times: int = TIMES) -> Figure:
    """The whole call counts, Python's own start included; the median of some."""
    with folder() as here:
        mails.write(here / "mix", count, seed=42)
        files = mails.in_order(here / "mix")
        rates = [len(files) / _seconds(files) for _ in range(times)]
    return Figure(
        name=f"inspect-mail: {count} files in one call",
        value=median(rates),
        unit="files/s",
        target=TARGET,
        bound="at least",
        note=f"{min(rates):.0f} to {max(rates):.0f}",
    )


def _seconds(files: list[Path]) -> float:
    command = [sys.executable, "-m", "threering", "inspect-mail", "--json", *map(str, files)]
    root = Path(__file__).resolve().parent.parent
    began = time.monotonic()
    subprocess.run(
        command, cwd=root, env=foreign_environment(), check=True, stdout=subprocess.DEVNULL
    )
    return time.monotonic() - began
