"""Request bodies, read before a thread is given to the request.

Somebody who sends slowly, or for ever, must cost nobody else a page; many who send much at once
must cost nobody the memory of the machine: what is large waits on disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
PATIENCE = 30.0  # seconds without a byte
LARGE = 2**20  # bytes of a body that are kept in memory; more goes to disk
PIECE = 2**16


class Refused(Exception):
    """The body is not taken; the status says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Gone(Exception):
    """The sender left before the end."""


async def whole(receive: Receive, most: int) -> tuple[IO[bytes], int]:
    """The complete body, at its beginning, and its length; to be closed by the caller.

    Raises Refused (over `most` bytes, or too slow) and Gone.
    """
    body, size, more = SpooledTemporaryFile(LARGE), 0, True  # noqa: SIM115 - outlives this
    try:
        while more:
            message = await _next(receive, most - size)
            size += body.write(message.get("body", b""))
            more = message.get("more_body", False)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body, size


def pieces_of(body: IO[bytes], size: int) -> Receive:
    """The body once more, as a server hands it over."""

    async def receive() -> Message:
        piece = body.read(PIECE)
        return {"type": "http.request", "body": piece, "more_body": body.tell() < size}

    return receive


async def _next(receive: Receive, room: int) -> Message:
    try:
        async with asyncio.timeout(PATIENCE):
            message = await receive()
    except TimeoutError as error:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT) from error
    if message["type"] == "http.disconnect":
        raise Gone
    if len(message.get("body", b"")) > room:
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return message
