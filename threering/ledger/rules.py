"""How often something is tried, and when it is given up. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

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
