"""GET /live as server-sent events: raw ASGI, a few kilobytes a reader."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from threering.organisation.rules import Verb
from threering.web.live.hub import Hub
from threering.web.live.listener import Listener

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

VERB = Verb.ENTER
HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


@cache
def hub() -> Hub:
    """The hub of this process."""
    return Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """One reader's stream, until the reader leaves or may not see it any more."""
    if scope["type"] != "http":
        return
    if (scope["path"], scope["method"]) != ("/live", "GET"):
        await _refuse(send, 404)
        return
    session = parse_cookie(_header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME, "")
    listener = await hub().enter(session, _header(scope, b"last-event-id"))
    if listener is None:
        await _refuse(send, 401)
        return
    # Whichever comes first. A reader who takes nothing holds up `_write`, so it is cancelled.
    ends = [_write(listener, send), _gone(receive), listener.ended.wait()]
    tasks = [asyncio.ensure_future(end) for end in ends]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        hub().leave(listener)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _header(scope: Scope, name: bytes) -> str:
    """A header's value. HTTP/2 may split cookies over several headers."""
    return b"; ".join(value for key, value in scope["headers"] if key == name).decode("latin-1")


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(listener: Listener, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await _body(send, b"retry: 1000\n\n")
    while True:
        await _body(send, await listener.queue.get())


async def _body(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": HEADERS[1:2]})
    await send({"type": "http.response.body", "body": b""})
