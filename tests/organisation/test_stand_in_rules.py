"""From when until when somebody stands in, and who is reached by that."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.organisation.presence.rules import Cause, Change, Standing, State, back, came_back
from threering.organisation.standins.rules import (
    Absence,
    EndsBeforeItBegins,
    absence,
    last_day,
    reached,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)


def test_nothing_said_is_from_now_until_they_are_back() -> None:
    during = absence(None, None, BERLIN, NOON)
    assert during == Absence(NOON)
    assert during.covers(NOON + timedelta(days=1000))
    assert not during.covers(NOON - timedelta(seconds=1))


def test_days_are_those_of_their_own_zone_and_both_are_included() -> None:
    during = absence(date(2026, 3, 29), date(2026, 3, 29), BERLIN, NOON)  # a day of 23 hours
    assert during.begins_at == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert during.ends_at == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert last_day(during.ends_at, BERLIN) == date(2026, 3, 29)
    assert during.covers(during.begins_at)
    assert not during.covers(during.ends_at)
    assert during.is_over(during.ends_at)


def test_nothing_begins_before_now() -> None:
    assert absence(date(2026, 3, 1), None, BERLIN, NOON).begins_at == NOON


@pytest.mark.parametrize(
    ("first", "last"),
    [(None, date(2026, 3, 27)), (date(2026, 4, 2), date(2026, 4, 1))],
)
def test_a_last_day_that_is_over_before_is_refused(first: date | None, last: date) -> None:
    with pytest.raises(EndsBeforeItBegins):
        absence(first, last, BERLIN, NOON)


PAIRS = st.dictionaries(st.integers(0, 9), st.lists(st.integers(0, 9), max_size=3))


@given(PAIRS)
def test_chains_are_followed_and_circles_end(pairs: dict[int, list[int]]) -> None:
    found = reached(0, lambda one: pairs.get(one, []))
    assert 0 not in found
    assert len(found) == len(set(found))
    assert set(found) == _closure(pairs)


def _closure(pairs: dict[int, list[int]]) -> set[int]:
    there = {0}
    for _ in range(10):
        there |= {other for one in there for other in pairs.get(one, [])}
    return there - {0}


def test_the_nearest_is_first() -> None:
    pairs = {0: [1], 1: [2], 2: [0]}
    assert reached(0, lambda one: pairs[one]) == [1, 2]


def standing(state: State) -> Standing:
    return Standing(state=state, since=NOON, seen_at=NOON)


@pytest.mark.parametrize(
    ("was", "becomes", "is_back"),
    [
        (State.AWAY, [State.ONLINE], True),
        (State.OFFLINE, [State.ONLINE], True),
        (State.BREAK, [State.BUSY], True),
        (State.ONLINE, [State.BUSY], False),
        (State.ONLINE, [State.AWAY], False),
        (State.AWAY, [State.OFFLINE], False),
        (State.ONLINE, [State.AWAY, State.ONLINE], True),  # nobody looked meanwhile
        (State.AWAY, [], False),
    ],
)
def test_who_begins_to_work_is_back(was: State, becomes: list[State], *, is_back: bool) -> None:
    changes = [Change(one, Cause.CHOSEN, NOON) for one in becomes]
    assert came_back(standing(was), changes) is is_back


def test_only_who_is_away_comes_back_by_saying_so() -> None:
    assert [one.state for one in back(standing(State.AWAY), NOON)] == [State.ONLINE]
    assert back(standing(State.BUSY), NOON) == []
