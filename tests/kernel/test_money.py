from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.kernel.money import CurrencyMismatch, Money

EUROS = st.builds(Money, st.integers(), st.just("EUR"))


@given(EUROS, EUROS)
def test_what_is_added_can_be_taken_away(one: Money, other: Money) -> None:
    assert one + other - other == one


def test_currencies_are_never_added() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(100, "EUR") + Money(100, "USD")
