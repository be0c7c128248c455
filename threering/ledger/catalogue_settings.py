"""The facts of how the house is arranged: clients, inboxes, what stands under mails, tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from threering.ledger.fact import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKept(Fact):
    """A client was added, or is called otherwise."""

    kind: ClassVar[str] = "client_kept"
    silent: ClassVar[bool] = True
    client: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed a client") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxKept(Fact):
    """An inbox was added, or how its mail comes and goes was changed."""

    kind: ClassVar[str] = "inbox_kept"
    silent: ClassVar[bool] = True
    inbox: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed an inbox") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxSwitched(Fact):
    """`off`: 1 when it takes no mail any more, 0 when it does again."""

    kind: ClassVar[str] = "inbox_switched"
    silent: ClassVar[bool] = True
    inbox: int
    off: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s switched an inbox on or off") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterheadKept(Fact):
    """The name or the signature under which mails of a brand leave was changed.

    `inbox`: 0 where it is for the whole brand.
    """

    kind: ClassVar[str] = "letterhead_kept"
    silent: ClassVar[bool] = True
    brand: int
    inbox: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed what stands around mails") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRenamed(Fact):
    """A tag is called otherwise, on all tickets that carry it."""

    kind: ClassVar[str] = "tag_renamed"
    silent: ClassVar[bool] = True
    tag: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s renamed a tag") % {"who": who}
