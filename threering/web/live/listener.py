"""One open stream, and the form of what is written to it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from threering.web.live.readers import Reader

BEHIND = 200  # frames a reader can be slow by before it is cut off and comes back


def frame(event: str, data: str, at: str) -> bytes:
    """One server-sent event; `at` is what a reader that comes back names as its last id."""
    return f"id: {at}\nevent: {event}\ndata: {data}\n\n".encode()


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream."""

    reader: Reader
    queue: asyncio.Queue[bytes] = field(default_factory=lambda: asyncio.Queue(BEHIND))
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    counts: str = ""

    def put(self, one: bytes) -> None:
        """Hand on a frame. Who is too far behind is cut off: it comes back for what it missed."""
        try:
            self.queue.put_nowait(one)
        except asyncio.QueueFull:
            self.ended.set()
