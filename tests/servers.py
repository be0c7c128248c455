"""Real SMTP servers to send to, obedient and otherwise."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Sink:
    """Keeps what it is given, or answers as it was told to."""

    rcpt: str = "250 Ok"
    data: str = "250 Ok"
    vanish: str = ""  # "before" or "after" it keeps the mail
    port: int = 0
    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.vanish == "before":
            self._hang_up(server)
        content = envelope.content or b""
        self.mails.append(content if isinstance(content, bytes) else content.encode())
        self.recipients += envelope.rcpt_tos
        self.senders.append((envelope.mail_from or "").strip("<>"))
        if self.vanish == "after":
            self._hang_up(server)
        return self.data

    @staticmethod
    def _hang_up(server: SMTP) -> None:
        server.transport.abort()
        raise ConnectionResetError


@contextmanager
def listening(sink: Sink) -> Iterator[Sink]:
    """Run the sink on a free port of 127.0.0.1."""
    ready = threading.Event()
    stop: list[Callable[[], None]] = []

    async def serve() -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        server = await loop.create_server(lambda: SMTP(sink), "127.0.0.1", 0)
        sink.port = server.sockets[0].getsockname()[1]
        stop.append(lambda: loop.call_soon_threadsafe(stopped.set))
        ready.set()
        await stopped.wait()
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(10)
    try:
        yield sink
    finally:
        stop[0]()
        thread.join()
