"""The line that sends the first mail works as it is printed."""

from __future__ import annotations

import asyncio
import subprocess
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from threering.runtime.banner import mail_command
from threering.runtime.env import Address


class Sink:
    """An SMTP server in a thread that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.loop = asyncio.new_event_loop()
        create = self.loop.create_server(lambda: SMTP(self), "127.0.0.1", 0)
        self.server = self.loop.run_until_complete(create)
        self.port = self.server.sockets[0].getsockname()[1]
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    async def handle_DATA(  # noqa: N802 - the name and shape are aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep it."""
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content)
        return "250 Ok"

    def close(self) -> None:
        """End the thread."""
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    made = Sink()
    yield made
    made.close()


def test_the_printed_line_sends_a_new_mail_each_time(sink: Sink) -> None:
    line = mail_command(Address("127.0.0.1", sink.port), "help@shop.example")
    for _ in range(2):
        subprocess.run(["sh", "-c", line], check=True)
    first, second = (message_from_bytes(mail, policy=default) for mail in sink.mails)
    assert (first["To"], first["Subject"]) == ("help@shop.example", "Where is my parcel?")
    assert "nothing has come" in first.get_content()
    assert first["Message-ID"] != second["Message-ID"]
