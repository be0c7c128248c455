from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.tickets.ordering import COLUMNS, BadCursor, Order, closed, opened

COUNTED = ("pk", "priority")
moments = st.datetimes(timezones=st.just(UTC))
numbers = st.integers(-(2**63) + 1, 2**63 - 1)


@given(st.sampled_from(Order), moments, numbers)
def test_a_cursor_says_what_it_was_made_of(order: Order, at: datetime, number: int) -> None:
    values = [number if column.lstrip("-") in COUNTED else at for column in COLUMNS[order]]
    assert opened(closed(values), order) == values


@given(st.sampled_from(Order), st.one_of(st.text(), st.binary().map(bytes.hex)))
def test_what_is_no_cursor_of_ours_is_refused(order: Order, words: str) -> None:
    with pytest.raises(BadCursor):
        opened(words, order)


@pytest.mark.parametrize("values", [[], [1], ["2026-01-01", 1], [2**70, 1], [1, 1, 1, 1]])
def test_a_cursor_of_another_shape_is_refused(values: list[int]) -> None:
    with pytest.raises(BadCursor):
        opened(closed(values), Order.LATEST)
