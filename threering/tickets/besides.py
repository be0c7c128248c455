"""What sending a reply does to its ticket besides, and taking that back with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from threering.ledger.catalogue import Fact
from threering.ledger.catalogue_properties import ContactResumed
from threering.organisation.models import Agent
from threering.tickets import actions, properties, rules
from threering.tickets.models import Message, Ticket
from threering.tickets.rules import Priority, Status

Standing = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Besides:
    """What an author wants to happen with a reply. Nothing, where nothing is said."""

    status: Status | None = None
    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    assignee: Agent | None = None
    used: tuple[UUID, ...] = ()
    """The saved replies that went into it."""
    said: str = ""
    """All this as the composer said it, which gets it back when the reply is taken back."""


NOTHING = Besides()
_ENDING = ("solved_at", "snoozed_until")


def standing(ticket: Ticket) -> Standing:
    """How the ticket stands now, for whoever takes back what changes it."""
    moments = {name: getattr(ticket, name) for name in ("waiting_since", *_ENDING)}
    kept: Standing = {name: at.isoformat() if at else "" for name, at in moments.items()}
    kept |= {"status": ticket.status, "priority": ticket.priority}
    return kept | {"assignee": ticket.assignee_id, "tags": properties.tags_of(ticket)}


def do(ticket: Ticket, besides: Besides, *, at: datetime) -> list[Fact]:
    """Do it; tells what changed. Raises TooManyTags."""
    facts: list[Fact] = []
    for tag in besides.tags:
        facts += properties.add_tag(ticket, tag)
    if besides.priority is not None:
        facts += properties.set_priority(ticket, besides.priority)
    if besides.assignee:
        facts += actions.assign(ticket, besides.assignee)
    if besides.status:
        status = rules.wanted_after_reply(Status(ticket.status), besides.status)
        facts += actions.set_status(ticket, status, at=at)
    return facts


def undo(ticket: Ticket, before: Standing) -> list[Fact]:
    """Put back what the reply had changed and nobody has changed since: all but the status."""
    left, facts = before.get("left"), list[Fact]()
    if left is None:  # written by a release that knew of nothing besides
        return facts
    for tag in left["tags"]:
        facts += properties.remove_tag(ticket, tag) if tag not in before["tags"] else []
    if before["priority"] != left["priority"] == ticket.priority:
        facts += properties.set_priority(ticket, Priority(before["priority"]))
    if before["assignee"] != left["assignee"] == ticket.assignee_id:
        facts += actions.assign(ticket, Agent.objects.filter(pk=before["assignee"]).first())
    return facts


def begin_again(message: Message, ticket: Ticket, before: Standing) -> list[Fact]:
    """The ticket is not ended any more: neither are the contacts that ended with the reply."""
    for name in _ENDING:
        setattr(ticket, name, parse_datetime(before.get(name, "")))
    ticket.save(update_fields=list(_ENDING))
    said = Message.objects.filter(ticket=ticket, taken_back_at=None)
    ended = ticket.contacts.filter(ended_at=message.at, pk__in=said.values("contact"))
    facts: list[Fact] = [ContactResumed(channel=contact.channel) for contact in ended]
    ended.update(ended_at=None)
    return facts
