"""What speaks for two customers being one person, and how much. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Sign(StrEnum):
    """What was found, strongest first."""

    ANSWERS = "answers"  # they want answers at the other's address
    NAMES = "names"  # their mail names the other's address
    NAMED = "named"  # the other's mail names theirs
    CODE = "code"  # both write of one order number or phone number
    NAME = "name"  # both bear the same full name
    LOCAL = "local"  # both chose the same words before the @
    BRAND = "brand"  # both wrote to one brand


WORTH = {
    Sign.ANSWERS: 4,
    Sign.NAMES: 3,
    Sign.NAMED: 3,
    Sign.CODE: 2,
    Sign.NAME: 2,
    Sign.LOCAL: 2,
    Sign.BRAND: 1,
}
ENOUGH = 3
"""A name alone, or one number, many have in common; with the brand it is worth a look."""
MOST_CODES = 3
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
CODE = re.compile(r"(?<![\w@./:-])#?([A-Z]{0,4}-?\d{5,14})(?![\w@/-]|[.:]\d)")
PHONE = re.compile(r"(?<![\w@./:-])(\+\d[\d ()/-]{7,18}\d)(?!\w)")


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One sign: what it is about (an address, a number, a name), and the ticket it stands in."""

    sign: Sign
    what: str
    ticket: int = 0


def worth(found: Iterable[Evidence]) -> int:
    """How much all that says; the same kind of sign counts once."""
    return sum(WORTH[sign] for sign in {evidence.sign for evidence in found})


def is_enough(found: Iterable[Evidence]) -> bool:
    """Whether somebody should look whether they are one person."""
    return worth(found) >= ENOUGH


def in_order(found: Iterable[Evidence]) -> list[Evidence]:
    """The strongest first, each kind of sign once."""
    best: dict[Sign, Evidence] = {}
    for evidence in sorted(set(found)):
        best.setdefault(evidence.sign, evidence)
    return [best[sign] for sign in Sign if sign in best]


def addresses_in(text: str) -> list[str]:
    """The mail addresses that a text names, each once."""
    return list(dict.fromkeys(found.lower().rstrip(".") for found in ADDRESS.findall(text)))


def codes_in(text: str, *, but: Collection[str] = ()) -> list[str]:
    """Numbers of orders and phones in a text, the longest first: they say most."""
    phones = [" ".join(phone.split()) for phone in PHONE.findall(text)]
    found = [*phones, *CODE.findall(PHONE.sub(" ", text))]
    mine = [code for code in dict.fromkeys(found) if code not in but]
    return sorted(mine, key=len, reverse=True)[:MOST_CODES]
