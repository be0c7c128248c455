"""Request bodies, read before a thread is given to the request.

Somebody who sends slowly, or for ever, must cost nobody else a page.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
PATIENCE = 30.0  # seconds without a byte


class Refused(Exception):
    """The body is not taken; the status says why."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Gone(Exception):
    """The sender left before the end."""


async def whole(receive: Receive, most: int) -> bytes:
    """The complete body. Raises Refused (over `most` bytes, or too slow) and Gone."""
    body, more = bytearray(), True
    while more:
        message = await _next(receive)
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(body)


async def _next(receive: Receive) -> Message:
    try:
        async with asyncio.timeout(PATIENCE):
            message = await receive()
    except TimeoutError as error:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT) from error
    if message["type"] == "http.disconnect":
        raise Gone
    return message
