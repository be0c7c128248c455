"""Many browsers at the live stream, in a process of their own: raw sockets, one event loop.

Told on the first line of stdin as JSON: the port, and a Cookie header for each connection. Says
"ready" once all streams have begun. From then on each line of stdin is how many have to hear the
next event; answered by one line with the clock (CLOCK_MONOTONIC, seconds) at each of them. At the
end of stdin it tells how many heard an event on each connection.
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import sys
import time

TICKET = re.compile(rb"id: (\S+)\nevent: ticket\ndata: [^\n]*\n\n")
AT_ONCE = 50  # connections being opened
PATIENCE = 30.0  # seconds


class Readers:
    """What all connections heard."""

    def __init__(self) -> None:
        self.begun = 0
        self.times: dict[bytes, list[float]] = {}
        self.heard: dict[int, int] = {}
        self.news = asyncio.Event()

    def hear(self, number: int, event: bytes) -> None:
        """A connection heard an event, now."""
        self.times.setdefault(event, []).append(time.monotonic())
        self.heard[number] = self.heard.get(number, 0) + 1
        self.news.set()

    def begin(self) -> None:
        """A connection was greeted."""
        self.begun += 1
        self.news.set()

    async def all_heard(self, nth: int, wanted: int) -> list[float]:
        """The times of the nth event once so many heard it, or of those who did in time."""
        async with asyncio.timeout(PATIENCE):
            while len(self.times) <= nth or len(list(self.times.values())[nth]) < wanted:
                self.news.clear()
                await self.news.wait()
        return list(self.times.values())[nth]


class Reader(asyncio.Protocol):
    """One connection."""

    def __init__(self, number: int, cookie: str, readers: Readers) -> None:
        self.number, self.cookie, self.readers = number, cookie, readers
        self.buffer, self.greeted = b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        ask = f"GET /live HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookie}\r\n\r\n"
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(ask.encode())

    def data_received(self, data: bytes) -> None:
        """Note each event as soon as its last byte is here."""
        self.buffer += data
        if not self.greeted and b"event: hello" in self.buffer:
            self.greeted = True
            self.readers.begin()
        end = 0
        for match in TICKET.finditer(self.buffer):
            self.readers.hear(self.number, match[1])
            end = match.end()
        self.buffer = self.buffer[end:][-20_000:]


async def _open(port: int, cookies: list[str], readers: Readers) -> None:
    gate, loop = asyncio.Semaphore(AT_ONCE), asyncio.get_running_loop()

    async def one(number: int, cookie: str) -> None:
        async with gate:
            await loop.create_connection(lambda: Reader(number, cookie, readers), "127.0.0.1", port)

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(one(n, cookie) for n, cookie in enumerate(cookies)))
        while readers.begun < len(cookies):
            readers.news.clear()
            await readers.news.wait()


async def _main() -> None:
    readers, told = Readers(), json.loads(sys.stdin.readline())
    await _open(told["port"], told["cookies"], readers)
    print("ready", flush=True)
    nth = 0
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await readers.all_heard(nth, int(line))), flush=True)
        nth += 1
    print(json.dumps(readers.heard), flush=True)


if __name__ == "__main__":
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(_main())
