"""Until when a ticket may sleep. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

MORNING = 9  # o'clock, where the agent is
HOUR, LATER = timedelta(hours=1), timedelta(hours=3)
MONTH = timedelta(days=28)  # the same weekday, four weeks on
QUARTER = timedelta(minutes=15)
LONGEST = timedelta(days=366)


def presets(at: datetime, zone: tzinfo) -> dict[str, datetime]:
    """The moments that are offered, in an agent's zone, soonest first; no moment twice."""
    local = at.astimezone(zone)
    nine = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    found = {
        "hour": _at_a_quarter(at + HOUR).astimezone(zone),
        "later": _at_a_quarter(at + LATER).astimezone(zone),
        "tomorrow": nine + timedelta(days=1),
        "monday": nine + timedelta(days=7 - local.weekday()),
        "week": nine + timedelta(days=7),
        "month": nine + MONTH,
    }
    once = {moment: name for name, moment in reversed(found.items())}
    return {name: moment for moment, name in sorted(once.items())}


def _at_a_quarter(at: datetime) -> datetime:
    full = at.replace(minute=0, second=0, microsecond=0)
    return full - ((full - at) // QUARTER) * QUARTER


def may_sleep(until: datetime, at: datetime) -> bool:
    """Whether a ticket may sleep so long: not into the past, and not for ever."""
    return at < until <= at + LONGEST
