"""Saved replies: what their words become for one ticket, and which one is meant. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from unicodedata import combining, normalize

LONGEST_NAME, LONGEST_SHORTCUT, LONGEST_TEXT = 120, 40, 20_000
VARIABLES = (
    "customer.first_name",
    "customer.name",
    "ticket.number",
    "ticket.subject",
    "agent.first_name",
    "agent.name",
    "brand.name",
)
VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")
SHORTCUT = re.compile(r"[\w.-]*")
TITLES = {
    *("dr", "prof", "mag", "ing", "herr", "frau", "mr", "mrs", "ms", "miss", "mx", "sir"),
    *("m", "mme", "mlle", "monsieur", "madame", "sr", "sra", "srta", "señor", "señora"),
    *("don", "doña"),
}


# --- words -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the words; `variable` where they stand for one, "" where they were written so."""

    text: str
    variable: str = ""
    fallback: bool = False
    """The variable had no value here."""


def wrong_in(text: str) -> list[str]:
    """What stands in double braces and is no variable, in its order; "{{" where one is open."""
    names = [_parts(inside)[0] for inside in VARIABLE.findall(text)]
    unknown = [name for name in names if name not in VARIABLES]
    rest = VARIABLE.sub("", text)
    return [*dict.fromkeys(unknown), *(mark for mark in ("{{", "}}") if mark in rest)]


def pieces(text: str, values: Mapping[str, str]) -> list[Piece]:
    """The words with their variables in place, and which words those are.

    A value is never read for variables itself: whoever is called "{{agent.name}}" stays so.
    """
    found: list[Piece] = []
    for n, part in enumerate(VARIABLE.split(text)):
        if n % 2 == 0:
            found += [Piece(part)] if part else []
            continue
        name, instead = _parts(part)
        value = values.get(name, "").strip()
        found.append(Piece(value or instead, name, fallback=not value))
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """The words with their variables in place: the value, else what stands after the bar."""
    return "".join(piece.text for piece in pieces(text, values))


def _parts(inside: str) -> tuple[str, str]:
    name, _, instead = inside.partition("|")
    return name.strip(), instead.strip()


def first_name(name: str, handles: Iterable[str] = ()) -> str:
    """How to greet somebody; "" where that is not known.

    A name that is only a piece of an address ("info", "j.smith77") is nobody's.
    """
    addressed = {handle.partition("@")[0].casefold() for handle in handles}
    if name.casefold().strip() in addressed or "@" in name or re.search(r"\d", name):
        return ""
    _, comma, given = name.partition(",")
    words = [word for word in (given if comma else name).split() if word.strip(".,")]
    said = [word for word in words if word.rstrip(".").casefold() not in TITLES]
    return said[0] if said and any(letter.isalpha() for letter in said[0]) else ""


def worded(texts: Mapping[str, str], customer: str, brand: str) -> tuple[str, str]:
    """The language and the words to use: the customer's, for every language, the brand's, any."""
    by_base = {_base(language): text for language, text in texts.items()}
    for language in (_base(customer), "", _base(brand), *sorted(by_base)):
        if language in by_base and (language or by_base[language]):
            return language, by_base[language]
    return "", ""


def _base(language: str) -> str:
    return language.lower().replace("_", "-").partition("-")[0]


# --- which one is meant ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a reply is written, and for whom."""

    brand_id: int
    language: str = ""
    """The customer's; "" where nobody knows it."""
    team_id: int | None = None
    """The team that has the ticket."""
    teams: frozenset[int] = frozenset()
    """The teams of whoever writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A saved reply as far as choosing depends on it."""

    id: int
    name: str
    shortcut: str = ""
    text: str = ""
    brand_id: int | None = None
    team_id: int | None = None
    languages: frozenset[str] = field(default_factory=frozenset)
    used: int = 0


NO_MATCH = 9
FUZZY = 6
CLOSE_ENOUGH = 0.75


def ranked(
    candidates: Iterable[Candidate], typed: str, place: Place, *, most: int = 30
) -> list[Candidate]:
    """Those that a typed word may mean, likeliest first.

    How well the word fits counts first; then the team, the ticket's own brand, the customer's
    language, how often each was used, and the name. Spelling mistakes count only where nothing
    else fits.
    """
    words = folded(typed).split()
    scored = [(_fit(one, words), one) for one in candidates]
    fitting = [(fit, one) for fit, one in scored if fit < NO_MATCH]
    if words and not fitting:
        fitting = [(FUZZY, one) for _, one in scored if _resembles(one, words)]
    fitting.sort(key=lambda pair: (pair[0], *_nearness(pair[1], place)))
    return [one for _, one in fitting[:most]]


def _nearness(one: Candidate, place: Place) -> tuple[int, bool, bool, int, str, int]:
    spoken = {_base(language) for language in one.languages}
    speaks = not place.language or _base(place.language) in spoken or "" in spoken
    near = _remoteness(one.team_id, place), one.brand_id != place.brand_id, not speaks
    return *near, -one.used, folded(one.name), one.id


def _remoteness(team_id: int | None, place: Place) -> int:
    """0: of the writer's team that has the ticket; 1: of another one of theirs; 2: everybody's."""
    if team_id not in place.teams:
        return 2
    return 0 if team_id == place.team_id else 1


def _fit(one: Candidate, words: list[str]) -> int:
    """How well all the words fit: 0 is the very shortcut, NO_MATCH is not at all."""
    if not words:
        return 0
    typed, shortcut, name = " ".join(words), folded(one.shortcut), folded(one.name)
    parts = [*name.split(), shortcut]
    answers = (
        typed == shortcut,
        shortcut.startswith(typed),
        name.startswith(typed),
        all(any(part.startswith(word) for part in parts) for word in words),
        all(word in f"{name} {shortcut}" for word in words),
        all(word in folded(f"{one.name} {one.text}") for word in words),
    )
    return next((fit for fit, yes in enumerate(answers) if yes), NO_MATCH)


def _resembles(one: Candidate, words: list[str]) -> bool:
    parts = [*folded(one.name).split(), folded(one.shortcut)]
    return all(any(_like(word, part) for part in parts) for word in words)


def _like(word: str, part: str) -> bool:
    """Whether somebody may have mistyped (the beginning of) the other word."""
    if len(word) < 3 or not part:
        return part.startswith(word) and bool(word)
    near = (part, part[: len(word)], part[: len(word) + 1])
    return any(SequenceMatcher(None, word, other).ratio() >= CLOSE_ENOUGH for other in near)


def folded(words: str) -> str:
    """Words as they are compared: without capitals, accents and more than one blank."""
    plain = "".join(c for c in normalize("NFKD", words.casefold()) if not combining(c))
    return " ".join(plain.split())
