"""States as tables, and whole days of them as they may come: no gap, nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.organisation.presence import rules
from threering.organisation.presence.rules import (
    AWAY_AFTER,
    CHOSEN,
    Cause,
    Change,
    Span,
    Standing,
    State,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
END = NOON + timedelta(days=2)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def standing(state: State, cause: Cause = Cause.CHOSEN, *, seen: float = 0) -> Standing:
    return Standing(state=state, cause=cause, since=NOON, seen_at=at(seen))


@pytest.mark.parametrize(
    ("state", "minutes", "away"),
    [
        pytest.param(State.ONLINE, 4.9, None, id="not yet"),
        pytest.param(State.ONLINE, 5, 5, id="the very moment"),
        pytest.param(State.BUSY, 90, 5, id="looked at late, it counts from then"),
        pytest.param(State.WRAP_UP, 6, 5, id="wrap-up is work at a page"),
        pytest.param(State.BREAK, 90, None, id="a break was chosen"),
        pytest.param(State.AWAY, 90, None, id="so was being away"),
        pytest.param(State.OFFLINE, 90, None, id="who is not here cannot go"),
    ],
)
def test_who_closed_all_pages_is_away(state: State, minutes: float, away: float | None) -> None:
    expected = [Change(State.AWAY, Cause.ABSENT, at(away))] if away is not None else []
    assert rules.absent(standing(state), at(minutes)) == expected


@pytest.mark.parametrize(
    ("now", "minutes", "after"),
    [
        pytest.param(standing(State.ONLINE), 1, [], id="stays"),
        pytest.param(
            standing(State.AWAY, Cause.ABSENT), 9, [(State.ONLINE, 9)], id="comes back by itself"
        ),
        pytest.param(standing(State.AWAY), 9, [], id="chose to be away"),
        pytest.param(standing(State.BREAK), 90, [], id="is on a break"),
        pytest.param(standing(State.OFFLINE, Cause.SIGNED_OUT), 9, [], id="has signed out"),
        pytest.param(
            standing(State.BUSY), 9, [(State.AWAY, 5), (State.BUSY, 9)], id="was gone unseen"
        ),
    ],
)
def test_who_opens_a_page_comes_back_from_being_away_by_itself_only(
    now: Standing, minutes: float, after: list[tuple[State, float]]
) -> None:
    found = [(one.state, one.at) for one in rules.seen(now, at(minutes))]
    assert found == [(state, at(when)) for state, when in after]


def test_signing_in_once_more_leaves_the_state_as_it_is() -> None:
    assert rules.signed_in(standing(State.BREAK), at(1)) == []
    first = rules.signed_in(standing(State.OFFLINE, Cause.SIGNED_OUT), at(1))
    assert first == [Change(State.ONLINE, Cause.SIGNED_IN, at(1))]


def test_saying_the_same_again_is_nothing_new_and_only_breaks_have_reasons() -> None:
    lunch = rules.chosen(standing(State.ONLINE), State.BREAK, 7, at(1))
    assert lunch == [Change(State.BREAK, Cause.CHOSEN, at(1), 7)]
    after = rules.changed(standing(State.ONLINE), lunch)
    assert rules.chosen(after, State.BREAK, 7, at(2)) == []
    assert rules.chosen(after, State.BUSY, 7, at(2))[0].reason is None


def test_a_clock_that_was_set_back_puts_nothing_before_what_was() -> None:
    back = rules.in_order(standing(State.ONLINE), [Change(State.BUSY, Cause.CHOSEN, at(-60))])
    assert back == [Change(State.BUSY, Cause.CHOSEN, NOON)]


DEEDS = st.tuples(
    st.sampled_from(["seen", "settle", "in", "out", *CHOSEN]),
    st.floats(min_value=-70, max_value=180, allow_nan=False),
)


@given(st.lists(DEEDS, max_size=40))
def test_whatever_happens_the_day_has_no_gap_and_nothing_twice(
    deeds: list[tuple[str, float]],
) -> None:
    now, clock, history = Standing(since=NOON, seen_at=NOON), NOON, []
    for deed, minutes in deeds:
        clock = max(clock + timedelta(minutes=minutes), NOON - timedelta(hours=2))  # also back
        changes = rules.in_order(now, _deed(deed, now, clock))
        now = rules.changed(now, changes)
        if deed in ("seen", "in", *CHOSEN):
            now = replace(now, seen_at=clock)
        history += changes
    _is_whole(rules.spans(history, begin=NOON, end=END))
    assert [one.at for one in history] == sorted(one.at for one in history)
    if deeds and deeds[-1][0] == "out":
        assert now.state is State.OFFLINE


def _deed(deed: str, now: Standing, clock: datetime) -> list[Change]:
    if deed == "seen":
        return rules.seen(now, clock)
    if deed == "settle":
        return rules.absent(now, clock)
    if deed == "in":
        return rules.signed_in(now, clock)
    if deed == "out":
        return rules.signed_out(now, clock)
    return rules.chosen(now, State(deed), None, clock)


def _is_whole(found: list[Span]) -> None:
    assert (found[0].began_at, found[-1].ends_at) == (NOON, END)
    for one, then in pairwise(found):
        assert one.began_at < one.ends_at == then.began_at
    assert sum((one.ends_at - one.began_at for one in found), timedelta()) == END - NOON


def test_spans_are_cut_to_the_day_that_is_asked_for() -> None:
    history = [
        Change(State.ONLINE, Cause.SIGNED_IN, at(-60)),
        Change(State.BREAK, Cause.CHOSEN, at(30), 7),
        Change(State.BREAK, Cause.CHOSEN, at(30), 7),  # the clock stood still: no length
        Change(State.OFFLINE, Cause.SIGNED_OUT, at(90)),
    ]
    found = [(one.state, one.began_at) for one in rules.spans(history, begin=NOON, end=at(60))]
    assert found == [(State.ONLINE, NOON), (State.BREAK, at(30))]


def test_the_time_after_which_somebody_is_away_leaves_room_for_another_room() -> None:
    assert timedelta(minutes=2) <= AWAY_AFTER <= timedelta(minutes=15)
