"""Contact reasons as a tree: their full names, where one may hang, which are meant. Pure."""

# ruff: noqa: RUF001 - the arrow between names

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from threering.tickets.spelling import folded

DEEPEST = 3  # levels
LONGEST_NAME = 60  # characters
BETWEEN = " › "
_ARROWS = re.compile(r"\s*[›>]\s*")
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A reason as far as the tree depends on it. `archived`: itself, whatever hangs above it."""

    id: int
    name: str
    parent: int | None = None
    position: int = 0
    archived: bool = False


def reason_name(words: str) -> str:
    """A name as it is kept: on one line, without the arrow that parts names; "" is none."""
    return " ".join(re.sub(r"[\0›>]", " ", words).split())[:LONGEST_NAME].strip()


class Tree:
    """The reasons of a client, or of several side by side."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = {node.id: node for node in nodes}
        self._below: defaultdict[int | None, list[int]] = defaultdict(list)
        for node in sorted(self._nodes.values(), key=lambda node: (node.position, node.id)):
            self._below[node.parent].append(node.id)

    def walk(self, under: int | None = None) -> Iterator[int]:
        """All below one, or all there are: each followed by those beneath it, in their order."""
        for pk in self._below[under]:
            yield pk
            yield from self.walk(pk)

    def line(self, pk: int) -> list[int]:
        """From the top down to this one."""
        above = self._nodes[pk].parent
        return [*(self.line(above) if above is not None else ()), pk]

    def path(self, pk: int) -> Path:
        """The names from the top down to this one."""
        return tuple(self._nodes[one].name for one in self.line(pk))

    def depth(self, pk: int) -> int:
        """On which level it is; the top is 1."""
        return len(self.line(pk))

    def within(self, pk: int) -> frozenset[int]:
        """This one and all beneath it."""
        return frozenset([pk, *self.walk(pk)])

    def is_in_use(self, pk: int) -> bool:
        """Whether agents are offered it: neither itself nor one above it is archived."""
        return not any(self._nodes[one].archived for one in self.line(pk))

    def siblings(self, pk: int) -> list[int]:
        """Those beside it that are not archived, in their order, itself among them."""
        beside = self._below[self._nodes[pk].parent]
        return [one for one in beside if one == pk or not self._nodes[one].archived]

    def may_hang(self, pk: int | None, under: int | None) -> bool:
        """Whether it, or a new one (None), may hang under that one, or at the top (None)."""
        own = self.within(pk) if pk is not None else frozenset[int]()
        if under is None:
            return True
        if under in own or under not in self._nodes or not self.is_in_use(under):
            return False
        above = self.depth(pk) if pk is not None else 0
        height = max((self.depth(one) - above for one in own), default=0) + 1
        return self.depth(under) + height <= DEEPEST

    def reordered(self, pk: int, *, up: bool) -> list[int]:
        """Its siblings when it has changed places with the one before it, or after it."""
        order = self.siblings(pk)
        here = order.index(pk)
        there = max(0, min(len(order) - 1, here - 1 if up else here + 1))
        order[here], order[there] = order[there], order[here]
        return order

    def summed(self, counts: Mapping[int, int]) -> dict[int, int]:
        """What was counted for each, with all beneath it."""
        return {pk: sum(counts.get(one, 0) for one in self.within(pk)) for pk in self._nodes}

    def meant(self, typed: str) -> frozenset[int]:
        """What somebody means who types a name, or the end of a path, and all beneath it.

        The whole path wins over its end, and what is called so over what only begins so.
        """
        parts = [part for part in map(folded, _ARROWS.split(typed.strip())) if part]
        named = {pk: [folded(name) for name in self.path(pk)] for pk in self._nodes}
        for fits in FITS if parts else ():
            if found := [pk for pk, path in named.items() if fits(path, parts)]:
                return frozenset[int]().union(*map(self.within, found))
        return frozenset()


def _is_path(path: Sequence[str], parts: Sequence[str]) -> bool:
    return list(path) == list(parts)


def _is_end(path: Sequence[str], parts: Sequence[str]) -> bool:
    return list(path[-len(parts) :]) == list(parts)


def _begins_end(path: Sequence[str], parts: Sequence[str]) -> bool:
    if len(path) < len(parts):
        return False
    return all(map(_begins, path[-len(parts) :], parts))


def _begins(name: str, part: str) -> bool:
    """Whether each word of the part begins a word of the name."""
    return all(any(word.startswith(said) for word in name.split()) for said in part.split())


FITS: tuple[Callable[[Sequence[str], Sequence[str]], bool], ...] = (_is_path, _is_end, _begins_end)
