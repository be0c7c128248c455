"""How often something is tried, and when it is given up. Pure."""

from __future__ import annotations

import json
import re
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256

OUR_OWN = "Rule loop: it is a mail that we sent ourselves."
ALONE_AFTER = 3
QUARANTINE_AFTER = 6
"""An arrival that ended its worker this often is set aside. From ALONE_AFTER attempts on it is
worked on alone, so that only the poisonous one of a batch can reach this number."""

DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)


def next_attempt_at(attempts: int, now: datetime) -> datetime | None:
    """When a delivery that failed for the moment is tried again; None: never."""
    if attempts > len(DELAYS):
        return None
    return now + DELAYS[attempts - 1]


def is_poison(attempts: int) -> bool:
    """Whether an arrival was begun so often without an end that it has to be set aside."""
    return attempts >= QUARANTINE_AFTER


def is_sent_anew(before: datetime, after: datetime, retried_for: timedelta | None) -> bool:
    """Whether the same content came too long after the first to be that offered once more."""
    return retried_for is not None and after - before > retried_for


def key_after(key: str, before: int) -> str:
    """The key of content that was sent anew: it names the arrival before it.

    Whoever offers it in the same moment makes the same key, so one of them is stored; and the time
    is counted from each of them, so that no retry falls over the edge of a period.
    """
    return f"{key.partition('/')[0]}/{before}"


class ReportMeans(StrEnum):
    """What a report on a delivery comes down to."""

    BOUNCED = "bounced"
    DELAYED = "delayed"
    CONFIRMED = "confirmed"
    UNWANTED = "unwanted"


def means(kind: str, action: str, *, failed: bool) -> ReportMeans:
    """What a report says, by its kind and RFC 3464's word for what the server did."""
    if kind == "feedback_report":
        return ReportMeans.UNWANTED
    if failed:
        return ReportMeans.BOUNCED
    return ReportMeans.DELAYED if action == "delayed" else ReportMeans.CONFIRMED


def moves_to(meaning: ReportMeans, state: str, *, reached_others: bool = False) -> str:
    """The state a report puts its delivery into, "" for none.

    `reached_others`: it tells of somebody in Cc only, and not of those the mail is for.

    Any report proves that the mail had left, so it settles one of which that was not known. What
    came back was not delivered, whatever was said of it before; but a mail that arrived elsewhere
    first does not undo a failure: one of several recipients may have got it.
    """
    if meaning is ReportMeans.BOUNCED and not reached_others:
        return "" if state == "failed" else "failed"
    return "sent" if state == "uncertain" else ""


def concerned(named: Iterable[str], sent_to: Sequence[str]) -> list[str]:
    """Of whom a report speaks: only those the mail went to, whoever else it names.

    Who got one mail of ours can write a report on it, and must not speak for others by that. An
    address that we do not know stands for the only one we wrote to: their mail is forwarded there.
    """
    said = {address.lower() for address in named}
    theirs = [address for address in sent_to if address.lower() in said]
    return theirs or (list(sent_to) if len(sent_to) == 1 or not said else [])


CLOCKS = timedelta(minutes=10)  # that the clock of a mailbox may be behind ours


