"""The facts of what people say of a ticket, and take back. A part of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from threering.ledger.fact import Fact, NameOf


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChanged(Fact):
    """0 low, 1 normal, 2 high, 3 urgent."""

    kind: ClassVar[str] = "priority_changed"
    icon: ClassVar[str] = "flame"
    before: int
    after: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed the priority") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        sentences = [
            _("%(who)s gave this low priority"),
            _("%(who)s gave this normal priority"),
            _("%(who)s gave this high priority"),
            _("%(who)s said that this is urgent"),
        ]
        return sentences[self.after] % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamChanged(Fact):
    kind: ClassVar[str] = "team_changed"
    icon: ClassVar[str] = "users-round"
    names: ClassVar[str] = "team"
    before: int | None
    after: int | None

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed the team") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        if self.after is None:
            told = {"who": who, "team": name_of(self.before)}
            return _("%(who)s took this from the team %(team)s") % told
        told = {"who": who, "team": name_of(self.after)}
        return _("%(who)s gave this to the team %(team)s") % told


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistKept(Fact):
    """What: added, done, open (again), off (the list) or back."""

    kind: ClassVar[str] = "checklist_kept"
    icon: ClassVar[str] = "list-checks"
    silent: ClassVar[bool] = True
    step: int
    what: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed the checklist") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged(Fact):
    kind: ClassVar[str] = "tagged"
    icon: ClassVar[str] = "tag"
    silent: ClassVar[bool] = True
    tag: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s added a tag") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class Untagged(Fact):
    kind: ClassVar[str] = "untagged"
    icon: ClassVar[str] = "tag"
    silent: ClassVar[bool] = True
    tag: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s removed a tag") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactResumed(Fact):
    """What had ended goes on: the status, or the reply, that ended it was taken back."""

    kind: ClassVar[str] = "contact_resumed"
    silent: ClassVar[bool] = True
    aside: ClassVar[bool] = True
    channel: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("The contact goes on")
