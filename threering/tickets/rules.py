"""What becomes of a ticket when somebody writes. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum


class Status(StrEnum):
    """Whose turn it is."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"  # on the customer
    ON_HOLD = "on_hold"  # on a third party
    SOLVED = "solved"
    CLOSED = "closed"
    SPAM = "spam"


UNSOLVED = frozenset({Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD})
ENDED = frozenset({Status.SOLVED, Status.CLOSED, Status.SPAM})
OFFERED = (Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.SPAM)
SETTABLE = (Status.NEW, *OFFERED)  # an undo puts back what nobody would choose
REOPEN_WITHIN = timedelta(days=28)
PREVIEW = 160


def takes_more(status: Status, solved_at: datetime | None, at: datetime) -> bool:
    """Whether a new message may join, or has to open a follow-up ticket."""
    if status is Status.CLOSED:
        return False
    return status is not Status.SOLVED or solved_at is None or at - solved_at <= REOPEN_WITHIN


def after_customer_message(status: Status) -> Status:
    """A customer who writes puts the ticket on our side again; spam stays spam."""
    return status if status in {Status.NEW, Status.SPAM} else Status.OPEN


def after_reply(status: Status) -> Status:
    """An answer puts the ticket on the customer's side."""
    return Status.PENDING if status in UNSOLVED else status


def preview(text: str) -> str:
    """The first words of a message, on one line."""
    return re.sub(r"\s+", " ", text[: PREVIEW * 4]).strip()[:PREVIEW]


def answer_subject(subject: str) -> str:
    """The subject of a reply: one "Re:", however many there were."""
    bare = re.sub(
        r"^(?:\s*(?:re|aw|sv|antw|ref|rif)\s*(?:\[\d+\])?\s*:)+\s*", "", subject, flags=re.I
    )
    return f"Re: {bare}"
