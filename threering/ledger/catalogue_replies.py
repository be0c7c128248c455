"""The facts of saved replies and of what is sent with them. A part of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from threering.ledger.fact import Fact, Upcaster


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReplyUsed(Fact):
    """It went into a message. Where the message is taken back, so is this."""

    kind: ClassVar[str] = "saved_reply_used"
    silent: ClassVar[bool] = True
    aside: ClassVar[bool] = True
    reply: int
    message: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s used a saved reply") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReplyKept(Fact):
    """It was written, or changed to this version, which is for that team, or for everybody."""

    kind: ClassVar[str] = "saved_reply_kept"
    version: ClassVar[int] = 2
    silent: ClassVar[bool] = True
    reply: int
    version_kept: int
    team: int | None

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed a saved reply") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReplyArchived(Fact):
    kind: ClassVar[str] = "saved_reply_archived"
    silent: ClassVar[bool] = True
    reply: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s archived a saved reply") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReplyRestored(Fact):
    kind: ClassVar[str] = "saved_reply_restored"
    silent: ClassVar[bool] = True
    reply: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s took a saved reply out of the archive") % {"who": who}


UPCASTERS: dict[tuple[str, int], Upcaster] = {
    ("saved_reply_kept", 1): lambda old: old | {"team": None},  # before there were teams
}
