"""When are two handles the same, and what do we call somebody. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from datetime import datetime

SHARED = frozenset(
    {
        *("info", "mail", "email", "kontakt", "contact", "office", "service", "support", "sales"),
        *("admin", "hello", "shop", "order", "orders", "bestellung", "einkauf", "noreply"),
        *("no-reply", "postmaster", "webmaster", "team", "hallo", "post", "buchhaltung"),
    }
)
"""Local parts that say nothing about who writes."""
TELLING = 5  # letters of a local part that no two people choose by chance


def normal(kind: str, value: str) -> str:
    """The form under which a handle is compared: e-mail addresses without case or spaces."""
    return value.strip().lower() if kind == "email" else value.strip()


def display_name(name: str, handle: str) -> str:
    """What to call a customer who may not have said their name."""
    return (name.strip().strip("\"'") or handle.partition("@")[0] or handle)[:200]


def hue(handle: str) -> int:
    """One of eight avatar hues, always the same for the same handle."""
    return zlib.crc32(handle.encode()) % 8


def leads(one: tuple[datetime, int], other: tuple[datetime, int]) -> bool:
    """Whether the first of two customers who are one person leads: who is known longer.

    Each is the moment since when, and a number for where that is the same.
    """
    return one <= other


def forms_of_name(name: str) -> list[str]:
    """A full name in small letters, as people write it; nothing for a single word."""
    words = re.findall(r"[\w'\u2019-]{2,}", name.casefold())
    if len(words) < 2:
        return []
    first, last = " ".join(words[:-1]), words[-1]
    turned = " ".join([*words[1:], words[0]])
    forms = [" ".join(words), f"{last} {first}", f"{last}, {first}", turned]
    return list(dict.fromkeys([name.strip().casefold(), *forms]))


def own_part(kind: str, value: str) -> str:
    """What somebody chose of an address before its @; "" where it says nothing about them."""
    local = value.partition("@")[0].partition("+")[0].lower() if kind == "email" else ""
    return local if len(local) >= TELLING and local not in SHARED else ""


STRUCK = "…"
"""What stands where something was that is forgotten."""


def words_of_names(names: Iterable[str]) -> list[str]:
    """The single words of names, but those that are too short to name anybody."""
    found = (word for name in names for word in re.findall(r"[\w'\u2019-]{3,}", name))
    return list(dict.fromkeys(found))


def speaking_of(handles: Iterable[str], words: Iterable[str]) -> re.Pattern[str]:
    """Finds every handle and every such word in a text, whatever its case."""
    exact = [rf"(?<![\w.+-]){re.escape(one)}(?![\w-])" for one in handles]
    whole = [rf"\b{re.escape(one)}\b" for one in words]
    return re.compile("|".join([*exact, *whole]) or r"(?!)", re.IGNORECASE)
