"""Pages of a list: what comes after a row, without counting what came before it."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from django.db.models import Q

from threering.organisation.models import Agent
from threering.tickets.models import Ticket
from threering.web.tickets.pages import Row, row_of

PAGE = 40


class BadCursor(Exception):
    """The cursor of a list was not made by us."""


def page_of(
    actor: Agent, view: str, *, cursor: str = "", current: int | None = None
) -> tuple[list[Row], str]:
    """One page of a view's list and the cursor of the next one, "" at the end."""
    found = Ticket.objects.visible_to(actor).in_view(view, actor.pk)
    if cursor:
        at, pk = opened(cursor)
        found = found.filter(Q(last_at__lt=at) | Q(last_at=at, pk__lt=pk))
    listed = found.select_related("client", "brand", "customer", "assignee")
    tickets = list(listed.order_by("-last_at", "-pk")[: PAGE + 1])
    last = tickets[PAGE - 1] if len(tickets) > PAGE else None
    more = closed(last.last_at, last.pk) if last else ""
    rows = [row_of(ticket, view, current=ticket.pk == current) for ticket in tickets[:PAGE]]
    return rows, more


def closed(at: datetime, pk: int) -> str:
    """The cursor of what comes after a ticket."""
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{pk}".encode()).decode()


def opened(cursor: str) -> tuple[datetime, int]:
    """The ticket that a cursor comes after. Raises BadCursor."""
    try:
        moment, pk = base64.urlsafe_b64decode(cursor).decode().split("|")
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise BadCursor(cursor)
        return at, int(pk)
    except (ValueError, binascii.Error) as error:
        raise BadCursor(cursor) from error
