"""The other side of readers.py: a crowd of browsers that says when each of them heard an event."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Silent(Exception):
    """The crowd ended: not everybody heard what had to be heard."""


class Crowd:
    """Open streams in a process of their own."""

    def __init__(self, port: int, cookies: Sequence[str]) -> None:
        self._process = module("bench.readers")
        self._tell(json.dumps({"port": port, "cookies": list(cookies)}))
        self._heard()

    def expect(self, listeners: int) -> None:
        """Say how many have to hear the next event; before it happens."""
        self._tell(str(listeners))

    def times(self) -> list[float]:
        """When each of them heard it: seconds of CLOCK_MONOTONIC. Raises Silent."""
        times: list[float] = json.loads(self._heard())
        return times

    def leave(self) -> dict[int, int]:
        """Go; how many events each connection heard."""
        if self._process.stdin:
            self._process.stdin.close()
        heard = json.loads(self._heard())
        return {int(number): events for number, events in heard.items()}

    def end(self) -> None:
        """Whatever it does, it is over."""
        with self._process:  # closes its pipes and waits for it
            self._process.kill()

    def _tell(self, line: str) -> None:
        if self._process.stdin:
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()

    def _heard(self) -> bytes:
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            raise Silent("The crowd ended before it heard everything; see above.")
        return line


@contextmanager
def crowd(port: int, cookies: Sequence[str]) -> Iterator[Crowd]:
    """A crowd at that port, all streams begun."""
    one = Crowd(port, cookies)
    try:
        yield one
    finally:
        one.end()


def module(name: str, *words: str) -> subprocess.Popen[bytes]:
    """A process of ours that is told and asked over its pipes."""
    command = [sys.executable, "-m", name, *words]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
