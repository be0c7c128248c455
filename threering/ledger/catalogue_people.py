"""The facts of who may do what: roles, invitations, teams. A part of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from threering.ledger.fact import Fact, NameOf


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesChanged(Fact):
    """What somebody was and is for the client: "agent lead@12", 12 being a brand; "" is nothing."""

    kind: ClassVar[str] = "roles_changed"
    silent: ClassVar[bool] = True
    person: int
    before: str
    after: str

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed what somebody may do") % {"who": who}

    def describe(self, who: str, name_of: NameOf) -> str:
        told = {"who": who, "person": name_of(self.person)}
        return _("%(who)s changed what %(person)s may do") % told


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(Fact):
    """A mail with a link was sent. `again`: 1 when it was not the first one."""

    kind: ClassVar[str] = "person_invited"
    silent: ClassVar[bool] = True
    invitation: int
    again: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s invited somebody") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(Fact):
    """`withdrawn`: 0 when that was undone."""

    kind: ClassVar[str] = "invitation_withdrawn"
    silent: ClassVar[bool] = True
    invitation: int
    withdrawn: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s withdrew an invitation") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted(Fact):
    kind: ClassVar[str] = "invitation_accepted"
    silent: ClassVar[bool] = True
    invitation: int
    person: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s accepted an invitation") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandKept(Fact):
    """A brand was added, or its name or language changed."""

    kind: ClassVar[str] = "brand_kept"
    silent: ClassVar[bool] = True
    brand: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed a brand") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamKept(Fact):
    """A team was added, named otherwise, put out of use (archived 1) or into it again."""

    kind: ClassVar[str] = "team_kept"
    silent: ClassVar[bool] = True
    team: int
    archived: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed a team") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamJoined(Fact):
    kind: ClassVar[str] = "team_joined"
    silent: ClassVar[bool] = True
    team: int
    person: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s put somebody into a team") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLeft(Fact):
    kind: ClassVar[str] = "team_left"
    silent: ClassVar[bool] = True
    team: int
    person: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s took somebody out of a team") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillKept(Fact):
    """A skill was added, named otherwise, put out of use (archived 1) or into it again."""

    kind: ClassVar[str] = "skill_kept"
    silent: ClassVar[bool] = True
    skill: int
    archived: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed a skill") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillLevelSet(Fact):
    """How well somebody can do something was said: 1 to 3, 0 for not at all."""

    kind: ClassVar[str] = "skill_level_set"
    silent: ClassVar[bool] = True
    skill: int
    person: int
    before: int
    level: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s said what somebody can do") % {"who": who}


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakReasonKept(Fact):
    """A reason was added, named otherwise, put out of use (archived 1) or into it again."""

    kind: ClassVar[str] = "break_reason_kept"
    silent: ClassVar[bool] = True
    reason: int
    archived: int

    @classmethod
    def headline(cls, who: str) -> str:
        return _("%(who)s changed a break reason") % {"who": who}
