"""Who is told of what, and who is named in a note, as tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.organisation.rules import Rhythm
from threering.tickets.notices.rules import (
    Affair,
    Kind,
    Piece,
    fits,
    is_due,
    is_named,
    labels,
    marked,
    slot_of,
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


BERLIN = ZoneInfo("Europe/Berlin")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


@pytest.mark.parametrize(
    ("rhythm", "oldest", "at", "due"),
    [
        (Rhythm.OFF, "2026-03-01T00:00", "2026-03-02T09:00", False),
        (Rhythm.HOURLY, "2026-03-02T08:49", "2026-03-02T09:00", True),
        (Rhythm.HOURLY, "2026-03-02T08:51", "2026-03-02T09:05", False),  # it waits for ten
        (Rhythm.HOURLY, "2026-03-02T09:05", "2026-03-02T09:50", False),
        (Rhythm.DAILY, "2026-03-01T20:00", "2026-03-02T06:59", False),  # 8:00 is 7:00 UTC there
        (Rhythm.DAILY, "2026-03-01T20:00", "2026-03-02T07:00", True),
        (Rhythm.DAILY, "2026-03-02T07:05", "2026-03-03T06:59", False),
        (Rhythm.DAILY, "2026-03-02T07:05", "2026-03-03T07:01", True),
        (Rhythm.DAILY, "2026-03-28T20:00", "2026-03-29T06:00", True),  # summer time began
    ],
)
def test_a_mail_is_due_when_something_waited_long_enough_at_its_hour(
    rhythm: Rhythm, oldest: str, at: str, *, due: bool
) -> None:
    assert is_due(rhythm, 8, BERLIN, moment(oldest), moment(at)) is due


@given(
    st.sampled_from([Rhythm.HOURLY, Rhythm.DAILY]),
    st.integers(0, 23),
    st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"]),
    st.integers(1_500_000_000, 2_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC)),
)
def test_a_slot_is_never_to_come_and_never_long_ago(
    rhythm: Rhythm, hour: int, zone: str, at: datetime
) -> None:
    slot = slot_of(rhythm, hour, ZoneInfo(zone), at)
    assert timedelta(0) <= at - slot <= timedelta(hours=25 if rhythm is Rhythm.DAILY else 2)
