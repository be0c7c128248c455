"""A language that nobody speaks: every text in brackets, with accents, a third longer.

What stands on a page outside brackets never went through gettext. Only tests have this language.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
from babel.messages import Catalog

from scripts import messages

CODE = "xx"
OPEN, CLOSE = "⟦", "⟧"
ACCENTS = str.maketrans("aceinosuyzACEINOSUYZ", "åçéîñöšûÿžÅÇÉÎÑÖŠÛÝŽ")
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|%[sd]|\{\w+\}|<[^>]+>|&\w+;)")
WORD = re.compile(r"[^\W\d_]{2,}")
OURS = {"Threering"}
OTHERS = (
    Path(django.__file__).parent / "conf" / "locale",
    Path(django.__file__).parent / "contrib" / "auth" / "locale",
    Path(allauth.__file__).parent / "locale",
)
"""Where texts that our pages show have their own catalogues."""


def build(folder: Path) -> None:
    """Write the catalogue where THREERING_LOCALE shall look for it."""
    catalogue = Catalog("en", charset="utf-8", fuzzy=False)
    for message in messages.gathered():
        if message.id:
            _add(catalogue, message.id, message.context)
    for text, context in _of_others():
        if catalogue.get(text, context) is None:
            _add(catalogue, text, context)
    messages.write_compiled(catalogue, folder / CODE / "LC_MESSAGES" / "django.mo")


def _add(catalogue: Catalog, text: object, context: str | None) -> None:
    made = tuple(map(pseudo, text)) if isinstance(text, tuple | list) else pseudo(str(text))
    catalogue.add(text, made, context=context)


def _of_others() -> Iterator[tuple[object, str | None]]:
    for folder in OTHERS:
        with Path(str(gettext.find("django", str(folder), ["de"]))).open("rb") as file:
            spoken = gettext.GNUTranslations(file)
        for key in filter(None, spoken._catalog):  # type: ignore[attr-defined]
            text, plural = (key[0], True) if isinstance(key, tuple) else (key, False)
            context, _, text = text.rpartition("\x04")
            yield ((text, text) if plural else text), (context or None)


def pseudo(text: str) -> str:
    """A text as it reads in that language; placeholders stay."""
    pieces = KEPT.split(text)
    accented = [p if n % 2 else p.translate(ACCENTS) for n, p in enumerate(pieces)]
    return f"{OPEN}{''.join(accented)}{'~' * (len(text) * 3 // 10)}{CLOSE}"


def outside(text: str) -> list[str]:
    """The words of a text that stand outside the brackets."""
    depth, bare = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == CLOSE)
        bare.append(" " if depth or letter == CLOSE else letter)
    return [word for word in WORD.findall("".join(bare)) if word not in OURS]