def is_outdated(received_at: datetime, handed_over_at: datetime | None) -> bool:
    """Whether a report came before the mail it is about was last handed over.

    It tells of an attempt before that: an agent had it sent again, and the report was read anew.
    """
    return handed_over_at is not None and received_at < handed_over_at - CLOCKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a delivery stands when a report on it is read."""

    state: str
    attempts: int
    handed_over_at: datetime | None


def is_of_before(source: str, received_at: datetime, now_at: Standing) -> bool:
    """Whether a report tells of an earlier sending than the one that stands now.

    Who has a reply sent again counts its attempts anew, and a claim forgets when it was handed
    over: until that is known again, whatever is told can only be of before. Afterwards the clock
    tells it, and only that of a mailbox is not ours.
    """
    if now_at.state == "queued" and not now_at.attempts:
        return True
    if now_at.handed_over_at is None:
        return now_at.state in ("queued", "sending")
    other_clock = CLOCKS if source.startswith("imap:") else timedelta(0)
    return received_at < now_at.handed_over_at - other_clock


def report_key(said: Iterable[object]) -> str:
    """What a report is recognised by when it is read once more."""
    return sha256(json.dumps([str(one) for one in said]).encode()).hexdigest()


EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)


def happened_at(said: Iterable[tuple[str, datetime | None]], now: datetime) -> tuple[datetime, str]:
    """When something old happened, and who says so: the first who can be believed.

    Nobody wrote mail to a shop before 1990, nor in the future; a clock may be wrong by a day.
    """
    for source, moment in said:
        if moment and EARLIEST <= moment <= now + AHEAD:
            return min(moment, now), source
    return now, "import"


class Trouble(StrEnum):
    """What is in the way of a mail, as far as somebody can do something about it."""

    NO_SUCH_ADDRESS = "no such address"
    NO_SUCH_DOMAIN = "no such domain"
    SWITCHED_OFF = "switched off"
    FULL = "full"
    TOO_LARGE = "too large"
    NOT_AUTHORISED = "not authorised"
    UNWANTED = "unwanted"
    SIGN_IN = "sign in"
    TRY_LATER = "try later"
    UNREACHABLE = "unreachable"
    NOT_SET_UP = "not set up"
    REFUSED = "refused"


# The first line whose pattern is found in what the server said. Enhanced codes are RFC 3463 and
# RFC 7372; words come first, because many servers say 5.7.1 to everything they do not like.
TROUBLES = tuple(
    (re.compile(pattern, re.IGNORECASE), trouble)
    for pattern, trouble in (
        (r"THREERING_SMTP_URL is empty|is not set up", Trouble.NOT_SET_UP),
        (r"\b5\.1\.(?:0|1|3|6|10)\b|user unknown|no such (?:user|person|recipient|mailbox)"
         r"|does ?n.?t exist|unknown (?:user|recipient)|invalid (?:recipient|mailbox)"
         r"|not a valid recipient|refuses to send to", Trouble.NO_SUCH_ADDRESS),
        (r"\b5\.1\.2\b|\b5\.4\.4\b|(?:domain|host) (?:name )?(?:was )?not found"
         r"|no such domain|has no domain", Trouble.NO_SUCH_DOMAIN),
        (r"\b5\.2\.1\b|(?:mailbox|account) (?:is )?(?:disabled|inactive|suspended)",
         Trouble.SWITCHED_OFF),
        (r"\b5\.2\.3\b|\b[45]\.3\.4\b|too (?:large|big)|size (?:limit|exceed)|API response 413",
         Trouble.TOO_LARGE),
        (r"\b[45]\.2\.2\b|over quota|quota exceeded|mailbox (?:is )?full|^552\b(?! 5\.3\.4)",
         Trouble.FULL),
        (r"\b5\.7\.(?:2\d|9)\b|\b(?:SPF|DKIM|DMARC)\b|not (?:authori[sz]ed|allowed) to send"
         r"|sender (?:address |domain |identity )?(?:rejected|(?:is )?not (?:verified|allowed))"
         r"|unknown sender domain|relay(?:ing)? (?:access )?(?:denied|not)|not verified",
         Trouble.NOT_AUTHORISED),
        (r"spam|black ?list|block ?list|blocked|reputation|unsolicited|\b5\.7\.514\b",
         Trouble.UNWANTED),
        (r"\b5\.7\.8\b|^53[0458]\b|authenticat|API response (?:401|403)|credentials",
         Trouble.SIGN_IN),
        (r"timed? ?out|refused|unreachable|reset by peer|cannot be reached|getaddrinfo|gaierror"
         r"|name or service not known|certificate|SSL|Disconnected|ConnectionError",
         Trouble.UNREACHABLE),
        (r"^4\d\d\b|\b4\.\d\.\d{1,3}\b|API response (?:408|429|5\d\d)|gr[ae]y ?list",
         Trouble.TRY_LATER),
        (r"^55[03]\b(?! 5\.7)", Trouble.NO_SUCH_ADDRESS),
    )
)  # fmt: skip


def trouble(reason: str) -> Trouble:
    """What is in the way, by what the other side said; REFUSED when it only said no."""
    found = (trouble for pattern, trouble in TROUBLES if pattern.search(reason))
    return next(found, Trouble.REFUSED)


_CODED_LINES = re.compile(rb"(?:[A-Za-z0-9+/]{8,}\r?\n)*[A-Za-z0-9+/]{6,}={0,2}")
_CODED_WORD = re.compile(rb"=\?[^?\s]+\?([bq])\?([^?\s]+)\?=", re.IGNORECASE)


def spoken_of_in(raw: bytes, addresses: Iterable[str]) -> bool:
    """Whether raw bytes name one of these addresses, given in small letters.

    They are looked through as they stand and in the codes of mail, whatever is wrong with its form.
    """
    sought = [address.encode() for address in addresses]
    return any(one in form.lower() for form in _read_all_ways(raw) for one in sought)


def _read_all_ways(raw: bytes) -> Iterator[bytes]:
    """As they stand, quoted-printable, base64 and words of heads; also where a letter is two."""
    yield raw
    yield raw.replace(b"\0", b"")
    yield a2b_qp(raw)
    for found in _CODED_WORD.finditer(raw):
        yield _whole(found[2]) if found[1] in b"bB" else a2b_qp(found[2], header=True)
    for found in _CODED_LINES.finditer(raw):
        yield _whole(found[0]).replace(b"\0", b"")


def _whole(coded: bytes) -> bytes:
    """What base64 says, as far as it is whole."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", coded)
    return a2b_base64(letters[: len(letters) // 4 * 4]) + _rest(letters[len(letters) // 4 * 4 :])


def _rest(letters: bytes) -> bytes:
    return a2b_base64(letters + b"=" * (4 - len(letters))) if len(letters) > 1 else b""
