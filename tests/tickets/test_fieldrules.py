from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.tickets.fieldrules import DoesNotFit, Kind, choices_of, value_of

CHOICES = ("Refund", "New one")


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.TEXT, "  FX  1042 ", "FX 1042"),
        (Kind.NUMBER, "1,5", "1.5"),
        (Kind.NUMBER, "-12", "-12"),
        (Kind.NUMBER, "007.50", "7.50"),
        (Kind.DATE, "2026-03-31", "2026-03-31"),
        (Kind.CHOICE, "New one", "New one"),
        (Kind.YES_NO, "no", "no"),
        *((kind, " ", "") for kind in Kind),
    ],
)
def test_a_value_is_kept_in_one_form(kind: Kind, typed: str, kept: str) -> None:
    assert value_of(kind, typed, CHOICES) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.TEXT, "x" * 201),
        (Kind.NUMBER, "1.000,5"),
        (Kind.NUMBER, "many"),
        (Kind.NUMBER, "1e9"),
        (Kind.DATE, "31.03.2026"),
        (Kind.DATE, "2026-02-30"),
        (Kind.CHOICE, "refund"),
        (Kind.YES_NO, "maybe"),
    ],
)
def test_what_does_not_fit_is_refused(kind: Kind, typed: str) -> None:
    with pytest.raises(DoesNotFit):
        value_of(kind, typed, CHOICES)


@given(st.sampled_from(Kind), st.text(max_size=40))
def test_what_is_kept_is_kept_again_as_it_is(kind: Kind, typed: str) -> None:
    try:
        kept = value_of(kind, typed, CHOICES)
    except DoesNotFit:
        return
    assert value_of(kind, kept, CHOICES) == kept


def test_choices_are_lines_each_of_them_once() -> None:
    assert choices_of("Refund\n\n  New   one\nRefund\r\n ") == ["Refund", "New one"]
