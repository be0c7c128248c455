"""The world of mail around a house: senders that try again, and a server that takes its replies."""

from __future__ import annotations

import asyncio
import hashlib
import re
import smtplib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as MAIL
from email.utils import make_msgid

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port

SHOPPER = "ann@shopper.example"
LATER = 0.2  # seconds between the attempts of a sender
GIVE_UP = 180.0


def mail(
    text: str,
    *,
    to: str,
    subject: str,
    sender: str = SHOPPER,
    answers: str = "",
    file: bytes | str = b"",
) -> bytes:
    """A mail as it goes over the wire. `answers`: the Message-ID of what it replies to.

    `file`: the bytes of a bill, or a text.
    """
    made = EmailMessage(policy=MAIL)
    made["From"], made["To"], made["Subject"] = sender, to, subject
    made["Message-ID"] = make_msgid(domain="shopper.example")
    if answers:
        made["In-Reply-To"] = made["References"] = answers
    made.set_content(text)
    if isinstance(file, str):
        made.add_attachment(file, filename="list.csv", subtype="csv")
    elif file:
        made.add_attachment(file, maintype="application", subtype="pdf", filename="bill.pdf")
    return normal(made.as_bytes())


def normal(raw: bytes) -> bytes:
    """With the line ends that SMTP demands."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    return lines if lines.endswith(b"\r\n") else lines + b"\r\n"


def key_of(raw: bytes) -> str:
    """The key under which the ledger must show this mail."""
    return hashlib.sha256(raw).hexdigest()


def message_id(raw: bytes) -> str:
    """The Message-ID of a mail."""
    return str(message_from_bytes(raw)["Message-ID"])


class Refused(Exception):
    """The house refused a mail for good: the sender would bounce it."""


@dataclass(frozen=True, slots=True)
class Mailer:
    """A mail server that sends: the same bytes again and again until they are taken."""

    port: int

    def deliver(self, raw: bytes, to: str, sender: str = SHOPPER) -> int:
        """Hand a mail over; how many attempts that took. Raises Refused for a 5xx."""
        until, attempts = time.monotonic() + GIVE_UP, 0
        while True:
            attempts += 1
            trouble = self._attempt(raw, to, sender)
            if not trouble:
                return attempts
            assert time.monotonic() < until, f"a mail could not be handed over: {trouble}"
            time.sleep(LATER)

    def _attempt(self, raw: bytes, to: str, sender: str) -> str:
        """Why it has to be tried again, "" when it was taken."""
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as wire:
                wire.ehlo_or_helo_if_needed()
                for step, word in ((wire.mail, sender), (wire.rcpt, to), (wire.data, raw)):
                    code, words = step(word)
                    if code >= 500:
                        raise Refused(f"{code} {words!r}")
                    if code >= 300:
                        return f"{code} {words!r}"
        except smtplib.SMTPDataError as error:
            if error.smtp_code >= 500:
                raise Refused(str(error)) from error
            return str(error)
        except (smtplib.SMTPException, OSError) as error:
            return repr(error)
        return ""


@dataclass(frozen=True, slots=True)
class Received:
    """One mail that really left the house."""

    at: float
    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def parsed(self) -> EmailMessage:
        """As the customer's program reads it."""
        made = message_from_bytes(self.content, policy=MAIL)
        assert isinstance(made, EmailMessage)
        return made

    @property
    def text(self) -> str:
        """What it says."""
        body = self.parsed.get_body(("plain",))
        return body.get_content() if body else ""


class Sink:
    """The outgoing server: takes everything, except for the addresses in `refuse`.

    `thinks`: seconds that it takes before it has a mail, and again before it says so.
    """

    def __init__(self, thinks: float = 0.0) -> None:
        self.thinks = thinks
        self.port = free_port()
        self.received: list[Received] = []
        self.refuse: set[str] = set()
        self.later: dict[str, int] = {}
        """How often an address still has to be told to come again later."""
        self.news = threading.Condition()

    @property
    def url(self) -> str:
        """For THREERING_SMTP_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802 - the names and shape are aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse whom we were told to refuse, for good or for now."""
        if self.later.get(address):
            self.later[address] -= 1
            return "451 4.7.1 Greylisted, come again later"
        if address in self.refuse:
            return "550 5.1.1 No such person"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Write it down, then say so."""
        content = envelope.content
        assert isinstance(content, bytes)
        to = tuple(envelope.rcpt_tos)
        await asyncio.sleep(self.thinks)
        with self.news:
            self.received.append(Received(time.time(), str(envelope.mail_from), to, content))
            self.news.notify_all()
        await asyncio.sleep(self.thinks)
        return "250 2.0.0 Ok"

    def holding(self, words: str) -> list[Received]:
        """What arrived with these words in its text."""
        return [one for one in list(self.received) if words in one.text]

    def wait_for(self, words: str, patience: float = 30) -> Received:
        """The first mail with these words in its text."""
        with self.news:
            found = self.news.wait_for(lambda: self.holding(words), patience)
        assert found, f"no mail saying {words!r} left the house within {patience:.0f} s"
        return found[0]


@contextmanager
def sink(thinks: float = 0.0) -> Iterator[Sink]:
    """A running one."""
    made = Sink(thinks)
    server = Controller(made, hostname="127.0.0.1", port=made.port)
    server.start()
    try:
        yield made
    finally:
        server.stop()
