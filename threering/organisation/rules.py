"""Who may do what. Pure: roles and verbs in, yes or no out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
    SHARE_VIEW = "share views"
    SETTLE_DELIVERY = "settle delivery"
    REGROUP = "merge and split"
    READ_LEDGER = "read ledger"
    REPLAY_ARRIVAL = "replay arrival"


_READ = {Verb.ENTER, Verb.READ_TICKET}
_WORK = {Verb.REPLY, Verb.NOTE, Verb.ASSIGN, Verb.SET_STATUS, Verb.SETTLE_DELIVERY, Verb.REGROUP}
_WORK |= {Verb.DESCRIBE}
_RUN = {Verb.READ_LEDGER, Verb.REPLAY_ARRIVAL, Verb.KEEP_REPLIES, Verb.SHARE_VIEW}
_RUN |= {Verb.KEEP_REASONS, Verb.KEEP_FIELDS}

ALLOWED: dict[Role, frozenset[Verb]] = {
    Role.ADMIN: frozenset(_READ | _WORK | _RUN),
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
