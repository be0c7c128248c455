"""Until when a ticket may sleep. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

MORNING = 9  # o'clock, where the agent is
LATER = timedelta(hours=3)
QUARTER = timedelta(minutes=15)
LONGEST = timedelta(days=366)


def presets(at: datetime, zone: tzinfo) -> dict[str, datetime]:
    """The moments that are offered, in an agent's zone, soonest first; no moment twice."""
    local = at.astimezone(zone)
    nine = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    later = at + LATER
    full = later.replace(minute=0, second=0, microsecond=0)
    quarters = -((full - later) // QUARTER)
    found = {
        "later": (full + quarters * QUARTER).astimezone(zone),
        "tomorrow": nine + timedelta(days=1),
        "monday": nine + timedelta(days=7 - local.weekday()),
        "week": nine + timedelta(days=7),
    }
    once = {moment: name for name, moment in reversed(found.items())}
    return {name: moment for moment, name in sorted(once.items())}


def may_sleep(until: datetime, at: datetime) -> bool:
    """Whether a ticket may sleep so long: not into the past, and not for ever."""
    return at < until <= at + LONGEST
