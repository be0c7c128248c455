"""The facts of files that may do harm. A part of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from threering.ledger.fact import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReleased(Fact):
    kind: ClassVar[str] = "file_released"
    icon: ClassVar[str] = "shield-alert"
    attachment: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s released a held file") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileHeld(Fact):
    kind: ClassVar[str] = "file_held"
    icon: ClassVar[str] = "shield-alert"
    attachment: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s held a file again") % {"who": who}
