"""Searching in tests."""

from __future__ import annotations

from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.tickets.finding import Found, find
from threering.tickets.models import Ticket
from threering.tickets.searching import parse


def search(actor: Agent, typed: str) -> Found:
    """What somebody finds, just now, in UTC."""
    return find(parse(typed, now()), actor, now=now())


def found_by(actor: Agent, typed: str) -> list[str]:
    """The subjects of what somebody finds, best first."""
    subjects = Ticket.objects.in_bulk()
    return [subjects[hit.ticket].subject for hit in search(actor, typed).hits]
