"""The applications that the web processes serve: pages, live, or both at one address."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from threering.runtime.bodies import Gone, Message, Refused, whole
from threering.web.live.stream import Receive, Scope, Send
from threering.web.live.stream import application as live

PAGE_THREADS = 8

django: Any = WSGIMiddleware(cast(Any, get_wsgi_application()), workers=PAGE_THREADS)


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    """Django, synchronous, in a few threads; each is given a request that is complete."""
    if scope["type"] != "http":
        return
    with suppress(Gone):
        try:
            body = await whole(receive, _most(scope))
        except Refused as refused:
            await _refuse(send, refused)
            return

        async def heard() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        await django(scope, heard, send)


def _most(scope: Scope) -> int:
    """How long a body may be, in bytes: a provider posts whole mails, a page sends a form."""
    posted = str(scope.get("path", "")).startswith("/hooks/")
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE if posted else settings.LARGEST_FORM)


async def _refuse(send: Send, refused: Refused) -> None:
    headers = [(b"content-type", b"text/plain"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": str(refused).encode()})


async def front(scope: Scope, receive: Receive, send: Send) -> None:
    """One address: /live is a stream for hours, everything else a page for milliseconds."""
    door = live if scope.get("path") == "/live" else pages
    await door(scope, receive, send)


__all__ = ["front", "live", "pages"]
