"""When a mail was sent and when it came, from its head alone. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz

HEAD = 2**16  # bytes that are searched
END = re.compile(rb"\r?\n\r?\n")
DATE = re.compile(rb"^date:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
RECEIVED = re.compile(rb"^received:((?:[^\n]*\n[ \t])*[^\n]*)", re.IGNORECASE | re.MULTILINE)


def times(raw: bytes) -> tuple[datetime | None, datetime | None]:
    """By its Date, and by the server nearest to us that notes when it came; None: not said."""
    end = END.search(raw, 0, HEAD)
    head = raw[: end.end() if end else HEAD]
    date, received = DATE.search(head), RECEIVED.search(head)
    noted = received[1].rpartition(b";")[2] if received else b""
    return moment(_text(date[1] if date else b"")), moment(_text(noted))


def _text(said: bytes) -> str:
    return " ".join(said.decode("ascii", "replace").split())


def moment(said: str) -> datetime | None:
    """A date as mail writes it, in UTC; None for nonsense or nothing."""
    fields = parsedate_tz(said)
    if fields is None:
        return None
    try:
        return datetime.fromtimestamp(mktime_tz(fields), UTC)
    except (ValueError, OverflowError, OSError):
        return None
