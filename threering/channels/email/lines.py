"""A mail cut into the lines that Python's parser has to see, so that it need not see the others.

It asks every line of every text whether it ends a part: a second for a million lines. But only
heads and lines that may be a boundary tell it anything; whatever lies between is one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import MessageDefect
from io import StringIO
from itertools import islice

MAX_LINES = 200_000  # lines of heads and boundaries that are looked at; letters have some hundred
MAX_PART_HEAD = 300  # lines; the head of the mail itself has its own limits in heads.py
MAX_NAMED = 20
NAMED = re.compile(
    r"boundary\s*(?:(?P<sure>=\s*(?:\"(?P<quoted>[^\"\\<>\r\n]+)\"|(?P<bare>[^\s;\"\\<>]+))"
    r"[ \t]*(?:;|(?:\r\n|\r(?!\n)|\n)(?![ \t])|\Z))|[=*])",
    re.IGNORECASE,
)
ANY = re.compile(r"[\r\n](?=--)")
BLANK = re.compile(r"(?:\A|(?<=\n)|(?<=\r)(?!\n))(\r\n|\n|\r)")


class NotLookedFor(MessageDefect):
    """There may be more parts: what follows MAX_LINES lines is read as text."""


class HeadTooLarge(MessageDefect):
    """Fields after MAX_PART_HEAD lines of a part's head are kept, but not looked at."""


def pieces(text: str) -> tuple[list[str], list[MessageDefect]]:
    """Heads and boundaries line by line, texts whole; and what had to be cut short."""
    heads = 2 if "multipart/digest" in text.lower() else 1  # its parts are mails unsaid
    found: list[str] = []
    cut: list[MessageDefect] = []
    start, most = 0, MAX_LINES
    for end in (*_boundaries(text), len(text)):
        if len(found) > MAX_LINES:
            return [*found, text[start:]], [*cut, NotLookedFor()]
        for piece, whole in _segment(text[start:end], heads, most):
            found.append(piece)
            cut += [] if whole or cut else [HeadTooLarge()]
        start, most = end, MAX_PART_HEAD
    return found, cut


def _segment(text: str, heads: int, most: int) -> Iterator[tuple[str, bool]]:
    """A head, the heads of the mails that begin in it, and their text; if they came whole.

    A head may be longer than it is for the parser, which ends one at the first line that is no
    field: then some lines of the text come one by one, which changes nothing.
    """
    start = 0
    while heads and start < len(text):
        blank = BLANK.search(text, start)
        end = blank.start() if blank else len(text)
        lines = StringIO(text[start:end], newline="")
        yield from ((line, True) for line in islice(lines, most))
        rest = lines.read()  # one long field
        if rest:
            yield rest, False
        if blank:
            yield blank[0], True
        heads += ("message/" in text[start:end].lower()) - 1
        start = blank.end() if blank else len(text)
    if start < len(text):
        yield text[start:], True


def _boundaries(text: str) -> list[int]:
    """Where lines begin that may be a boundary: at most MAX_LINES + 1, in their order."""
    named = {(found["quoted"] or found["bare"] or "").rstrip() for found in NAMED.finditer(text)}
    if len(named) > MAX_NAMED or "" in named:  # written in a way of its own: any with two dashes
        starts: Iterator[int] = (found.end() for found in ANY.finditer(text))
    else:
        starts = _named(text, named)
    return [at for at, _ in zip(starts, range(MAX_LINES + 1), strict=False) if at]


def _named(text: str, names: set[str]) -> Iterator[int]:
    if not names:
        return
    wanted = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    for found in re.finditer(rf"--(?:{wanted})(?:--)?[ \t]*(?=[\r\n]|\Z)", text):
        if text[found.start() - 1 : found.start()] in ("\r", "\n"):
            yield found.start()
