"""The applications that the web processes serve: pages, live, or both at one address."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from threering.web.live.stream import Receive, Scope, Send
from threering.web.live.stream import application as live

PAGE_THREADS = 8

django: Any = WSGIMiddleware(cast(Any, get_wsgi_application()), workers=PAGE_THREADS)


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    """Django, synchronous, in a few threads."""

    async def heard() -> MutableMapping[str, Any]:  # a2wsgi wants a coroutine, Granian has none
        return await receive()

    if scope["type"] == "http":
        await django(scope, heard, send)


async def front(scope: Scope, receive: Receive, send: Send) -> None:
    """One address: /live is a stream for hours, everything else a page for milliseconds."""
    door = live if scope.get("path") == "/live" else pages
    await door(scope, receive, send)


__all__ = ["front", "live", "pages"]
