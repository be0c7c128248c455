"""A search in PostgreSQL's own words. Pure: lexemes in, the text of a tsquery out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from threering.tickets.searching import Search

FIRST, NEXT = 2, 8
"""Weeks that are looked through before all that is older: common words are found in the first."""
SECONDS = 604_800
MARKS = {"from": "=f:", "to": "=t:", "subject": "=s:"}
_TOGETHER = re.compile(r"([A-Za-z]{1,5})[-_/ #]?(\d{3,})")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: from `begins` (None: always) to before `ends`, and its weeks' marks."""

    begins: datetime | None
    ends: datetime
    weeks: tuple[str, ...]


def quoted(lexeme: str) -> str:
    """A lexeme as a tsquery writes it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def either(parts: Iterable[str]) -> str:
    """One of them is enough."""
    found = list(dict.fromkeys(parts))
    return f"({' | '.join(found)})" if len(found) > 1 else "".join(found)


def all_of(parts: Iterable[str]) -> str:
    """All of them are wanted."""
    return " & ".join(dict.fromkeys(part for part in parts if part))


def texts_of(search: Search, me: str) -> list[str]:
    """What of a search has to be cut into lexemes. `me`: the address of who asks."""
    named = [v for name in MARKS for no in (False, True) for v in search.values(name, no=no)]
    return [*(term.text for term in search.terms), *(me if v == "me" else v for v in named)]


def asked(
    search: Search,
    lexemes: Mapping[str, Sequence[str]],
    me: str,
    other: Mapping[str, Collection[str]] | None = None,
) -> str:
    """The whole of it as a tsquery, "" when nothing is said. `other`: words that do as well."""
    instead = other or {}
    parts = []
    for term in search.terms:
        words = lexemes.get(term.text, ())
        parts.append(_term(term.text, words, {} if term.exact else instead, no=term.no))
    for name, mark in MARKS.items():
        for no in (False, True):
            for value in search.values(name, no=no):
                words = lexemes.get(me if value == "me" else value, ())
                parts.append(_refused(all_of(quoted(mark + w) for w in words), no=no))
    for no in (False, True):
        for value in search.values("has", no=no):
            parts.append(_refused(either(quoted(f"=h:{v}") for v in value.split(",")), no=no))
    return all_of(parts)


def _refused(part: str, *, no: bool) -> str:
    return f"!({part})" if no and part else part


def _term(
    text: str, lexemes: Sequence[str], other: Mapping[str, Collection[str]], *, no: bool
) -> str:
    words = [either(map(quoted, (word, *other.get(word, ())))) for word in lexemes]
    whole = all_of(words)
    if together := _TOGETHER.fullmatch(text):  # QM-12345 is written QM12345, too, and other way
        apart = all_of(map(quoted, (together[1].lower(), together[2])))
        joined = quoted((together[1] + together[2]).lower())
        whole = either([f"({whole})" if " & " in whole else whole, f"({apart})", joined])
    return _refused(whole, no=no)


def kept_to(query: str, places: Collection[str], weeks: Sequence[str]) -> str:
    """The query for tickets of these places only (c12, b3), in these weeks or in any."""
    marks = [quoted(f"={place}{week}") for place in places for week in (weeks or ("",))]
    return f"({query}) & {either(marks)}"


def windows(newest: datetime, oldest: datetime | None) -> list[Window]:
    """The stretches in which one looks one after the other, from a moment back to another."""
    top = int(newest.timestamp() // SECONDS)
    cuts = [top + 1, top + 1 - FIRST, top + 1 - FIRST - NEXT]
    found = []
    for later, earlier in zip(cuts, [*cuts[1:], None], strict=True):
        weeks = () if earlier is None else tuple(f"w{n}" for n in range(earlier, later))
        begins = None if earlier is None else _moment(earlier, newest)
        found.append(Window(begins, _moment(later, newest), weeks))
        if oldest and begins and begins <= oldest:
            break
    return found


def _moment(week: int, like: datetime) -> datetime:
    return datetime.fromtimestamp(week * SECONDS, like.tzinfo)
