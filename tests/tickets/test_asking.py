"""A search in the words of PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from threering.tickets.asking import asked, kept_to, windows
from threering.tickets.searching import parse

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("late parcel", "'late' & 'parcel'"),
        ("late -parcel", "'late' & !('parcel')"),
        ("from:ann", "'=f:ann'"),
        ("-to:help", "!('=t:help')"),
        ("from:me", "'=f:i@x.test'"),
        ("has:attachment", "'=h:attachment'"),
        ("QM-123", "(('qm' & '123') | 'qm123')"),
        ("it's", "'it''s'"),
        ("status:open", ""),
    ],
)
def test_a_search_becomes_a_query(typed: str, query: str) -> None:
    lexemes = {"late": ["late"], "parcel": ["parcel"], "ann": ["ann"], "help": ["help"]}
    lexemes |= {"i@x.test": ["i@x.test"], "QM-123": ["qm", "123"], "it's": ["it's"]}
    assert asked(parse(typed, NOW), lexemes, "i@x.test") == query


def test_other_words_do_as_well() -> None:
    query = asked(
        parse("lat parcel", NOW), {"lat": ["lat"], "parcel": ["parcel"]}, "", {"lat": ["late"]}
    )
    assert query == "('lat' | 'late') & 'parcel'"


def test_a_query_is_kept_to_places_and_weeks() -> None:
    assert kept_to("'a'", ["c1", "b2"], ["w7"]) == "('a') & ('=c1w7' | '=b2w7')"
    assert kept_to("'a'", ["c1"], []) == "('a') & '=c1'"


def test_the_windows_leave_no_moment_out() -> None:
    found = windows(NOW, None)
    assert found[0].ends > NOW
    assert [w.begins for w in found[:-1]] == [w.ends for w in found[1:]]
    assert found[-1].begins is None


def test_nobody_looks_before_the_oldest_day() -> None:
    assert len(windows(NOW, NOW - timedelta(days=2))) == 1
