"""Each kind of change: how a ticket stands towards it, how it is made, and how it is put back.

One is made for each portion and asks once for all its tickets.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db.models import Count

from threering.kernel.rows import find, insert, update
from threering.ledger.catalogue_properties import ContactResumed, Tagged, Untagged
from threering.ledger.fact import Fact
from threering.organisation.models import Agent, Team
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.tickets import actions as tickets
from threering.tickets import properties, reasons
from threering.tickets.bulk.rules import Change, What
from threering.tickets.models import Contact, ContactReason, Tagging, Ticket
from threering.tickets.rules import Priority, Status
from threering.tickets.tagging import MOST_TAGS

Before = dict[str, Any]
VERBS = {
    What.ASSIGN: Verb.ASSIGN,
    What.TEAM: Verb.ASSIGN,
    What.STATUS: Verb.SET_STATUS,
    What.SNOOZE: Verb.SET_STATUS,
    What.PRIORITY: Verb.DESCRIBE,
    What.REASON: Verb.DESCRIBE,
    What.TAG: Verb.DESCRIBE,
    What.UNTAG: Verb.DESCRIBE,
}


class Kind(Protocol):
    """What all kinds can do."""

    def __init__(self, to: Any, portion: Sequence[Ticket]) -> None: ...

    def is_so(self, ticket: Ticket) -> bool:
        """Whether the ticket stands as the change leaves it."""

    def is_able(self, ticket: Ticket) -> bool:
        """Whether whoever gets it can do something with it, or it with what it gets."""

    def is_full(self, ticket: Ticket) -> bool:
        """Whether it takes no more."""

    def change(self, ticket: Ticket, *, at: datetime) -> tuple[Before, list[Fact]]:
        """Change it: how it stood, and what happened."""

    def restore(self, ticket: Ticket, before: Before) -> list[Fact]:
        """Put back how it stood; what happened."""

    def end(self) -> None:
        """Write what was kept for the end of the portion."""


class _Any:
    def is_able(self, ticket: Ticket) -> bool:
        return True

    def is_full(self, ticket: Ticket) -> bool:
        return False

    def end(self) -> None:
        pass


class _Giving(_Any):
    """One of those that a client has for its tickets, or none."""

    model: ClassVar[type[Agent | ContactReason | Team]]
    column: ClassVar[str]

    def __init__(self, to: int | None, portion: Sequence[Ticket]) -> None:
        self._known: dict[int | None, Any] = {None: None}
        self.to = self._one(to)

    def _one(self, pk: int | None) -> Any:
        if pk is not None and pk not in self._known:
            self._known[pk] = self.model._default_manager.get(pk=pk)
        return self._known[pk]

    def _has(self, ticket: Ticket) -> int | None:
        pk: int | None = getattr(ticket, f"{self.column}_id")
        return pk

    def is_so(self, ticket: Ticket) -> bool:
        return self._has(ticket) == (self.to.pk if self.to else None)

    def is_able(self, ticket: Ticket) -> bool:
        return self.to is None or bool(self.to.client_id == ticket.client_id)

    def change(self, ticket: Ticket, *, at: datetime) -> tuple[Before, list[Fact]]:
        before = {self.column: self._has(ticket)}
        return before, self.give(ticket, self.to)

    def restore(self, ticket: Ticket, before: Before) -> list[Fact]:
        return self.give(ticket, self._one(before[self.column]))

    def give(self, ticket: Ticket, to: Any) -> list[Fact]:
        raise NotImplementedError


class Assigning(_Giving):
    """To an agent, or to nobody."""

    model, column = Agent, "assignee"

    def is_able(self, ticket: Ticket) -> bool:
        return self.to is None or may(self.to, Verb.REPLY, ticket)

    def give(self, ticket: Ticket, to: Agent | None) -> list[Fact]:
        return tickets.assign(ticket, to)


class SettingTeam(_Giving):
    """Whose work they are, or no team's."""

    model, column = Team, "team"

    def give(self, ticket: Ticket, to: Team | None) -> list[Fact]:
        return properties.set_team(ticket, to)


class SettingStatus(_Any):
    """What else a status changes goes back with it: who waits since when, and what had ended."""

    def __init__(self, to: str, portion: Sequence[Ticket]) -> None:
        self.to = Status(to)
        find(Contact, ticket_id=[ticket.pk for ticket in portion], ended_at=None)

    def is_so(self, ticket: Ticket) -> bool:
        return bool(ticket.status == self.to.value)

    def change(self, ticket: Ticket, *, at: datetime) -> tuple[Before, list[Fact]]:
        running = find(Contact, ticket_id=ticket.pk, ended_at=None)
        before = {
            "status": ticket.status,
            "solved_at": _written(ticket.solved_at),
            "waiting_since": _written(ticket.waiting_since),
            "snoozed_until": _written(ticket.snoozed_until),
            "last_at": _written(ticket.last_at),
        }
        facts = tickets.set_status(ticket, self.to, at=at)
        ended = [contact.pk for contact in running if contact.ended_at]
        return before | {"contacts": ended}, facts

    def restore(self, ticket: Ticket, before: Before) -> list[Fact]:
        ended = find(Contact, id=before["contacts"]) if before["contacts"] else []
        for contact in ended:
            contact.ended_at = None
            update(contact, "ended_at")
        resumed = [ContactResumed(channel=contact.channel) for contact in ended]
        moments = ("solved_at", "waiting_since", "snoozed_until")
        return [*tickets.put_back(ticket, before["status"], _read(before, moments)), *resumed]


