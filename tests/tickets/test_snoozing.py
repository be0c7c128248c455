from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from threering.tickets.snoozing import LONGEST, may_sleep, presets

BERLIN = ZoneInfo("Europe/Berlin")


def offered(at: datetime) -> dict[str, str]:
    return {name: f"{moment:%a %d %H:%M}" for name, moment in presets(at, BERLIN).items()}


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(
            datetime(2026, 11, 18, 9, 7, tzinfo=UTC),  # a Wednesday, 10:07 in Berlin
            {
                "hour": "Wed 18 11:15",
                "later": "Wed 18 13:15",
                "tomorrow": "Thu 19 09:00",
                "monday": "Mon 23 09:00",
                "week": "Wed 25 09:00",
                "month": "Wed 16 09:00",
            },
            id="in the middle of a week",
        ),
        pytest.param(
            datetime(2026, 11, 15, 9, 0, tzinfo=UTC),
            {
                "hour": "Sun 15 11:00",
                "later": "Sun 15 13:00",
                "tomorrow": "Mon 16 09:00",
                "week": "Sun 22 09:00",
                "month": "Sun 13 09:00",
            },
            id="on a Sunday tomorrow is Monday",
        ),
        pytest.param(
            datetime(2026, 11, 16, 9, 0, tzinfo=UTC),
            {
                "hour": "Mon 16 11:00",
                "later": "Mon 16 13:00",
                "tomorrow": "Tue 17 09:00",
                "monday": "Mon 23 09:00",
                "month": "Mon 14 09:00",
            },
            id="on a Monday the next one is in a week",
        ),
        pytest.param(
            datetime(2026, 11, 18, 22, 30, tzinfo=UTC),  # 23:30 in Berlin
            {
                "hour": "Thu 19 00:30",
                "later": "Thu 19 02:30",
                "tomorrow": "Thu 19 09:00",
                "monday": "Mon 23 09:00",
                "week": "Wed 25 09:00",
                "month": "Wed 16 09:00",
            },
            id="late at night",
        ),
    ],
)
def test_moments_are_offered_where_the_agent_is(at: datetime, expected: dict[str, str]) -> None:
    assert offered(at) == expected


def test_nine_is_nine_after_the_clocks_changed() -> None:
    friday = datetime(2026, 10, 23, 12, 0, tzinfo=UTC)  # the clocks go back on Sunday
    assert presets(friday, BERLIN)["monday"].astimezone(UTC).hour == 8


@pytest.mark.parametrize(
    ("ahead", "may"),
    [
        (timedelta(minutes=-1), False),
        (timedelta(), False),
        (timedelta(minutes=1), True),
        (LONGEST, True),
        (LONGEST + timedelta(days=1), False),
    ],
)
def test_nothing_sleeps_into_the_past_or_for_ever(ahead: timedelta, *, may: bool) -> None:
    at = datetime(2026, 11, 18, tzinfo=UTC)
    assert may_sleep(at + ahead, at) is may
