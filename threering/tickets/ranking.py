"""Which hits come first, and which of their words are shown. Pure, clock passed in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log2

from threering.tickets.spelling import folded

WORD = re.compile(r"\w+")
SNIPPET = 150  # characters
BEFORE = 40  # characters shown before the first hit
LOOKED_AT = 20_000  # characters of a message in which a snippet is looked for
WEEK = 7 * 86_400.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A ticket that was found. `exact`: it has the very words, no corrected ones."""

    ticket: int
    last_at: datetime
    subject: str
    customer: str
    exact: bool = True
    named: bool = False
    """Its number was asked for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether it is what was looked for."""

    text: str
    hit: bool


def points(hit: Hit, sought: Collection[str], now: datetime) -> float:
    """How far up a hit belongs: its number, then the very words, the subject, the name, and age.

    A subject that says all words makes up for a quarter of a year, a name for two months.
    """
    age = max((now - hit.last_at).total_seconds() / WEEK, 0.0)
    return (
        100.0 * hit.named
        + 20.0 * hit.exact
        + 4.0 * _share(hit.subject, sought)
        + 3.0 * _share(hit.customer, sought)
        - log2(1 + age)
    )


def ranked(hits: Sequence[Hit], sought: Collection[str], now: datetime) -> list[Hit]:
    """The best first; of equals the one that was spoken to last."""
    order = {hit.ticket: (points(hit, sought, now), hit.last_at, hit.ticket) for hit in hits}
    return sorted(hits, key=lambda hit: order[hit.ticket], reverse=True)


def _share(text: str, sought: Collection[str]) -> float:
    """How many of the words it says, as a share of them."""
    if not sought:
        return 0.0
    said = {folded(word) for word in WORD.findall(text)}
    return sum(word in said for word in sought) / len(sought)


def marked(text: str, sought: Collection[str]) -> tuple[Piece, ...]:
    """The text, its words that were looked for apart; accents and capitals do not count."""
    return tuple(_pieces(text, sought)) if sought else (Piece(text, hit=False),)


def _pieces(text: str, sought: Collection[str]) -> Iterator[Piece]:
    end = 0
    for begin, stop in _places(text, sought):
        if begin > end:
            yield Piece(text[end:begin], hit=False)
        yield Piece(text[begin:stop], hit=True)
        end = stop
    if end < len(text):
        yield Piece(text[end:], hit=False)


def _places(text: str, sought: Collection[str]) -> Iterator[tuple[int, int]]:
    for word in WORD.finditer(text):
        if folded(word[0]) in sought:
            yield word.span()


def snippet(text: str, sought: Collection[str]) -> str:
    """The part of a text in which most of the words stand; "" where none does."""
    line = " ".join(text[:LOOKED_AT].split())
    places = [(begin, folded(line[begin:end])) for begin, end in _places(line, sought)]
    if not places:
        return ""
    begin = max(places, key=lambda place: _words_after(place[0], places))[0]
    start = max(begin - BEFORE, 0)
    start = line.find(" ", start, begin) + 1 or start if start else 0
    shown = line[start : start + SNIPPET]
    return ("…" if start else "") + shown + ("…" if start + SNIPPET < len(line) else "")


def _words_after(begin: int, places: Sequence[tuple[int, str]]) -> tuple[int, int]:
    """How many different words stand in a snippet that begins there, the earliest one first."""
    within = {word for at, word in places if begin <= at < begin + SNIPPET - BEFORE}
    return len(within), -begin
