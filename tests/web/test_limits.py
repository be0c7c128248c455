"""Nobody asks without end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import House
from tests.web.conftest import As
from threering.web import limits

MOMENTS = st.lists(st.floats(0, 5), max_size=300)


@pytest.fixture(autouse=True)
def _slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_left", {})
    monkeypatch.setattr(limits, "A_SECOND", 0.001)
    monkeypatch.setattr(limits, "AT_ONCE", 3.0)


@pytest.mark.django_db
def test_who_asks_too_much_waits_and_nobody_else(house: House, as_: As) -> None:
    asked = [as_(house.ann).get("/tickets/open") for _ in range(4)]
    assert [answer.status_code for answer in asked] == [200, 200, 200, 429]
    assert asked[-1]["Retry-After"] == "60"
    assert "Too much at once" in asked[-1].content.decode()
    assert as_(house.lea).get("/tickets/open").status_code == 200


def test_what_is_left_comes_back_with_time() -> None:
    assert [limits.may_ask(1, at=0.0) for _ in range(4)] == [True, True, True, False]
    assert [limits.may_ask(1, at=1000.5) for _ in range(2)] == [True, False]


@given(MOMENTS)
def test_never_more_than_at_once_and_what_came_back(gaps: list[float]) -> None:
    limits._left.clear()
    limits.A_SECOND, limits.AT_ONCE = 2.0, 5.0
    at = passed = 0.0
    for gap in gaps:
        at += gap
        passed += limits.may_ask(1, at=at)
    assert passed <= 5 + at * 2
