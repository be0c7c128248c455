"""When people write and answer: busy Mondays, quiet nights, one launch. All times are aware UTC."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

DAYS = 90
LAUNCH_DAYS_AGO = 24
WEEKDAY = (1.35, 1.15, 1.05, 1.0, 0.95, 0.6, 0.55)
HOUR = (
    0.15, 0.1, 0.08, 0.08, 0.1, 0.25, 0.6, 1.2, 1.8, 2.1, 2.2, 2.0,
    1.7, 1.6, 1.7, 1.7, 1.6, 1.5, 1.6, 1.8, 1.7, 1.2, 0.7, 0.35,
)  # fmt: skip
FRESH = (2, 5, 9, 14, 22, 31, 44, 58, 77, 95, 121, 150)
"""Ages in minutes of the newest tickets, so that the demo looks alive at any hour."""


def opening_times(now: datetime, count: int, rng: Random) -> list[datetime]:
    """When `count` tickets were opened over the last 90 days, oldest first."""
    fresh = [now - timedelta(minutes=age, seconds=rng.randrange(50)) for age in FRESH]
    start = now - timedelta(days=DAYS)
    hours = [start + timedelta(hours=h) for h in range(DAYS * 24 - 3)]
    weights = [_busy(hour, now) for hour in hours]
    drawn = rng.choices(hours, weights, k=count - len(fresh))
    return sorted(fresh + [hour + timedelta(seconds=rng.randrange(3600)) for hour in drawn])


def _busy(hour: datetime, now: datetime) -> float:
    age = (now - hour).days
    launch = 2.2 if LAUNCH_DAYS_AGO - 2 <= age <= LAUNCH_DAYS_AGO else 1.0
    growth = 1.0 - age / 300
    return WEEKDAY[hour.weekday()] * HOUR[hour.hour] * launch * growth


def agent_answers(after: datetime, pace: float, rng: Random) -> datetime:
    """When an agent gets round to it: about 1½ hours at work, else the next shift."""
    at = after + timedelta(minutes=max(4.0, rng.lognormvariate(4.5, 1.0) * pace))
    if at.weekday() >= 5 and rng.random() < 0.6:  # few work at weekends
        at = _morning(at + timedelta(days=7 - at.weekday()), rng)
    if at.hour < 7:
        return _morning(at, rng)
    return _morning(at + timedelta(days=1), rng) if at.hour >= 20 else at


def customer_answers(after: datetime, rng: Random) -> datetime:
    """When a customer writes back: some hours later, rarely at night."""
    at = after + timedelta(minutes=max(3.0, rng.lognormvariate(5.6, 1.1)))
    return at + timedelta(hours=7) if at.hour < 6 and rng.random() < 0.7 else at


def _morning(day: datetime, rng: Random) -> datetime:
    start = day.replace(hour=7, minute=0, second=0, microsecond=0)
    return start + timedelta(seconds=rng.randrange(2 * 3600))


def squeeze(times: list[datetime], limit: datetime) -> list[datetime]:
    """The same order of events, ended by `limit`: a thread cannot reach into the future."""
    first, last = times[0], times[-1]
    if last <= limit:
        return times
    factor = (limit - first) / (last - first)
    return [first + (at - first) * factor for at in times]
