"""Who is told of what, and who is named in a note, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.tickets.notices.rules import (
    Affair,
    Kind,
    Piece,
    fits,
    is_named,
    labels,
    marked,
    told,
    worth_telling,
)

ANN, BO, LEA = 1, 2, 3


@pytest.mark.parametrize(
    ("kind", "affair", "who"),
    [
        (Kind.MENTIONED, Affair(by=ANN, owner=LEA, named=frozenset({BO})), {BO}),
        (Kind.MENTIONED, Affair(by=ANN, named=frozenset({ANN, BO, LEA})), {BO, LEA}),
        (Kind.ASSIGNED, Affair(by=ANN, owner=BO), {BO}),
        (Kind.ASSIGNED, Affair(by=ANN, owner=ANN), set()),
        (Kind.ASSIGNED, Affair(by=ANN), set()),
        (Kind.CUSTOMER_WROTE, Affair(owner=BO), {BO}),
        (Kind.CUSTOMER_WROTE, Affair(), set()),
        (Kind.CUSTOMER_WROTE, Affair(owner=BO, by_hand=False), set()),
        (Kind.WOKEN, Affair(by=LEA, owner=BO), {BO}),
        (Kind.WOKEN, Affair(by=BO, owner=BO), set()),
        (Kind.FAILED, Affair(by=LEA, owner=BO, author=ANN), {ANN}),
        (Kind.BOUNCED, Affair(owner=BO, author=ANN), {ANN}),
        (Kind.UNCERTAIN, Affair(owner=BO), set()),
    ],
)
def test_whom_it_concerns_is_told_and_never_who_did_it(
    kind: Kind, affair: Affair, who: set[int]
) -> None:
    assert told(kind, affair) == who


@given(st.sampled_from(Kind), st.sampled_from([ANN, BO, None]), st.sampled_from([ANN, BO, None]))
def test_nobody_is_ever_told_of_their_own_doing(
    kind: Kind, by: int | None, other: int | None
) -> None:
    named = frozenset({ANN, BO, LEA})
    assert by not in told(kind, Affair(by=by, owner=other, author=by, named=named))


@pytest.mark.parametrize(
    ("facts", "worth"),
    [
        (["woken"], ["woken"]),
        (["woken", "status_changed", "message_received"], ["message_received"]),
        (["contact_opened", "tagged"], []),
        (["mentioned", "note_added"], ["mentioned"]),
    ],
)
def test_one_moment_is_told_once(facts: list[str], worth: list[str]) -> None:
    assert worth_telling(facts) == worth


def test_two_of_one_name_are_told_apart() -> None:
    people = [("Ann  Lee", "a@x.test"), ("Bo", "b@x.test"), ("ann lee", "c@x.test")]
    assert labels(people) == ["Ann Lee (a@x.test)", "Bo", "ann lee (c@x.test)"]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("@Ann, look", [("@Ann", "Ann"), (", look", "")]),
        ("see (@Ann Lee)!", [("see (", ""), ("@Ann Lee", "Ann Lee"), (")!", "")]),
        ("@Annabel and ann@Ann", [("@Annabel and ann@Ann", "")]),
        ("https://x.example/@Ann", [("https://x.example/@Ann", "")]),
        ("@Ann\n@Ann Lee", [("@Ann", "Ann"), ("\n", ""), ("@Ann Lee", "Ann Lee")]),
    ],
)
def test_names_are_found_whole_and_the_longest_first(
    text: str, pieces: list[tuple[str, str]]
) -> None:
    assert marked(text, ["Ann", "Ann Lee"]) == [Piece(*piece) for piece in pieces]


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_nothing_of_a_text_is_lost_by_marking_it(text: str, names: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, names)) == text


def test_who_was_deleted_again_is_not_named() -> None:
    assert is_named("hello @Ann Lee.", "Ann Lee")
    assert not is_named("hello @Ann Le", "Ann Lee")
    assert not is_named("hello @", "")


@pytest.mark.parametrize(
    ("typed", "fit"),
    [("", True), ("sor", True), ("SÖR", True), ("ol so", True), ("zoe", False), ("s.lo", True)],
)
def test_any_word_of_a_name_may_be_begun_without_its_accents(typed: str, *, fit: bool) -> None:
    assert fits(typed, "Ölaf Sörensen", "s.lofgren@x.test") is fit
