"""The demo's words: a file for each language, drawn so that nothing repeats before it must."""

from __future__ import annotations

import tomllib
from collections import deque
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any


@cache
def words(language: str) -> dict[str, Any]:
    """All phrases of one language, read from the package's own data."""
    return tomllib.loads(files(__package__).joinpath(f"texts/{language}.toml").read_text("utf-8"))


class Bags:
    """Draws every line of a list once before any comes again, the last drawn ones latest."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._bags: dict[tuple[str, ...], deque[int]] = {}
        self._drawn: dict[tuple[str, ...], deque[int]] = {}

    def draw(self, *key: str) -> str:
        """The next phrase of words(language)[section]…; the key starts with the language."""
        phrases: Any = words(key[0])
        for name in key[1:]:
            phrases = phrases[name]
        return str(phrases[self.index(range(len(phrases)), *key)])

    def index(self, lines: Sequence[int], *key: str) -> int:
        """The next of these line numbers, remembered under the key."""
        bag = self._bags.setdefault(key, deque())
        drawn = self._drawn.setdefault(key, deque(maxlen=max(1, len(lines) // 2)))
        if not bag:
            fresh = [line for line in lines if line not in drawn]
            self._rng.shuffle(fresh)
            bag.extend([*fresh, *drawn])
        drawn.append(bag.popleft())
        return drawn[-1]

    def chance(self, share: float) -> bool:
        """Yes in this share of cases."""
        return self._rng.random() < share
