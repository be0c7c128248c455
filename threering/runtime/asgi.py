"""The applications that the web processes serve: pages, live, or both at one address."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext, suppress
from http import HTTPStatus
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi import WSGIResponder
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import Error as DatabaseFault
from django.urls import get_resolver

from threering.runtime.bodies import LARGE, Gone, Refused, pieces_of, whole
from threering.web.hooks.known import is_hook
from threering.web.live.stream import Receive, Scope, Send
from threering.web.live.stream import application as live

PAGE_THREADS = 8
LARGE_AT_ONCE = 2
"""Django holds a whole body in memory, some times over: so many large ones at once, others wait."""


class Answer(WSGIResponder):
    """An answer whose parts are left to the loop: the page's thread waits for none to be sent."""

    def send(self, message: Any) -> None:
        """Hand over one part; it lies in memory until it has left, as the whole page does."""
        self.loop.call_soon_threadsafe(self.send_queue.put_nowait, message)


class Django(WSGIMiddleware):
    """Django for requests that are read whole."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one in a thread."""
        await Answer(self.app, self.executor, send_queue_size=0)(scope, receive, send)


get_resolver().url_patterns  # noqa: B018 - loads every page now, not under its first reader
django: Any = Django(cast(Any, get_wsgi_application()), workers=PAGE_THREADS)
large = asyncio.Semaphore(LARGE_AT_ONCE)


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    """Django, synchronous, in a few threads; each is given a request that is complete."""
    if scope["type"] != "http":
        return
    with suppress(Gone):
        try:
            body, size = await whole(receive, await _most(scope))
        except Refused as refused:
            await _refuse(send, refused)
            return
        with body:
            async with large if size > LARGE else nullcontext():
                await django(scope, pieces_of(body, size), send)


async def _most(scope: Scope) -> int:
    """How long a body may be, in bytes: a provider posts whole mails, a page sends a form.

    Only to an address that somebody was given; strangers are told that it is not there.
    """
    path = str(scope.get("path", ""))
    if not path.startswith("/hooks/"):
        return int(settings.LARGEST_FORM)
    if 0 <= _promised(scope) <= LARGE:
        return LARGE
    try:
        known = await asyncio.to_thread(is_hook, path)
    except DatabaseFault as fault:  # providers come again
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE) from fault
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE) if known else LARGE


def _promised(scope: Scope) -> int:
    """The length that the sender states; -1 for none."""
    stated = dict(scope.get("headers", ())).get(b"content-length", b"")
    return int(stated) if stated.isdigit() else -1


async def _refuse(send: Send, refused: Refused) -> None:
    headers = [(b"content-type", b"text/plain"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": str(refused).encode()})


async def front(scope: Scope, receive: Receive, send: Send) -> None:
    """One address: /live is a stream for hours, everything else a page for milliseconds."""
    door = live if scope.get("path") == "/live" else pages
    await door(scope, receive, send)


__all__ = ["front", "live", "pages"]
