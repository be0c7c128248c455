"""Mailboxes as other programs leave them behind: what a team has before it comes to us."""

from __future__ import annotations

import mailbox
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from tests.acceptance.house import INBOX

LINE = b"From somebody@shopper.example Mon Jan  5 10:00:00 2015\n"
BEGAN = datetime(2015, 1, 5, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Letter:
    """One old mail: the customer's, or our answer to it."""

    number: int
    sender: str
    to: str
    subject: str
    text: str
    at: datetime | None
    answers: str = ""

    @property
    def id(self) -> str:
        return f"<old.{self.number}@shopper.example>"

    def raw(self) -> bytes:
        """As a mail program keeps it: with the line ends of Unix."""
        made = EmailMessage()
        made["From"], made["To"], made["Subject"] = self.sender, self.to, self.subject
        made["Message-ID"] = self.id
        if self.at:
            made["Date"] = format_datetime(self.at)
        if self.answers:
            made["In-Reply-To"] = made["References"] = self.answers
        made.set_content(self.text)
        return made.as_bytes()


def letters(count: int, *, first: int = 0, began: datetime = BEGAN) -> list[Letter]:
    """Threads of three: a customer asks, we answer, the customer thanks; a day between each."""
    found = []
    for number in range(first, first + count):
        thread, turn = divmod(number, 3)
        who = f"Customer {thread} <c{thread}@shopper.example>"
        at = began + timedelta(days=turn, minutes=7 * (thread % 100))
        ours = turn == 1
        found.append(
            Letter(
                number,
                sender=f"Help <{INBOX}>" if ours else who,
                to=who if ours else INBOX,
                subject=f"{'Re: ' if turn else ''}Old question {thread}",
                text=f"Old words number {number}.\n\nFrom Monday to Friday in 2015\nFrom x to y",
                at=at,
                answers=f"<old.{number - 1}@shopper.example>" if turn else "",
            )
        )
    return found


def mboxo(mails: Iterable[bytes]) -> bytes:
    """Only what begins with "From " itself is quoted."""
    return b"".join(LINE + re.sub(rb"(?m)^From ", b">From ", raw) + b"\n" for raw in mails)


def mboxrd(mails: Iterable[bytes]) -> bytes:
    """What is quoted already is quoted once more, so that it can be taken back exactly."""
    return b"".join(LINE + re.sub(rb"(?m)^(>*From )", rb">\1", raw) + b"\n" for raw in mails)


def mboxcl2(mails: Iterable[bytes]) -> bytes:
    """Nothing is quoted: Content-Length says where a mail ends."""
    found = b""
    for raw in mails:
        head, _, body = raw.partition(b"\n\n")
        found += LINE + head + b"\nContent-Length: %d\n\n" % len(body) + body + b"\n"
    return found


def maildir(path: Path, mails: Sequence[bytes], *, sent: Sequence[bytes] = ()) -> Path:
    """A Maildir with what came, half of it new, and a subfolder with what was sent."""
    box = mailbox.Maildir(path, create=True)
    for number, raw in enumerate(mails):
        message = mailbox.MaildirMessage(raw)
        if number % 2:
            message.set_subdir("cur")
            message.set_flags("S")
        box.add(message)
    folder = box.add_folder("Sent") if sent else box
    for raw in sent:
        message = mailbox.MaildirMessage(raw)
        message.set_subdir("cur")
        folder.add(message)
    draft = mailbox.MaildirMessage(b"From: me@x.example\nSubject: never sent\n\nDraft\n")
    draft.set_subdir("cur")
    draft.set_flags("D")
    box.add(draft)
    return path
