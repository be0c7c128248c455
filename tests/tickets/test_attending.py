from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from threering.tickets.attending import Doing, goes_on, is_there

THEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_a_minute_without_a_sign_cuts_the_work() -> None:
    after = (0, 20, 60, 61, 3600)
    assert [second for second in after if goes_on(THEN, THEN + timedelta(seconds=second))] == [
        0,
        20,
        60,
    ]


@pytest.mark.parametrize(("doing", "seconds"), [(Doing.LOOKING, 60), (Doing.TYPING, 15)])
def test_colleagues_see_who_gave_a_sign_lately(doing: Doing, seconds: int) -> None:
    assert is_there(doing, THEN, THEN + timedelta(seconds=seconds))
    assert not is_there(doing, THEN, THEN + timedelta(seconds=seconds + 1))
