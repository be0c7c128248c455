"""The facts of merging, splitting and moving, told in both tickets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from threering.ledger.fact import Fact, NameOf


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketsMerged(Fact):
    """Another ticket's contacts moved into this one; each keeps its origin."""

    kind: ClassVar[str] = "tickets_merged"
    icon: ClassVar[str] = "git-merge"
    regrouping: int
    other: int
    contacts: tuple[int, ...]

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s merged another ticket into this one") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        said = _("%(who)s merged #%(number)s into this ticket")
        return said % {"who": who, "number": self.other}


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMergedAway(Fact):
    """All contacts of this ticket moved into another, to which it leads now."""

    kind: ClassVar[str] = "ticket_merged_away"
    icon: ClassVar[str] = "git-merge"
    regrouping: int
    other: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s merged this ticket into another one") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        said = _("%(who)s merged this ticket into #%(number)s")
        return said % {"who": who, "number": self.other}


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSplit(Fact):
    """Messages of this ticket moved into a ticket of their own."""

    kind: ClassVar[str] = "ticket_split"
    icon: ClassVar[str] = "shuffle"
    regrouping: int
    other: int
    messages: tuple[int, ...]

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s split this ticket") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        said = _("%(who)s split #%(number)s from this ticket")
        return said % {"who": who, "number": self.other}


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSplitOff(Fact):
    """This ticket was made of messages of another."""

    kind: ClassVar[str] = "ticket_split_off"
    icon: ClassVar[str] = "shuffle"
    regrouping: int
    other: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s split this from another ticket") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        return _("%(who)s split this from #%(number)s") % {"who": who, "number": self.other}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMovedAway(Fact):
    kind: ClassVar[str] = "message_moved_away"
    icon: ClassVar[str] = "forward"
    regrouping: int
    other: int
    message: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s moved a message to another ticket") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        return _("%(who)s moved a message to #%(number)s") % {"who": who, "number": self.other}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageMovedHere(Fact):
    kind: ClassVar[str] = "message_moved_here"
    icon: ClassVar[str] = "forward"
    regrouping: int
    other: int
    message: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s moved a message here") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        said = _("%(who)s moved a message here from #%(number)s")
        return said % {"who": who, "number": self.other}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegroupingUndone(Fact):
    """A merge, split or move was taken back; told in both tickets."""

    kind: ClassVar[str] = "regrouping_undone"
    icon: ClassVar[str] = "undo-2"
    regrouping: int
    what: str
    other: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s undid a merge, split or move") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        sentence = {
            "merge": _("%(who)s undid the merge with #%(number)s"),
            "split": _("%(who)s undid the split of #%(number)s"),
            "move": _("%(who)s undid moving a message between this and #%(number)s"),
        }
        said = sentence.get(self.what) or self.headline(who)
        return said % {"who": who, "number": self.other}


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRelated(Fact):
    """This ticket has to do with another one; told in both."""

    kind: ClassVar[str] = "ticket_related"
    icon: ClassVar[str] = "link-2"
    other: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s linked this ticket with another one") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        said = _("%(who)s linked this ticket with #%(number)s")
        return said % {"who": who, "number": self.other}


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUnrelated(Fact):
    """That was taken back; told in both."""

    kind: ClassVar[str] = "ticket_unrelated"
    icon: ClassVar[str] = "link-2"
    other: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s unlinked this ticket from another one") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        said = _("%(who)s unlinked this ticket from #%(number)s")
        return said % {"who": who, "number": self.other}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersMerged(Fact):
    """The customer is the same person as another, whom they follow now."""

    kind: ClassVar[str] = "customers_merged"
    icon: ClassVar[str] = "users"
    customer: int
    into: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s says that two customers are one person") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersParted(Fact):
    """It was taken back that the customer is the same person as another."""

    kind: ClassVar[str] = "customers_parted"
    icon: ClassVar[str] = "undo-2"
    customer: int
    before: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s says that two customers are two people again") % {"who": who}
