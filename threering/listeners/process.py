"""The listeners process: every door that is switched on, until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP
from django.conf import settings

from threering.channels.rules import MAX_SIZE
from threering.listeners import imap
from threering.listeners.outbox import Outbox
from threering.listeners.smtp import Door, LongLines, LongLinesLMTP

Address = tuple[str, int]
Opened = tuple[tuple[str, int] | None, Callable[[], SMTP]]


def run() -> None:
    """Open the doors that the settings name, read the mailboxes, until SIGTERM or SIGINT."""
    watching = imap.start()
    asyncio.run(_serve(_doors()))
    watching.stop()


def _doors() -> list[Opened]:
    door = Door()
    outbox = Path(settings.DATA) / "demo" / "outbox"
    takes: dict[str, Any] = {
        "data_size_limit": MAX_SIZE,
        "ident": "Threering",
        "enable_SMTPUTF8": True,
    }
    found: list[Opened] = [
        (settings.SMTP_LISTEN, lambda: LongLines(door, **takes)),
        (settings.LMTP_LISTEN, lambda: LongLinesLMTP(door, **takes)),
    ]
    if settings.DEMO_OUTBOX:
        found.append((settings.DEMO_OUTBOX, lambda: SMTP(Outbox(outbox), **takes)))
    return found


async def _serve(doors: list[Opened]) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    servers = [
        await loop.create_server(protocol, *address, reuse_address=True)
        for address, protocol in doors
        if address
    ]
    await stop.wait()
    for server in servers:
        server.close()
