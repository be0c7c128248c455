"""Pages of a list: what comes after a row, without counting what came before it."""

from __future__ import annotations

from django.utils import timezone

from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.tickets.ordering import BadCursor, closed, opened
from threering.tickets.viewing import View, ordered, place_in, tickets_in
from threering.web.tickets.pages import Row, row_of

__all__ = ["PAGE", "BadCursor", "page_of"]
PAGE = 40


def page_of(
    actor: Agent, view: View, *, cursor: str = "", current: int | None = None
) -> tuple[list[Row], str]:
    """One page of a view's list and the cursor of the next one, "" at the end.

    Raises BadCursor.
    """
    found = tickets_in(view, actor, now=timezone.localtime(now()))
    listed = found.select_related("client", "brand", "customer", "assignee")
    after = opened(cursor, view.order) if cursor else []
    tickets = list(ordered(listed, view.order, after)[: PAGE + 1])
    last = tickets[PAGE - 1] if len(tickets) > PAGE else None
    more = closed(place_in(last, view.order)) if last else ""
    rows = [row_of(ticket, view.key, current=ticket.pk == current) for ticket in tickets[:PAGE]]
    return rows, more
