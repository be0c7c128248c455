"""Somebody puts a step on a ticket's checklist, ticks it off, or takes it away."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from threering.ledger.catalogue_properties import ChecklistKept
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets import checklist
from threering.tickets.models import Ticket

Doing = Literal["done", "open", "off", "back"]


@transaction.atomic
def add_step(ticket: Ticket, text: str, *, by: Agent, at: datetime) -> None:
    """One more thing to do; the same one, not done yet, is there once. Raises TooManySteps."""
    ticket = tickets.locked(ticket)
    if step := checklist.add_step(ticket, text):
        _told(ticket, step.pk, "added", by=by, at=at)


@transaction.atomic
def change_step(ticket: Ticket, step: UUID, doing: Doing, *, by: Agent, at: datetime) -> None:
    """Tick it off, open it again, take it away, or put it back; twice is once.

    Raises Step.DoesNotExist.
    """
    ticket = tickets.locked(ticket)
    found = ticket.steps.get(uuid=step)
    if doing in {"done", "open"}:
        changed = checklist.set_done(found, by if doing == "done" else None, at=at)
    else:
        changed = checklist.take_off(found, at=at if doing == "off" else None)
    if changed:
        _told(ticket, found.pk, doing, by=by, at=at)


def _told(ticket: Ticket, step: int, what: str, *, by: Agent, at: datetime) -> None:
    tickets.touch(ticket)
    fact = ChecklistKept(step=step, what=what)
    record([fact], tickets.about(ticket), Actor.agent(by), at=at)
