"""What a mistyped word may have meant, and how words look to somebody who ignores accents. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator

SHORTEST = 4  # letters; of shorter words nearly every one is near another
LONGEST = 24
MOST = 5
TWO_SLIPS = 8  # letters from which a word may be two slips away
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "αβγδεζηθικλμνξοπρσςτυφχψω",
    "абвгдежзиклмнопрстуфхцчшщъыьэюяєії",
)
UNLIKE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th"}
UNLIKE |= {"\u0131": "i", "ħ": "h", "ŋ": "n"}


def folded(text: str) -> str:
    """Without capitals and accents, as the search compares it."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(
        UNLIKE.get(sign, sign) for sign in apart if not unicodedata.combining(sign)
    ).casefold()


def may_be_mistyped(word: str) -> bool:
    """Whether it is worth looking for what it may have meant: letters only, and enough of them."""
    return word.isalpha() and SHORTEST <= len(word) <= LONGEST


def variants(word: str) -> set[str]:
    """All that one slip makes of it: a letter too few, too many, wrong, or two changed round."""
    letters = next((a for a in ALPHABETS if word and word[-1] in a), ALPHABETS[0])
    return set(_variants(word, letters)) - {word}


def _variants(word: str, letters: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in letters)


def slips(one: str, other: str) -> int:
    """How many letters were left out, added, mistaken or changed round between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for there, wanted in enumerate(other, 1):
            cost = before[there - 1] + (sign != wanted)
            cost = min(cost, before[there] + 1, row[there - 1] + 1)
            if at > 1 and there > 1 and (sign, one[at - 2]) == (other[there - 2], wanted):
                cost = min(cost, earlier[there - 2] + 1)
            row.append(cost)
    return row[-1]


def nearest(word: str, known: Collection[str]) -> list[str]:
    """The known words that it most likely meant, nearest first; the same first letter counts."""
    allowed = 2 if len(word) >= TWO_SLIPS else 1
    apart = {other: slips(word, other) for other in known if abs(len(other) - len(word)) <= allowed}
    near = [other for other, slipped in apart.items() if 0 < slipped <= allowed]
    fewest = min((apart[other] for other in near), default=0)
    best = [other for other in near if apart[other] == fewest]
    return sorted(best, key=lambda other: (other[0] != word[0], other))[:MOST]
