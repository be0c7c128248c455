"""How far something long has come: a line that renews itself, or plain lines where nobody looks."""

from __future__ import annotations

import sys
import time
from contextlib import suppress

SHOW_AFTER = 1.0  # seconds: what is quicker needs no words
ON_A_TERMINAL, IN_A_LOG = 0.2, 10.0  # seconds between two tellings


class Progress:
    """Tells on stderr how many of how many, how fast, and how long it will still take."""

    def __init__(self, doing: str, unit: str, total: int = 0) -> None:
        self.doing, self.unit, self.total = doing, unit, total
        self.done = 0
        self._began = time.monotonic()
        self._told = self._began - IN_A_LOG + SHOW_AFTER
        self._lively = sys.stderr.isatty()
        self._shown = False

    def add(self, more: int = 1) -> None:
        """So much more is done; tells it when it is time to."""
        self.done += more
        now = time.monotonic()
        pause = ON_A_TERMINAL if self._lively and self._shown else IN_A_LOG
        if now - self._told >= pause:
            self._told = now
            self._say(self._line(now))

    def end(self) -> None:
        """Leave the last line standing."""
        if self._shown:
            self._say(self._line(time.monotonic()))
            if self._lively:
                self._write("\n")

    def _line(self, now: float) -> str:
        pace = self.done / max(now - self._began, 0.001)
        words = f"{self.doing}: {self.done:,} {self.unit}"
        if self.total:
            words = f"{self.doing}: {self.done:,} of {self.total:,} {self.unit}"
            words += f" ({100 * self.done // self.total} %)"
        words += f", {pace:,.0f} a second"
        if self.total > self.done and pace:
            words += f", {_lasting((self.total - self.done) / pace)} to go"
        return words

    def _say(self, line: str) -> None:
        self._shown = True
        self._write(f"\r\033[K{line}" if self._lively else f"{line}\n")

    @staticmethod
    def _write(text: str) -> None:
        with suppress(OSError):  # a closed terminal must not end the work
            sys.stderr.write(text)
            sys.stderr.flush()


def _lasting(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes}:{rest:02d} min"
