"""What was shown lately, under ids by which a reader that was away gets what it missed."""

from __future__ import annotations

import secrets
from collections import deque

from threering.web.live.rendering import Change

REMEMBERED = 500  # changes a reader can have missed before it has to start over


class Past:
    """The latest changes. An id is "epoch-number"; a new epoch makes all earlier ids unknown."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque(maxlen=REMEMBERED)
        self.forget()

    def forget(self) -> None:
        """Begin a new epoch, because something may have happened that we did not hear."""
        self._epoch, self._last = secrets.token_hex(4), 0
        self._changes.clear()

    def add(self, change: Change) -> str:
        """Remember a change; the id it is shown under."""
        self._last += 1
        self._changes.append(change)
        return self.latest

    @property
    def latest(self) -> str:
        """The id of everything so far."""
        return self._id(self._last)

    def since(self, last_id: str) -> list[tuple[str, Change]] | None:
        """The changes after that id with their own ids; None when that is not known any more."""
        epoch, _, number = last_id.partition("-")
        if epoch != self._epoch or not number.isdecimal() or len(number) > len(str(self._last)):
            return None
        missed = self._last - int(number)
        if not 0 <= missed <= len(self._changes):
            return None
        first = len(self._changes) - missed
        return [
            (self._id(self._last - missed + n), change)
            for n, change in enumerate(list(self._changes)[first:], start=1)
        ]

    def _id(self, number: int) -> str:
        return f"{self._epoch}-{number}"
