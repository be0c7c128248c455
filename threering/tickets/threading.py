"""Which ticket does a message belong to, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from threering.kernel.rows import select
from threering.tickets.models import Message, Ticket
from threering.tickets.rules import Status, takes_more


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: into a ticket, or into a new one (that may follow an older one)."""

    ticket: Ticket | None
    why: str
    follows: Ticket | None = None


def named(client_id: int, external_ids: Iterable[str]) -> dict[str, Message]:
    """The messages of a client that came or left under these ids, by id."""
    ids = list(filter(None, external_ids))
    found = select(Message, "client_id = %s and external_id = any(%s)", client_id, ids)
    return {message.external_id or "": message for message in found}


def place_for(keys: tuple[str, ...], known: dict[str, Message], at: datetime) -> Place:
    """Find the ticket by the ids of the messages it answers, the nearest first.

    `known` are the messages of the same client that bear these ids. The row of the ticket found is
    locked until the transaction ends.
    """
    if not keys:
        return Place(None, "It answers nothing we know, so it opened this ticket.")
    for key in keys:
        if key in known:
            return _place(known[key], key, at)
    return Place(None, "It names earlier messages, none of which are ours: it opened this ticket.")


def _place(answered: Message, key: str, at: datetime) -> Place:
    ticket = select(Ticket, "id = %s for update", answered.ticket_id)[0]
    if takes_more(Status(ticket.status), ticket.solved_at, at):
        return Place(ticket, f"It answers the message {key} of this ticket.")
    return Place(None, f"It answers ticket {ticket.number}, which is closed.", follows=ticket)
