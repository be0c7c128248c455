"""Moments and days as the reader's language and zone write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from threering.kernel.time import now
from threering.web.moments import ago, clock, day, locale_of

MOMENT = datetime(2026, 3, 5, 22, 30, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("language", "zone", "at", "on"),
    [
        ("en", BERLIN, "5 Mar, 23:30", "Thursday, 5 March"),
        ("de", BERLIN, "5. März, 23:30", "Donnerstag, 5. März"),
        ("de", TOKYO, "6. März, 07:30", "Freitag, 6. März"),
        ("fr", TOKYO, "6 mars, 07:30", "vendredi, 6 mars"),
        ("xx", UTC, "5 Mar, 22:30", "Thursday, 5 March"),
    ],
)
def test_a_moment_and_a_day(language: str, zone: ZoneInfo, at: str, on: str) -> None:
    with translation.override(language), timezone.override(zone):
        assert (clock(MOMENT), day(MOMENT)) == (at, on)


@pytest.mark.parametrize(
    ("passed", "english", "german"),
    [
        (timedelta(seconds=50), "now", "jetzt"),
        (timedelta(minutes=5, seconds=1), "5m", "5 Min."),
        (timedelta(hours=23, minutes=59), "23h", "23 Std."),
        (timedelta(days=6, hours=23), "6d", "6 Tg."),
    ],
)
def test_how_long_ago(passed: timedelta, english: str, german: str) -> None:
    told = []
    for language in ("en", "de"):
        with translation.override(language):
            told.append(ago(now() - passed))
    assert told == [english, german]


def test_after_a_week_it_is_a_day() -> None:
    with translation.override("de"):
        assert ago(MOMENT) == "5. März"


def test_some_languages_run_from_right_to_left() -> None:
    assert locale_of("ar").text_direction == "rtl"
    assert locale_of("de").text_direction == locale_of("xx").text_direction == "ltr"
