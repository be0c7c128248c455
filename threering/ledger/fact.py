"""What all kinds of facts share. The kinds themselves stand in the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

NameOf = Callable[[int | None], str]
Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What all facts share."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    icon: ClassVar[str] = "circle-dot"
    silent: ClassVar[bool] = False
    """Not shown in the thread: the message itself is there."""
    aside: ClassVar[bool] = False
    """Never the news of its moment: it only goes along with something else."""

    names: ClassVar[str] = "agent"
    """Of what the ids are that `describe` asks a name for."""

    @classmethod
    def headline(cls, who: str) -> str:
        """What happened, in a few words, when only the kind is known."""
        raise NotImplementedError

    def describe(self, who: str, name_of: NameOf) -> str:
        """The sentence a reader sees. `name_of` turns an id of `names` into a name."""
        return self.headline(who)
