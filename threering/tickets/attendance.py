"""Who is at a ticket now, and for how long people were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from threering.organisation.models import Agent
from threering.tickets.attending import IDLE, Doing, goes_on, is_there
from threering.tickets.models import Ticket
from threering.tickets.workspan import WorkSpan


@dataclass(frozen=True, slots=True)
class Attending:
    """An agent at a ticket."""

    agent: Agent
    doing: Doing


def note(ticket: Ticket, agent: Agent, doing: Doing, *, at: datetime) -> None:
    """There is a sign of them: their span goes on, or another one begins."""
    mine = WorkSpan.objects.filter(ticket=ticket, agent=agent, doing=doing, running=True)
    span = mine.select_for_update().first()
    if span and goes_on(span.ended_at, at):
        mine.filter(ended_at__lt=at).update(ended_at=at)
        return
    mine.update(running=False)
    began = WorkSpan(
        client_id=ticket.client_id,
        ticket=ticket,
        agent=agent,
        doing=doing,
        began_at=at,
        ended_at=at,
    )
    WorkSpan.objects.bulk_create([began], ignore_conflicts=True)  # their other tab was quicker


def leave(ticket: Ticket, agent: Agent, *, at: datetime) -> None:
    """They went away: what was going on ends now, or when they were last seen long before."""
    mine = WorkSpan.objects.filter(ticket=ticket, agent=agent, running=True)
    mine.filter(ended_at__lt=at, ended_at__gte=at - IDLE, doing=Doing.LOOKING).update(ended_at=at)
    mine.update(running=False)


def attending(tickets: Collection[int], *, at: datetime) -> dict[int, list[Attending]]:
    """Who is at each of these tickets, those who type first; where nobody is, nothing is said."""
    running = WorkSpan.objects.filter(ticket__in=tickets, running=True, ended_at__gte=at - IDLE)
    spans = running.select_related("agent").order_by("-doing", "began_at")
    found: defaultdict[int, dict[int, Attending]] = defaultdict(dict)
    for span in spans:
        doing = Doing(span.doing)
        if is_there(doing, span.ended_at, at):
            found[span.ticket_id].setdefault(span.agent_id, Attending(span.agent, doing))
    return {ticket: list(people.values()) for ticket, people in found.items()}
