"""Which hit comes first, and what of it is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.tickets.ranking import SNIPPET, Hit, marked, ranked, snippet

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def hit(ticket: int, days: int, subject: str = "", customer: str = "", **more: bool) -> Hit:
    at = NOW - timedelta(days=days)
    return Hit(ticket=ticket, last_at=at, subject=subject, customer=customer, **more)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (hit(1, 1), hit(2, 9)),
        (hit(1, 30, "Refund for my lamp"), hit(2, 7, "Where is it?")),
        (hit(1, 30, customer="Ida Refund"), hit(2, 7)),
        (hit(1, 1), hit(2, 700, "Refund")),
        (hit(1, 700), hit(2, 1, "Refund", exact=False)),
        (hit(1, 700, named=True), hit(2, 1, "Refund")),
        (hit(2, 5), hit(1, 5)),
    ],
)
def test_the_better_hit_comes_first(first: Hit, second: Hit) -> None:
    assert ranked([second, first], {"refund"}, NOW) == [first, second]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("My REFUND, please", ["REFUND"]),
        ("refunds are not the word", []),
        ("the Größe of it", ["Größe"]),
        ("naïve café", ["café"]),
        ("QM-48213 came", ["48213"]),
        ("<b>refund</b>", ["refund"]),
        ("", []),
    ],
)
def test_the_words_that_were_sought_are_marked(text: str, hits: list[str]) -> None:
    pieces = marked(text, {"refund", "grosse", "cafe", "48213"})
    assert [piece.text for piece in pieces if piece.hit] == hits
    assert "".join(piece.text for piece in pieces) == text


def test_a_snippet_shows_the_place_where_most_words_stand() -> None:
    text = "money " + "and so on " * 60 + "they owe me money, a refund, today " + "bye " * 100
    shown = snippet(text, {"money", "refund"})
    assert "money, a refund" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= SNIPPET + 2


def test_a_text_without_the_words_has_no_snippet() -> None:
    assert snippet("nothing of the kind", {"refund"}) == ""


@given(st.text(max_size=600), st.sets(st.text(min_size=1, max_size=5), max_size=4))
def test_marking_changes_no_text(text: str, sought: set[str]) -> None:
    assert "".join(piece.text for piece in marked(text, sought)) == text
    assert len(snippet(text, sought)) <= SNIPPET + 2
