"""Who may do what. Pure: roles and verbs in, yes or no out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a person is for a client."""

    ADMIN = "admin"
    LEAD = "lead"
    AGENT = "agent"
    LIGHT = "light"
    CLIENT = "client"


class Rhythm(StrEnum):
    """How often somebody gets a mail of what they have not seen."""

    OFF = "off"
    HOURLY = "hourly"
    DAILY = "daily"


KEPT_MONTHS = (3, 6, 12, 24, 36, 60, 84, 120)
"""How long a brand may keep what was said, other than for ever."""
ACTED_ON = timedelta(days=7)
"""What a brand keeps is acted on so long after it was said: until then it can be changed."""


def months_before(at: datetime, months: int) -> datetime:
    """The same time of day so many months ago; of the last days of a month, its 28th."""
    year, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, 28))


class Verb(StrEnum):
    """What can be done. Every route declares one (a test walks the URL list)."""

    ENTER = "enter"  # be signed in; what is shown is filtered by visible_to
    READ_TICKET = "read ticket"
    REPLY = "reply"
    NOTE = "note"
    ASSIGN = "assign"
    SET_STATUS = "set status"
    DESCRIBE = "set priority, tags and contact reason"
    KEEP_REASONS = "keep contact reasons"
    KEEP_FIELDS = "keep custom fields"
    KEEP_REPLIES = "keep saved replies"
    KEEP_TAGS = "keep tags"
    KEEP_TEAMS = "keep teams, and see who there is"
    KEEP_PEOPLE = "keep people and their roles"
    KEEP_CLIENTS = "keep clients"
    KEEP_BRANDS = "keep brands"
    READ_AUDIT = "read who changed which setting, and who came in"
    KEEP_INBOXES = "keep inboxes and what stands around their mails"
    SHARE_VIEW = "share views"
    SETTLE_DELIVERY = "settle delivery"
    REGROUP = "merge and split"
    RELEASE_FILES = "release held files"
    READ_LEDGER = "read ledger"
    REPLAY_ARRIVAL = "replay arrival"
    KEEP_PRIVACY = "give out and erase what is known of a customer"


_READ = {Verb.ENTER, Verb.READ_TICKET}
_WORK = {Verb.REPLY, Verb.NOTE, Verb.ASSIGN, Verb.SET_STATUS, Verb.SETTLE_DELIVERY, Verb.REGROUP}
_WORK |= {Verb.DESCRIBE}
_RUN = {Verb.READ_LEDGER, Verb.REPLAY_ARRIVAL, Verb.KEEP_REPLIES, Verb.SHARE_VIEW}
_RUN |= {Verb.KEEP_REASONS, Verb.KEEP_FIELDS, Verb.KEEP_TEAMS, Verb.KEEP_TAGS, Verb.RELEASE_FILES}
_OWN = {Verb.KEEP_PEOPLE, Verb.KEEP_CLIENTS, Verb.KEEP_BRANDS, Verb.KEEP_INBOXES}
_OWN |= {Verb.KEEP_PRIVACY, Verb.READ_AUDIT}

ALLOWED: dict[Role, frozenset[Verb]] = {
    Role.ADMIN: frozenset(_READ | _WORK | _RUN | _OWN),
    Role.LEAD: frozenset(_READ | _WORK | _RUN),
    Role.AGENT: frozenset(_READ | _WORK),
    Role.LIGHT: frozenset(_READ | {Verb.NOTE}),
    Role.CLIENT: frozenset({Verb.ENTER}),
}


@dataclass(frozen=True, slots=True)
class Held:
    """One grant as held: a role for a whole client, or for one brand of it."""

    role: Role
    client_id: int
    brand_id: int | None = None

    def covers(self, client_id: int, brand_id: int | None) -> bool:
        """Whether the grant reaches something of that client and brand."""
        return self.client_id == client_id and self.brand_id in (None, brand_id)


def allows(held: Iterable[Held], verb: Verb, client_id: int, brand_id: int | None) -> bool:
    """Whether any grant lets its holder do the verb there."""
    return any(verb in ALLOWED[grant.role] and grant.covers(client_id, brand_id) for grant in held)


def allows_anywhere(held: Iterable[Held], verb: Verb) -> bool:
    """Whether any grant lets its holder do the verb at all."""
    return any(verb in ALLOWED[grant.role] for grant in held)


Roles = Mapping[int | None, Role]
"""What somebody is for a client: a role for each brand's id, None being all its brands."""


def loses_an_admin(before: Roles, after: Roles) -> bool:
    """Whether a client has one admin of all its brands less."""
    return before.get(None) is Role.ADMIN and after.get(None) is not Role.ADMIN


def written(roles: Roles) -> str:
    """Roles in words of ours, for facts: "agent", "agent lead@12"; "" for none."""
    ordered = sorted(roles.items(), key=lambda one: one[0] or 0)
    return " ".join(f"{role}@{brand}" if brand else str(role) for brand, role in ordered)


INVITED_FOR = timedelta(days=7)


class Standing(StrEnum):
    """Whether an invitation can still be accepted, and else why not."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


def standing(*, sent_at: datetime, accepted: bool, withdrawn: bool, at: datetime) -> Standing:
    """How an invitation that was sent last at that moment stands."""
    if accepted:
        return Standing.ACCEPTED
    if withdrawn:
        return Standing.WITHDRAWN
    return Standing.EXPIRED if at >= sent_at + INVITED_FOR else Standing.OPEN