class SettingPriority(_Any):
    """How urgent they are."""

    def __init__(self, to: int, portion: Sequence[Ticket]) -> None:
        self.to = Priority(to)

    def is_so(self, ticket: Ticket) -> bool:
        return bool(ticket.priority == self.to)

    def change(self, ticket: Ticket, *, at: datetime) -> tuple[Before, list[Fact]]:
        before = {"priority": ticket.priority}
        return before, properties.set_priority(ticket, self.to)

    def restore(self, ticket: Ticket, before: Before) -> list[Fact]:
        return properties.set_priority(ticket, Priority(before["priority"]))


class SettingReason(_Giving):
    """Why their customers write, or none."""

    model, column = ContactReason, "reason"

    def give(self, ticket: Ticket, to: ContactReason | None) -> list[Fact]:
        return reasons.set_reason(ticket, to)


class AddingTag(_Any):
    """A tag that they all shall carry."""

    def __init__(self, to: int, portion: Sequence[Ticket]) -> None:
        self.to, ids = to, [ticket.pk for ticket in portion]
        found = find(Tagging, tag_id=to, ticket_id=ids)
        self.carried = {tagging.ticket_id: tagging.pk for tagging in found}
        tags = Tagging.objects.filter(ticket__in=ids).values("ticket").annotate(tags=Count("pk"))
        self.count = dict(tags.values_list("ticket", "tags"))
        self._off: list[int] = []

    def is_so(self, ticket: Ticket) -> bool:
        return ticket.pk in self.carried

    def is_full(self, ticket: Ticket) -> bool:
        return self.count.get(ticket.pk, 0) >= MOST_TAGS

    def change(self, ticket: Ticket, *, at: datetime) -> tuple[Before, list[Fact]]:
        return {}, self._put_on(ticket)

    def restore(self, ticket: Ticket, before: Before) -> list[Fact]:
        return self._take_off(ticket)

    def _put_on(self, ticket: Ticket) -> list[Fact]:
        insert(Tagging(client_id=ticket.client_id, ticket_id=ticket.pk, tag_id=self.to))
        tickets.touch(ticket)
        return [Tagged(tag=self.to)]

    def _take_off(self, ticket: Ticket) -> list[Fact]:
        self._off.append(self.carried[ticket.pk])
        tickets.touch(ticket)
        return [Untagged(tag=self.to)]

    def end(self) -> None:
        if self._off:
            Tagging.objects.filter(pk__in=self._off).delete()


class RemovingTag(AddingTag):
    """A tag that none of them shall carry."""

    def is_so(self, ticket: Ticket) -> bool:
        return ticket.pk not in self.carried

    def is_full(self, ticket: Ticket) -> bool:
        return False

    def change(self, ticket: Ticket, *, at: datetime) -> tuple[Before, list[Fact]]:
        return {}, self._take_off(ticket)

    def restore(self, ticket: Ticket, before: Before) -> list[Fact]:
        return self._put_on(ticket)


class Snoozing(_Any):
    """Until a moment, or awake."""

    def __init__(self, to: str | None, portion: Sequence[Ticket]) -> None:
        self.to = datetime.fromisoformat(to) if to else None

    def is_so(self, ticket: Ticket) -> bool:
        return bool(ticket.snoozed_until == self.to)

    def change(self, ticket: Ticket, *, at: datetime) -> tuple[Before, list[Fact]]:
        until, last_at = _written(ticket.snoozed_until), _written(ticket.last_at)
        return {"snoozed_until": until, "last_at": last_at}, tickets.snooze(ticket, self.to)

    def restore(self, ticket: Ticket, before: Before) -> list[Fact]:
        until = before["snoozed_until"]
        return tickets.snooze(ticket, datetime.fromisoformat(until) if until else None)


KINDS: dict[What, type[Kind]] = {
    What.ASSIGN: Assigning,
    What.TEAM: SettingTeam,
    What.STATUS: SettingStatus,
    What.PRIORITY: SettingPriority,
    What.REASON: SettingReason,
    What.TAG: AddingTag,
    What.UNTAG: RemovingTag,
    What.SNOOZE: Snoozing,
}


def kind_of(change: Change, portion: Sequence[Ticket]) -> Kind:
    """The kind that makes this change to a portion of tickets."""
    return KINDS[change.what](change.to, portion)


def said_since(ticket: Ticket, before: Before) -> bool:
    """Whether somebody wrote into a ticket since it was changed."""
    return "last_at" in before and before["last_at"] != _written(ticket.last_at)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _read(before: Before, names: Sequence[str]) -> dict[str, datetime | None]:
    given = {name: before[name] for name in names}
    return {name: datetime.fromisoformat(v) if v else None for name, v in given.items()}
