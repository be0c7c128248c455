"""Recognise a sentence that was kept in English, and tell it in the reader's language."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from django.utils import translation
from django.utils.translation import gettext as _

from threering.web.kept.sentences import SENTENCES

PLACE = re.compile(r"%\((\w+)\)s")
REASON = "%(reason)s"
LONGEST = 1000
"""What servers say may be endless, and is none of ours."""


def kept(text: str) -> str:
    """A kept sentence in the reader's language; as it is where it is none of ours."""
    language = translation.get_language() or "en"
    return text if language == "en" or len(text) > LONGEST else _told(text, language)


@lru_cache(4096)
def _told(text: str, language: str) -> str:
    """`language` is the active one: it is named for the cache."""
    for pattern, template in _patterns():
        if found := pattern.fullmatch(text):
            said = found.groupdict()
            inside = {name: _told(value, language) for name, value in said.items()}
            if "reason" in said and inside["reason"] == said["reason"]:
                continue  # a reason is always ours: it was cut at the wrong place
            return _(template) % inside
    return text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """What goes on after a reason comes first, then what says most by its own words."""

    def worth(template: str) -> tuple[bool, int]:
        return REASON in template, len(PLACE.sub("", template))

    return [(_pattern(one), one) for one in sorted(SENTENCES, key=worth, reverse=True)]


def _pattern(template: str) -> re.Pattern[str]:
    pieces = PLACE.split(template)
    words = [re.escape(piece) for piece in pieces[::2]]
    places = [f"(?P<{name}>.+?)" for name in pieces[1::2]]
    return re.compile("".join(w + p for w, p in zip(words, [*places, ""], strict=True)), re.DOTALL)
