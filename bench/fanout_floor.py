"""The floor of the live figure: one asyncio loop that writes a fixed event to every socket.

    python -m bench.fanout_floor DSN PORT

No HTTP, no session, no rights, no rendering: it listens on PostgreSQL's channel `fanout_floor` and
writes as many bytes as a list row of ours has.
"""

from __future__ import annotations

import asyncio
import sys

import psycopg

HELLO = b"HTTP/1.1 200 OK\r\n\r\nevent: hello\ndata: {}\n\n"
ROW = 2200  # bytes


async def serve(dsn: str, port: int) -> None:
    """Until killed."""
    writers: list[asyncio.StreamWriter] = []

    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(HELLO)
        writers.append(writer)

    async with (
        await asyncio.start_server(greet, "127.0.0.1", port, backlog=1024),
        await psycopg.AsyncConnection.connect(dsn, autocommit=True) as wire,
    ):
        await wire.execute("listen fanout_floor")
        print("ready", flush=True)
        async for notice in wire.notifies():
            event = f"id: {notice.payload}\nevent: ticket\ndata: {'x' * ROW}\n\n".encode()
            for writer in writers:
                writer.write(event)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2])))
