"""Naming colleagues in a note: who can be, who was, and under which names they go there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from threering.ledger.catalogue_notes import Mentioned
from threering.ledger.fact import Fact
from threering.organisation.models import Agent
from threering.organisation.queries import people_for
from threering.organisation.rules import Verb
from threering.tickets.mention import Mention
from threering.tickets.models import Message, Ticket
from threering.tickets.notices.rules import is_named, labels

LONGEST_LABEL = 460
"""A name and an address."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody chosen in the composer, and what it put behind the @ for them."""

    agent: UUID
    label: str


class NotAReader(Exception):
    """Somebody who may not read the ticket is named; nothing was written."""

    def __str__(self) -> str:
        return _("Somebody named here may not read this ticket. Take the name out.")


def colleagues(ticket: Ticket, author: Agent) -> dict[Agent, str]:
    """Who but the author may read the ticket, by name, and under which label each is named."""
    people = list(people_for(ticket.brand, Verb.READ_TICKET))
    found = labels([(one.name, one.email) for one in people])
    pairs = zip(people, found, strict=True)
    return {one: label for one, label in pairs if one.pk != author.pk}


def meant(ticket: Ticket, author: Agent, text: str, chosen: Sequence[Named]) -> dict[Agent, str]:
    """Who of those chosen is still named in the text. Raises NotAReader."""
    by_label = {one.label: one.agent for one in chosen if is_named(text, one.label)}
    still = {agent: label for label, agent in by_label.items()}
    if not still:
        return {}
    readers = {one.uuid: one for one in people_for(ticket.brand, Verb.READ_TICKET)}
    if not still.keys() <= readers.keys():
        raise NotAReader
    return {readers[uuid]: label for uuid, label in still.items() if uuid != author.uuid}


def keep(message: Message, named: dict[Agent, str]) -> list[Fact]:
    """Keep who is named in a note; what happened by that."""
    if not named:
        return []
    Mention.objects.bulk_create(
        Mention(client_id=message.client_id, message=message, agent=agent, label=label)
        for agent, label in named.items()
    )
    return [Mentioned(message=message.pk, agents=tuple(sorted(one.pk for one in named)))]


def names_in(message: Message) -> dict[str, str]:
    """What stands behind each @ of a note, and what that colleague is called now."""
    return {one.label: one.agent.name for one in message.mentions.all()}
