"""Slips of the keyboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.tickets.spelling import folded, may_be_mistyped, nearest, slips, variants


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("GRÖSSE", "grosse"),
        ("Größe", "grosse"),
        ("Søren", "soren"),
        ("Łódź", "lodz"),
        ("Hautecœur", "hautecoeur"),
        ("Жанна", "жанна"),
        ("parcel", "parcel"),
    ],
)
def test_accents_and_capitals_go(text: str, plain: str) -> None:
    assert folded(text) == plain


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("refund", "refund", 0),
        ("refnud", "refund", 1),
        ("refun", "refund", 1),
        ("reefund", "refund", 1),
        ("rofund", "refund", 1),
        ("rofnud", "refund", 2),
        ("", "abc", 3),
    ],
)
def test_slips_are_counted(one: str, other: str, apart: int) -> None:
    assert slips(one, other) == slips(other, one) == apart


@given(st.text("abc", min_size=1, max_size=6), st.text("abc", min_size=1, max_size=6))
def test_variants_are_all_that_is_one_slip_away(one: str, other: str) -> None:
    assert (other in variants(one)) == (slips(one, other) == 1)


def test_a_word_of_another_alphabet_has_variants_of_its_own() -> None:
    assert "посылка" in variants("посылак")


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("refnud", {"refund", "mixer"}, ["refund"]),
        ("lamo", {"lamp", "lame", "lima"}, ["lame", "lamp"]),
        ("kirshnik", {"kirschnick"}, ["kirschnick"]),
        ("lmap", {"limps"}, []),
        ("order", {"order"}, []),
        ("order", set(), []),
    ],
)
def test_the_nearest_known_words_are_meant(word: str, known: set[str], near: list[str]) -> None:
    assert nearest(word, known) == near


@pytest.mark.parametrize(
    ("word", "may"), [("mail", True), ("me", False), ("48213", False), ("a1b2c3", False)]
)
def test_numbers_and_short_words_are_taken_as_typed(word: str, *, may: bool) -> None:
    assert may_be_mistyped(word) is may
