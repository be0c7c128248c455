"""What a push service's answer means, when a notice leaves, and what a browser is called. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from urllib.parse import urlsplit

PATIENCE = timedelta(seconds=5)
"""So long somebody who looks has time to see it: what they have read is not pushed."""
FRESH = timedelta(minutes=30)
"""What could not leave for so long is news no more. The bell and the mail have it."""
KEPT = timedelta(hours=4)
"""How long a push service keeps it for a browser that is switched off."""
CUT_OFF = timedelta(minutes=2)
"""A claim that is older was its worker's last."""
REMEMBERED = timedelta(days=1)
"""What was settled, or taken off, is forgotten then."""
MOST_ATTEMPTS = 6
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
MOST_BROWSERS = 20
MOST_AT_ONCE = 3
"""More of one moment are told a browser as one, by their number."""
LONGEST_ENDPOINT = 2000
SIGNS = re.compile(r"[!-~]+")


class End(StrEnum):
    """How the way of a push ended."""

    SENT = "sent"
    UNNEEDED = "unneeded"
    REFUSED = "refused"
    GIVEN_UP = "given up"
    LOST = "lost"


class Trouble(StrEnum):
    """Why the last push to a browser did not leave."""

    UNREACHABLE = "unreachable"
    SILENT = "silent"
    BUSY = "busy"
    TOO_LARGE = "too large"
    NOT_US = "not us"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard of an attempt. `status`: 0, where there was no answer.

    `left`: whether anything may have reached the push service.
    """

    status: int = 0
    retry_after: str = ""
    left: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows. Without an `end` it is tried again after `wait`."""

    end: End | None
    trouble: Trouble | None = None
    wait: timedelta = timedelta()
    gone: bool = False
    """There is no such browser any more."""


def verdict(heard: Heard, attempts: int, at: datetime) -> Verdict:
    """What follows from an attempt. What may have arrived is not repeated."""
    if not heard.status and heard.left:
        return Verdict(End.LOST, Trouble.SILENT)
    if not heard.status:
        return _again(Trouble.UNREACHABLE, heard, attempts, at)
    if 200 <= heard.status < 300:
        return Verdict(End.SENT)
    if heard.status in {404, 410}:
        return Verdict(End.REFUSED, gone=True)
    if heard.status == 429 or heard.status >= 500:
        return _again(Trouble.BUSY, heard, attempts, at)
    said = {401: Trouble.NOT_US, 403: Trouble.NOT_US, 413: Trouble.TOO_LARGE}
    return Verdict(End.REFUSED, said.get(heard.status, Trouble.REFUSED))


def _again(why: Trouble, heard: Heard, attempts: int, at: datetime) -> Verdict:
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    asked = wait_asked(heard.retry_after, at)
    end = End.GIVEN_UP if attempts >= MOST_ATTEMPTS else None
    return Verdict(end, why, wait if asked is None else asked)


def wait_asked(said: str, at: datetime) -> timedelta | None:
    """How long a Retry-After asks to wait: in seconds or until a date, an hour at most."""
    if said.strip().isdecimal():
        return min(timedelta(seconds=int(said.strip()[:6])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - at, timedelta()), LONGEST_WAIT)


def is_endpoint(url: str, permitted: tuple[str, ...] = ()) -> bool:
    """Whether that may be a push service's address: https, or a host that the operator permits."""
    if len(url) > LONGEST_ENDPOINT or not SIGNS.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in permitted)


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi", "Vivaldi"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("HeadlessChrome", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def label_of(user_agent: str) -> str:
    """What a browser is called among others of its owner: "Firefox, Linux"; "" where unknown."""
    found = [
        next((name for mark, name in known if mark in user_agent), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(one for one in found if one)
