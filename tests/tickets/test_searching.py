"""What people type into the search field, and what they mean."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from threering.tickets.searching import OPERATORS, Condition, Term, Trouble, parse

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 4, 15, 30, tzinfo=BERLIN)


def day(year: int, month: int, date: int) -> datetime:
    return datetime(year, month, date, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("late parcel", (Term("late"), Term("parcel"))),
        ('"never came"', (Term("never came", exact=True),)),
        ('"never came', (Term("never came", exact=True),)),
        ("parcel -spam", (Term("parcel"), Term("spam", no=True))),
        ('-"on holiday"', (Term("on holiday", exact=True, no=True),)),
        ("re: order", (Term("re:"), Term("order"))),
        ("http://x.test/a", (Term("http://x.test/a"),)),
        ("at 12:30", (Term("at"), Term("12:30"))),
        ("colour:red", (Term("colour:red"),)),
        ("from:", (Term("from:"),)),
        ("QM-12345", (Term("QM-12345"),)),
        ("12345", (Term("12345"),)),
        ("... -- ?", ()),
        ("", ()),
        ("a\0b", (Term("a"), Term("b"))),
    ],
)
def test_words_and_phrases(typed: str, terms: tuple[Term, ...]) -> None:
    found = parse(typed, NOW)
    assert (found.terms, found.conditions, found.troubles) == (terms, (), ())


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("from:anna", Condition("from", "anna")),
        ('from:"Anna Meier"', Condition("from", "Anna Meier")),
        ("FROM:anna", Condition("from", "anna")),
        ("-to:help@shop.test", Condition("to", "help@shop.test", no=True)),
        ("tag:vip", Condition("tag", "vip")),
        ("subject:refund", Condition("subject", "refund")),
        ("status:open", Condition("status", "open")),
        ("status:on-hold", Condition("status", "on_hold")),
        ("status:Done", Condition("status", "solved")),
        ("status:open,new", Condition("status", "open,new")),
        ("status:unsolved", Condition("status", "new,on_hold,open,pending")),
        ("-status:solved", Condition("status", "solved", no=True)),
        ("assignee:me", Condition("assignee", "me")),
        ("brand:outlet", Condition("brand", "outlet")),
        ("inbox:help", Condition("inbox", "help")),
        ("has:files", Condition("has", "attachment")),
        ("has:note", Condition("has", "note")),
        ("is:unread", Condition("is", "unread")),
        ("is:waiting", Condition("is", "pending")),
        ("priority:High,urgent", Condition("priority", "high,urgent")),
        ("-channel:email", Condition("channel", "email", no=True)),
    ],
)
def test_operators(typed: str, condition: Condition) -> None:
    found = parse(f"parcel {typed}", NOW)
    assert (found.conditions, found.terms) == ((condition,), (Term("parcel"),))


@pytest.mark.parametrize(
    ("typed", "after", "until"),
    [
        ("after:2026-03-01", day(2026, 3, 1), None),
        ("before:2026-03-01", None, day(2026, 3, 1)),
        ("on:2026-03-01", day(2026, 3, 1), day(2026, 3, 2)),
        ("on:2026-02", day(2026, 2, 1), day(2026, 3, 1)),
        ("on:2025-12", day(2025, 12, 1), day(2026, 1, 1)),
        ("on:2025", day(2025, 1, 1), day(2026, 1, 1)),
        ("on:today", day(2026, 3, 4), day(2026, 3, 5)),
        ("on:Yesterday", day(2026, 3, 3), day(2026, 3, 4)),
        ("after:7d", day(2026, 2, 25), None),
        ("before:2w", None, day(2026, 2, 18)),
        ("after:1.3.2026", day(2026, 3, 1), None),
        ("after:2026-01-01 before:2026-02-01", day(2026, 1, 1), day(2026, 2, 1)),
        ("after:2026-01-01 after:2026-02-01", day(2026, 2, 1), None),
    ],
)
def test_days_begin_at_the_readers_midnight(
    typed: str, after: datetime | None, until: datetime | None
) -> None:
    found = parse(typed, NOW)
    assert (found.after, found.until, found.troubles) == (after, until, ())


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("before:31.2.2026", Trouble("before", "31.2.2026")),
        ("before:soon", Trouble("before", "soon")),
        ("on:2026-13", Trouble("on", "2026-13")),
        ("after:9999y", Trouble("after", "9999y")),
        ("status:lost", Trouble("status", "lost")),
        ("status:,", Trouble("status", ",")),
        ("has:wings", Trouble("has", "wings")),
        ("is:tall", Trouble("is", "tall")),
        ("priority:7", Trouble("priority", "7")),
        ("in:nowhere", Trouble("in", "nowhere")),
    ],
)
def test_what_is_not_understood_is_told_and_the_rest_is_searched(
    typed: str, trouble: Trouble
) -> None:
    found = parse(f"{typed} parcel", NOW)
    assert (found.troubles, found.words) == ((trouble,), ("parcel",))


def test_a_number_with_its_sign_is_a_ticket() -> None:
    assert (parse("#1042", NOW).numbers, parse("#1042", NOW).terms) == ((1042,), ())


def test_a_view_keeps_the_search_to_it() -> None:
    assert parse("in:open parcel", NOW).view == "open"
    assert parse("in:everything parcel", NOW).view == "all"


@given(st.text(max_size=300))
def test_whatever_is_typed_is_understood_somehow(typed: str) -> None:
    parse(typed, NOW)


pieces = st.sampled_from([*(f"{name}:" for name in OPERATORS), '"', "-", " ", ",", "#", "2026-02"])


@given(st.lists(st.one_of(pieces, st.text(max_size=4)), max_size=20).map("".join))
def test_operators_with_whatever_value_are_understood_somehow(typed: str) -> None:
    parse(typed, NOW)
