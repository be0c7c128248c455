"""The facts of what people say of a ticket, and take back, and of the contact reasons there are. A
part of the catalogue."""

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
class FieldSet(Fact):
    """What stands in a custom field changed; the value itself is the ticket's."""

    kind: ClassVar[str] = "field_set"
    icon: ClassVar[str] = "text-cursor-input"
    silent: ClassVar[bool] = True
    names: ClassVar[str] = "field"
    field: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s filled in a field") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        return _("%(who)s filled in: %(what)s") % {"who": who, "what": name_of(self.field)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKept(Fact):
    """A custom field was added, changed, put out of use (archived 1) or into it again."""

    kind: ClassVar[str] = "field_kept"
    silent: ClassVar[bool] = True
    field: int
    archived: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed a custom field") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistKept(Fact):
    """What: added, done, open (again), off (the list) or back."""

    kind: ClassVar[str] = "checklist_kept"
    icon: ClassVar[str] = "list-checks"
    silent: ClassVar[bool] = True
    names: ClassVar[str] = "step"
    step: int
    what: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed the checklist") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        sentences = {
            "added": _("%(who)s put this on the checklist: %(step)s"),
            "done": _("%(who)s ticked off: %(step)s"),
            "open": _("%(who)s opened again: %(step)s"),
            "off": _("%(who)s took this off the checklist: %(step)s"),
            "back": _("%(who)s put this back on the checklist: %(step)s"),
        }
        told = sentences.get(self.what)
        return told % {"who": who, "step": name_of(self.step)} if told else self.headline(who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged(Fact):
    kind: ClassVar[str] = "tagged"
    icon: ClassVar[str] = "tag"
    silent: ClassVar[bool] = True
    names: ClassVar[str] = "tag"
    tag: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s added a tag") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        return _("%(who)s added the tag %(tag)s") % {"who": who, "tag": name_of(self.tag)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Untagged(Fact):
    kind: ClassVar[str] = "untagged"
    icon: ClassVar[str] = "tag"
    silent: ClassVar[bool] = True
    names: ClassVar[str] = "tag"
    tag: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s removed a tag") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        return _("%(who)s removed the tag %(tag)s") % {"who": who, "tag": name_of(self.tag)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonSet(Fact):
    """Somebody said why the customer of a ticket writes, or took that back."""

    kind: ClassVar[str] = "reason_set"
    icon: ClassVar[str] = "list-tree"
    names: ClassVar[str] = "reason"
    before: int | None
    after: int | None

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s set the contact reason") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        """`name_of` gives the path of a reason."""
        if self.after is None:
            return _("%(who)s took the contact reason off") % {"who": who}
        said = {"who": who, "reason": name_of(self.after)}
        return _("%(who)s set the contact reason: %(reason)s") % said


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonKept(Fact):
    """It was added or changed: under which it hangs, and whether it counts for first contact."""

    kind: ClassVar[str] = "reason_kept"
    silent: ClassVar[bool] = True
    reason: int
    parent: int | None
    first_contact: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed a contact reason") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonArchived(Fact):
    kind: ClassVar[str] = "reason_archived"
    silent: ClassVar[bool] = True
    reason: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s archived a contact reason") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRestored(Fact):
    kind: ClassVar[str] = "reason_restored"
    silent: ClassVar[bool] = True
    reason: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s took a contact reason out of the archive") % {"who": who}


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
