"""Ways out that do not answer are left alone for a while, so that nobody else waits for them."""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST, LONGEST = timedelta(seconds=15), timedelta(minutes=5)


class Pauses:
    """What this worker found closed, and until when it does not knock again.

    Kept in memory: a worker that is started again simply knocks once more.
    """

    def __init__(self) -> None:
        self._until: dict[int, datetime] = {}
        self._length: dict[int, timedelta] = {}

    def closed(self, way: int, *, at: datetime) -> None:
        """It did not open: wait, each time twice as long."""
        length = min(self._length.get(way, FIRST / 2) * 2, LONGEST)
        self._length[way], self._until[way] = length, at + length

    def opened(self, way: int) -> None:
        """It did: whatever was before is forgotten."""
        self._until.pop(way, None)
        self._length.pop(way, None)

    def resting(self, at: datetime) -> list[int]:
        """The ways that are left alone now."""
        return [way for way, until in self._until.items() if until > at]
