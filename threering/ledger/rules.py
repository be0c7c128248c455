"""How often something is tried, and when it is given up. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

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


def moves_to(meaning: ReportMeans, state: str) -> str:
    """The state a report puts its delivery into, "" for none.

    Any report proves that the mail had left, so it settles one of which that was not known. What
    came back was not delivered, whatever was said of it before; but a mail that arrived elsewhere
    first does not undo a failure: one of several recipients may have got it.
    """
    if meaning is ReportMeans.BOUNCED:
        return "" if state == "failed" else "failed"
    return "sent" if state == "uncertain" else ""


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
