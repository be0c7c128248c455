"""The facts of what a team says among itself. A part of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from threering.ledger.fact import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned(Fact):
    """A note names colleagues."""

    kind: ClassVar[str] = "mentioned"
    silent: ClassVar[bool] = True
    aside: ClassVar[bool] = True
    message: int
    agents: tuple[int, ...]

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s mentioned a colleague") % {"who": who}
