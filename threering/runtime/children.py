"""A process of ours that is started again whenever it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from threering.runtime.processes import die_with_parent

SETTLED = 10.0  # seconds; who lived longer is started again at once
THREERING = (sys.executable, "-m", "threering")
LONGEST_PAUSE = 10.0  # seconds between rapid repeats


class Restarts:
    """When to start again: at once; after rapid repeats with growing pauses."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started_at = clock()
        self.rapid = 0
        self.due_at = 0.0

    def started(self) -> None:
        """Note a start."""
        self._started_at = self._clock()

    def ended(self) -> None:
        """Note an end, and decide when the next start is due."""
        now = self._clock()
        self.rapid = 0 if now - self._started_at > SETTLED else self.rapid + 1
        pause = 0.25 * 2 ** (self.rapid - 2) if self.rapid > 1 else 0
        self.due_at = now + min(pause, LONGEST_PAUSE)

    @property
    def due(self) -> bool:
        """Whether the pause is over."""
        return self._clock() >= self.due_at


class Child:
    """One role of ours (`threering web`, …) in a session of its own: Ctrl-C is ours alone."""

    def __init__(
        self, role: str, environment: Mapping[str, str], program: Sequence[str] = THREERING
    ) -> None:
        self.role = role
        self.command = [*program, role]
        self.restarts = Restarts()
        self.process: subprocess.Popen[bytes] | None = None
        self._environment = dict(environment)

    def start(self) -> None:
        """Start it; it ends by SIGTERM when we die, however we die."""
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),
        )
        self.restarts.started()

    def tend(self) -> str | None:
        """Start it again if it ended and the pause is over. Returns how it ended, once."""
        if self.process is None:
            if self.restarts.due:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        self.process = None
        self.restarts.ended()
        if self.restarts.due:
            self.start()
        return in_words(code)

    def stop(self, patience: float) -> None:
        """Ask it to end; after `patience` seconds make it end."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        self.process.kill()
        self.process.wait()
        self.process = None


def in_words(code: int) -> str:
    """How a process ended, by its return code."""
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
