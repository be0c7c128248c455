"""Mails to test with."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from random import Random

from threering.channels.models import Inbox
from threering.jobs.arrivals import drain_arrivals
from threering.kernel.time import now
from threering.ledger.actions import Raw, arrive
from threering.ledger.models import Arrival


def mail(
    text: str = "It has been a week.",
    *,
    sender: str = "Ingrid Rossi <ingrid@example.com>",
    subject: str = "Where is my parcel?",
    message_id: str = "<a1@example.com>",
    references: str = "",
    **headers: str,
) -> bytes:
    """A plain mail."""
    made = EmailMessage()
    made["From"], made["Subject"] = sender, subject
    made["To"] = headers.pop("to", "help@shop.test")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made["Message-ID"] = message_id
    made["Date"] = "Mon, 02 Mar 2026 10:00:00 +0000"
    if references:
        made["References"] = references
        made["In-Reply-To"] = references.split()[-1]
    made.set_content(text)
    return made.as_bytes()


def too_many_words() -> str:
    """A text of which PostgreSQL makes more than the megabyte of words that its search can hold.

    It keeps words that a hyphen joins both together and apart; a Georgian letter is three bytes.
    """
    letters = Random(1)
    return " ".join(f"{_word(letters)}-{_word(letters)}" for _ in range(10_000))


def _word(letters: Random) -> str:
    return "".join(chr(0x10D0 + letters.randrange(33)) for _ in range(9))


def deliver(inbox: Inbox, content: bytes, *, understood: bool = True) -> Arrival:
    """Let a mail arrive at an inbox, and be understood."""
    key = hashlib.sha256(content).hexdigest()
    raw = Raw(
        source=f"smtp:{inbox.uuid}",
        external_key=key,
        kind="email",
        content=content,
        received_at=now(),
        envelope={"inbox": inbox.pk, "from": "ingrid@example.com", "to": [inbox.address]},
    )
    arrival = arrive(inbox.brand, raw)
    if understood:
        while drain_arrivals():
            pass
    return Arrival.objects.get(pk=arrival.pk)
