"""Which language words are in. Pure."""

from __future__ import annotations

import re
from collections import Counter

from threering.language.words import SCRIPTS, SMALL_WORDS

ENOUGH = 3_000
"""Letters that are looked at; more say nothing new."""
SHARE = 0.15
"""How much of a text has to be in a script before it decides."""
SURE = 2.0
AHEAD = 1.25
WORD = re.compile(r"[^\W\d_]+")
ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")

_LANGUAGES: dict[str, list[str]] = {}
for _language, _words in SMALL_WORDS.items():
    for _word in set(_words.split()):
        _LANGUAGES.setdefault(_word, []).append(_language)
_SCRIPTS = [(language, re.compile(f"[{letters}]")) for language, letters in SCRIPTS]


def language_of(text: str) -> str:
    """The language of a text as a code of two letters; "" where it is not clear enough."""
    plain = ADDRESS.sub(" ", text[:ENOUGH]).casefold()
    words = WORD.findall(plain)
    return _by_script(plain, sum(map(len, words))) or _by_words(words)


def _by_script(text: str, letters: int) -> str:
    for language, script in _SCRIPTS:
        few = language in {"ja", "fa"}  # written with letters of another language between them
        needed = letters * (SHARE / 10 if few else SHARE)
        if letters and len(script.findall(text)) > needed:
            return language
    return ""


def _by_words(words: list[str]) -> str:
    """By the small words; one that several languages share says less for each of them."""
    score: Counter[str] = Counter()
    for word in words:
        spoken = _LANGUAGES.get(word, ())
        for language in spoken:
            score[language] += 1 / len(spoken)  # type: ignore[assignment]
    best = score.most_common(2)
    if not best or best[0][1] < SURE:
        return ""
    clear = len(best) == 1 or best[0][1] >= AHEAD * best[1][1]
    return best[0][0] if clear else ""
