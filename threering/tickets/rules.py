"""What becomes of a ticket when somebody writes. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from threering.channels.contract import Inbound
from threering.tickets.evidence import asks_elsewhere, base_subject


class Status(StrEnum):
    """Whose turn it is."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"  # on the customer
    ON_HOLD = "on_hold"  # on a third party
    SOLVED = "solved"
    CLOSED = "closed"
    SPAM = "spam"


class Priority(IntEnum):
    """How urgent a ticket is."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    URGENT = 3


UNSOLVED = frozenset({Status.NEW, Status.OPEN, Status.PENDING, Status.ON_HOLD})
ENDED = frozenset({Status.SOLVED, Status.CLOSED, Status.SPAM})
OFFERED = (Status.OPEN, Status.PENDING, Status.ON_HOLD, Status.SOLVED, Status.SPAM)
SETTABLE = (Status.NEW, *OFFERED)  # an undo puts back what nobody would choose
REOPEN_WITHIN = timedelta(days=28)
PREVIEW = 160
STILL_WAITS = timedelta(days=14)
"""How old the last word of a customer may be when it is imported and still wants an answer."""
MOST_FILES, MOST_BYTES = 20, 20 * 2**20  # of one reply; most servers refuse larger mails
ACKNOWLEDGED_A_HOUR = 1  # of one customer
OLD_MAIL = timedelta(days=1)
MACHINES = re.compile(
    r"(?:.*[-_.+])?(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?|auto-?reply)"
    r"(?:[-_.+].*)?",
    re.IGNORECASE,
)


def takes_more(status: Status, solved_at: datetime | None, at: datetime) -> bool:
    """Whether a new message may join, or has to open a follow-up ticket."""
    if status is Status.CLOSED:
        return False
    return status is not Status.SOLVED or solved_at is None or at - solved_at <= REOPEN_WITHIN


def only_joins(kind: str) -> bool:
    """Whether a message is shown in its ticket and moves nothing: nobody wrote it.

    "I am away until Monday" answers our reply, but it neither opens a solved ticket again nor
    waits for us, and what we promised to the customer runs on as it did.
    """
    return kind == "auto_reply"


BOUNCES_WITHIN = timedelta(days=6)
"""Servers give up after five days; some take a while to say so."""


def only_candidate(
    sent: Sequence[tuple[datetime | None, Sequence[str]]],
    recipients: Collection[str],
    received_at: datetime,
) -> int | None:
    """Which of the mails that left (when, to whom) a report means that names only recipients.

    The place of the one mail to one of them before the report; None if there are none or several:
    a reply must not be called undelivered because of another one.
    """
    wanted = {recipient.lower() for recipient in recipients}
    fit = [
        place
        for place, (left_at, to) in enumerate(sent)
        if left_at
        and timedelta(0) <= received_at - left_at <= BOUNCES_WITHIN
        and wanted & {address.lower() for address in to}
    ]
    return fit[0] if len(fit) == 1 else None


AUTOMATIC_WITHIN = timedelta(hours=24)
AUTOMATIC_AT_MOST = 3


def may_answer_automatically(inbound: Inbound, *, ours: Collection[str], lately: int) -> bool:
    """Whether a machine of ours may answer this, for example to acknowledge it.

    `ours`: the addresses of the client's own inboxes; `lately`: how many automatic answers this
    sender was given within AUTOMATIC_WITHIN. Machines and lists are never answered
    by a machine, nor is anybody more often than AUTOMATIC_AT_MOST: two machines that do not
    recognise each other would write to each other for ever.
    """
    if inbound.automatic or inbound.kind != "message":
        return False
    if inbound.sender_handle in ours or "@" not in inbound.sender_handle:
        return False
    return lately < AUTOMATIC_AT_MOST


def after_customer_message(status: Status) -> Status:
    """A customer who writes puts the ticket on our side again; spam stays spam."""
    return status if status in {Status.NEW, Status.SPAM} else Status.OPEN


def after_reply(status: Status) -> Status:
    """An answer puts the ticket on the customer's side."""
    return Status.PENDING if status in UNSOLVED else status


def was_closed_by_import(status: Status, solved_at: datetime | None) -> bool:
    """Only an import closes with the moment of the last mail; people solve first."""
    return status is Status.CLOSED and solved_at is not None


def after_import(last_at: datetime, now: datetime, *, by_customer: bool) -> Status:
    """How a thread of the time before Threering ends: closed, as all of it is past.

    Only where a customer had the last word, and not long ago, somebody has to look.
    """
    waits = by_customer and now - last_at <= STILL_WAITS
    return Status.OPEN if waits else Status.CLOSED


def wanted_after_reply(status: Status, wanted: Status) -> Status:
    """The status that an author wants with their reply; what is closed is done already."""
    return status if (status, wanted) == (Status.CLOSED, Status.SOLVED) else wanted


def after_take_back(
    status: Status, before: Status, *, answered_since: bool, left: Status | None = None
) -> Status:
    """What a reply did to the ticket is undone, unless something else has happened to it.

    `left`: the status in which it left the ticket, None where that was nobody's wish.
    """
    if answered_since or status is not (left or after_reply(before)):
        return status
    return before


def fits(sizes: list[int]) -> bool:
    """Whether files of these sizes, in bytes, may leave with one reply."""
    return len(sizes) <= MOST_FILES and sum(sizes) <= MOST_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is known of a customer's message when it is asked whether to acknowledge it."""

    inbound: Inbound
    opened_ticket: bool
    sender_is_ours: bool
    """It came from an inbox of this house, whosever it is."""
    envelope_sender: str | None
    """"" is the null sender of RFC 5321; None where the door it came through knows of none."""
    received_at: datetime


def may_acknowledge(heard: Heard, *, at: datetime) -> bool:
    """Whether to tell the customer that their message has come. Never to a machine, never late."""
    sender = heard.inbound.sender_handle
    ours = [sender] if heard.sender_is_ours else []
    if not heard.opened_ticket or not may_answer_automatically(heard.inbound, ours=ours, lately=0):
        return False
    if MACHINES.fullmatch(sender.rpartition("@")[0]) or heard.envelope_sender == "":
        return False
    if asks_elsewhere(heard.inbound):
        return False
    written = min(filter(None, (heard.inbound.sent_at, heard.received_at)))
    return at - written <= OLD_MAIL


def may_acknowledge_again(last_hour: int, last_day: int) -> bool:
    """Whether one who was told so often already may be told once more."""
    return last_hour < ACKNOWLEDGED_A_HOUR and last_day < AUTOMATIC_AT_MOST


def preview(text: str) -> str:
    """The first words of a message, on one line."""
    return re.sub(r"\s+", " ", text[: PREVIEW * 4]).strip()[:PREVIEW]


def answer_subject(subject: str, number: int | None = None) -> str:
    """The subject of a reply: one "Re:", however many there were, and the ticket's number."""
    return f"Re: {base_subject(subject)}{_token(number)}"


def forward_subject(subject: str, number: int | None = None) -> str:
    """The subject under which a message is passed on."""
    return f"Fwd: {base_subject(subject)}{_token(number)}"


def _token(number: int | None) -> str:
    return "" if number is None else f" [#{number}]"
