"""The facts of the demo's history: what would have been recorded while it happened."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import connection

from threering.kernel.ids import uuid7
from threering.ledger.catalogue import (
    Assigned,
    ContactEnded,
    ContactOpened,
    Fact,
    MessageReceived,
    NoteAdded,
    ReplyWritten,
    StatusChanged,
    TicketOpened,
)
from threering.ledger.catalogue_properties import ReasonSet, TeamChanged
from threering.ledger.events import CUSTOMER
from threering.organisation.models import Agent
from threering.runtime.demo.shapes import DemoTicket
from threering.tickets.models import Contact, Message

COPY = """
copy ledger_event (uuid, at, client_id, brand_id, kind, version, actor_kind, actor_id, ticket_id,
  contact_id, customer_id, data) from stdin
"""
ENDED = ("solved", "closed", "spam")
READS_FOR = timedelta(minutes=1)
"""How long before answering an agent has understood why a customer writes."""
Moment = tuple[datetime, Fact, Agent | None]


class History:
    """Collects facts ticket by ticket and writes them in one go."""

    def __init__(self, agents: dict[str, Agent], system: Agent) -> None:
        self.agents, self.system = agents, system
        self.tickets: list[tuple[DemoTicket, Contact, list[Message]]] = []

    def of(self, demo: DemoTicket, contact: Contact, said: list[Message]) -> None:
        """Remember a ticket; its messages may still be without ids."""
        self.tickets.append((demo, contact, said))

    def write(self) -> None:
        """Record everything. The live bell stays silent: nobody watched it happen."""
        cursor = connection.cursor()
        with cursor, cursor.copy(COPY) as copy:
            for demo, contact, said in self.tickets:
                for at, fact, agent in self._moments(demo, contact, said):
                    copy.write_row(_row(at, fact, agent, contact))

    def _moments(self, demo: DemoTicket, contact: Contact, said: list[Message]) -> Iterator[Moment]:
        channel = contact.channel
        yield demo.opened_at, TicketOpened(channel=channel), None
        yield demo.opened_at, ContactOpened(channel=channel, direction="in"), None
        if team := contact.ticket.team_id:
            yield demo.opened_at, TeamChanged(before=None, after=team), self.system
        yield from self._assigned(demo, contact.ticket.reason_id)
        for message in said:
            yield message.at, _said(message, channel), message.author
        before = "new"
        for change in demo.status_changes:
            agent = self.agents.get(change.agent, self.system)
            yield change.at, StatusChanged(before=before, after=change.status), agent
            before = change.status
        if contact.ended_at:
            yield contact.ended_at, ContactEnded(channel=channel), self.system

    def _assigned(self, demo: DemoTicket, reason_id: int | None) -> Iterator[Moment]:
        """Whoever has it took it when they first answered, or right at the start.

        Why it was written they said a moment before.
        """
        if demo.assignee:
            agent = self.agents[demo.assignee]
            mine = (m.at for m in demo.messages if m.author == demo.assignee)
            taken_at = next(mine, demo.opened_at)
            yield taken_at, Assigned(before=None, after=agent.pk), agent
            if reason_id:
                read_at = taken_at - min(READS_FOR, (taken_at - demo.opened_at) / 4)
                yield read_at, ReasonSet(before=None, after=reason_id), agent


def _said(message: Message, channel: str) -> Fact:
    if message.kind == Message.Kind.CUSTOMER:
        return MessageReceived(message=message.pk, channel=channel)
    if message.kind == Message.Kind.NOTE:
        return NoteAdded(message=message.pk)
    return ReplyWritten(message=message.pk, channel=channel)


def _row(at: datetime, fact: Fact, agent: Agent | None, contact: Contact) -> list[object]:
    ticket = contact.ticket
    actor = (agent.kind, agent.pk) if agent else (CUSTOMER, ticket.customer_id)
    where = [ticket.pk, contact.pk, ticket.customer_id, json.dumps(asdict(fact))]
    return [uuid7(), at, ticket.client_id, ticket.brand_id, fact.kind, fact.version, *actor, *where]
