"""What somebody means who types into the search field. Pure: text and the clock in, a Search out.

Never raises: what is no operator of ours is a word, and a value that cannot be understood is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from threering.tickets.rules import UNSOLVED, Priority, Status

LONGEST = 200  # characters
MOST_WORDS = 12
PLACES = ("brand", "inbox", "channel", "team", "assignee")
TEXTS = ("from", "to", "subject", "tag", "reason", "field", *PLACES)
"""Operators whose value is a name or words."""
DATES = ("before", "after", "on")
VIEWS = ("mine", "unassigned", "open", "pending", "on_hold", "snoozed", "solved", "spam", "all")
HAS = {"attachment": "attachment", "attachments": "attachment", "file": "attachment"}
HAS |= {"files": "attachment", "note": "note", "notes": "note"}
IS = ("unread", "read", "snoozed", "unassigned", "assigned", "mine", "urgent", "unsolved", *Status)
CALLED = {"waiting": Status.PENDING, "done": Status.SOLVED, "hold": Status.ON_HOLD}
"""Other words for a status: what the pages call it."""
PRIORITIES = tuple(priority.name.lower() for priority in Priority)
OPERATORS = (*TEXTS, *DATES, "status", "priority", "has", "is", "in")

_PIECE = re.compile(
    r"(?P<no>-?)(?:(?P<name>[A-Za-z]+):(?=[^\s/]))?(?:\"(?P<quoted>[^\"]*)(?:\"|$)|(?P<plain>\S+))"
)
_NUMBER = re.compile(r"#?(\d{1,15})")
_AGO = re.compile(r"(\d{1,4})([dwmy])", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_LENGTHS = {"d": 1, "w": 7, "m": 30, "y": 365}  # days


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or with `exact` several in this very order; `no`: it must not be there."""

    text: str
    exact: bool = False
    no: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """What an operator asks for, its value as it is compared."""

    name: str
    value: str
    no: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A value that an operator does not know; the search goes on without it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search as it was meant. `after` and `until`: when the ticket was alive, aware.

    `view`: the standing view it is kept to; "" is everything but spam. `numbers`: the tickets it
    names by #number.
    """

    terms: tuple[Term, ...] = ()
    conditions: tuple[Condition, ...] = ()
    numbers: tuple[int, ...] = ()
    after: datetime | None = None
    until: datetime | None = None
    view: str = ""
    troubles: tuple[Trouble, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.terms or self.conditions or self.numbers or self.after or self.until)

    @property
    def words(self) -> tuple[str, ...]:
        """What is looked for, without what must not be there."""
        return tuple(term.text for term in self.terms if not term.no)

    def values(self, name: str, *, no: bool = False) -> tuple[str, ...]:
        """What an operator was given."""
        mine = (one for one in self.conditions if one.name == name and one.no == no)
        return tuple(one.value for one in mine)


class _Reading:
    """Collects what the pieces of a search mean."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.terms: list[Term] = []
        self.conditions: list[Condition] = []
        self.numbers: list[int] = []
        self.troubles: list[Trouble] = []
        self.after: datetime | None = None
        self.until: datetime | None = None
        self.view = ""

    def word(self, text: str, *, exact: bool, no: bool) -> None:
        """A word or phrase; #1234 is a ticket."""
        number = _NUMBER.fullmatch(text)
        if number and text.startswith("#") and not no:
            self.numbers.append(int(number[1]))
        elif any(sign.isalnum() for sign in text) and len(self.terms) < MOST_WORDS:
            self.terms.append(Term(text, exact, no))

    def operator(self, name: str, value: str, *, no: bool) -> None:
        """An operator of ours with its value."""
        if name in DATES:
            self._date(name, value)
        elif name == "in":
            self._view(value.lower().replace("-", "_"))
        elif name in TEXTS:
            self.conditions.append(Condition(name, value, no))
        else:
            wanted = [KNOWN[name](one) for one in value.lower().split(",") if one]
            if not wanted or "" in wanted:
                self.troubles.append(Trouble(name, value))
            else:
                self.conditions.append(Condition(name, ",".join(wanted), no))

    def _view(self, value: str) -> None:
        value = {"everything": "all", "waiting": "pending", "done": "solved"}.get(value, value)
        if value in VIEWS:
            self.view = value
        else:
            self.troubles.append(Trouble("in", value))

    def _date(self, name: str, value: str) -> None:
        span = span_of(value, self.now)
        if span is None:
            self.troubles.append(Trouble(name, value))
            return
        begins, ends = span
        if name != "after":
            until = begins if name == "before" else ends
            self.until = min(self.until, until) if self.until else until
        if name != "before":
            self.after = max(self.after, begins) if self.after else begins


def parse(text: str, now: datetime) -> Search:
    """Understand a search. `now` is aware, in the zone in which its author says "today"."""
    read = _Reading(now)
    for piece in _PIECE.finditer(text.replace("\0", " ")[:LONGEST]):
        no, name = bool(piece["no"]), (piece["name"] or "").lower()
        quoted = piece["quoted"] is not None
        value = piece["quoted"] if quoted else piece["plain"]
        if name in OPERATORS and value.strip():
            read.operator(name, value.strip(), no=no)
        else:
            whole = f"{piece['name']}:{value}" if name else value
            read.word(whole.strip(), exact=quoted, no=no)
    return Search(
        terms=tuple(read.terms),
        conditions=tuple(read.conditions),
        numbers=tuple(read.numbers),
        after=read.after,
        until=read.until,
        view=read.view,
        troubles=tuple(read.troubles),
    )


def _status(value: str) -> str:
    named = value.replace("-", "_")
    found = CALLED.get(named, named)
    if named == "unsolved":
        return ",".join(sorted(UNSOLVED))
    return str(found) if found in list(Status) else ""


def _state(value: str) -> str:
    named = value.replace("-", "_")
    found = CALLED.get(named, named)
    return str(found) if found in IS else ""


def _priority(value: str) -> str:
    return value if value in PRIORITIES else ""


def _thing(value: str) -> str:
    return HAS.get(value, "")


KNOWN: dict[str, Callable[[str], str]] = {
    "status": _status,
    "priority": _priority,
    "is": _state,
    "has": _thing,
}


def span_of(value: str, now: datetime) -> tuple[datetime, datetime] | None:
    """When a day, month or year begins and ends in the zone of `now`; None: it is none.

    today, yesterday, 7d (the day seven days ago; also w, m, y), 2026, 2026-03, 2026-03-31,
    31.3.2026.
    """
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    low = value.lower()
    try:
        if low in ("today", "yesterday"):
            begins = today - timedelta(days=int(low == "yesterday"))
        elif ago := _AGO.fullmatch(low):
            begins = today - timedelta(days=int(ago[1]) * _LENGTHS[ago[2]])
        elif dotted := _DOTTED.fullmatch(low):
            begins = _of(today, int(dotted[3]), int(dotted[2]), int(dotted[1]))
        elif day := _DAY.fullmatch(low):
            return _written(today, day)
        else:
            return None
        return begins, begins + timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def _written(today: datetime, day: re.Match[str]) -> tuple[datetime, datetime]:
    year, month, date = int(day[1]), day[2], day[3]
    if date:
        begins = _of(today, year, int(month), int(date))
        return begins, begins + timedelta(days=1)
    if month:
        ends = _of(today, year + int(month) // 12, int(month) % 12 + 1, 1)
        return _of(today, year, int(month), 1), ends
    return _of(today, year, 1, 1), _of(today, year + 1, 1, 1)


def _of(today: datetime, year: int, month: int, day: int) -> datetime:
    return today.replace(year=year, month=month, day=day)
