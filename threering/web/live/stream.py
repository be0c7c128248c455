"""GET /live as server-sent events: raw ASGI, a few kilobytes a reader."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings

from threering.organisation.rules import Verb
from threering.web.live.hub import Hub, Listener

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

VERB = Verb.ENTER
BEAT_EVERY = 15.0  # seconds: proxies close what is silent
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
    if scope["path"] != "/live" or scope["method"] != "GET":
        await _refuse(send, 404)
        return
    sent = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    listener = await hub().enter(_session(sent.get("cookie", "")), sent.get("last-event-id", ""))
    if listener is None:
        await _refuse(send, 401)
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await _body(send, b"retry: 1000\n\n")
    writing = asyncio.ensure_future(_write(listener, send))
    leaving = asyncio.ensure_future(_gone(receive))
    try:
        await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        hub().leave(listener)
        for task in (writing, leaving):
            task.cancel()
        await asyncio.gather(writing, leaving, return_exceptions=True)


def _session(cookies: str) -> str:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return found.value if found else ""


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(listener: Listener, send: Send) -> None:
    while True:
        try:
            frame = await asyncio.wait_for(listener.queue.get(), BEAT_EVERY)
        except TimeoutError:
            frame = b": beat\n\n"
        if frame is None:
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        await _body(send, frame)


async def _body(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": HEADERS[1:2]})
    await send({"type": "http.response.body", "body": b""})
