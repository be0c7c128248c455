"""When somebody stands in for somebody, and who is reached by that. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class EndsBeforeItBegins(Exception):
    """The last day is over before the first one begins, or before now."""


@dataclass(frozen=True, slots=True)
class Absence:
    """From when until when somebody is away; without an end, until they are at work again."""

    begins_at: datetime
    ends_at: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Whether they are away at that moment."""
        return self.begins_at <= at and not self.is_over(at)

    def is_over(self, at: datetime) -> bool:
        """Whether they are away no longer."""
        return self.ends_at is not None and self.ends_at <= at


def absence(first: date | None, last: date | None, zone: ZoneInfo, at: datetime) -> Absence:
    """From when until when, by the days of somebody's own zone, both included.

    Nothing begins before now. Raises EndsBeforeItBegins.
    """
    begins_at = max(at, _begin(first, zone)) if first else at
    ends_at = _begin(last + DAY, zone) if last else None
    if ends_at is not None and ends_at <= begins_at:
        raise EndsBeforeItBegins
    return Absence(begins_at, ends_at)


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))


def last_day(ends_at: datetime, zone: ZoneInfo) -> date:
    """The last day on which it holds, in that zone."""
    return (ends_at - timedelta(microseconds=1)).astimezone(zone).date()


def reached(first: int, step: Callable[[int], Iterable[int]]) -> list[int]:
    """Everybody who is reached from one by steps, the nearest first, each once, never the first.

    Who stands in may be away, too: then theirs stands in as well. A circle ends where it began.
    """
    found, seen = [first], {first}
    for one in found:  # which grows meanwhile
        new = [other for other in step(one) if other not in seen]
        seen.update(new)
        found.extend(dict.fromkeys(new))
    return found[1:]
