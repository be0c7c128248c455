"""Pages of a list: what comes after a row, without counting what came before it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from threering.organisation.models import Agent
from threering.tickets.models import Ticket, TicketQuerySet
from threering.web.tickets.pages import Row, row_of

PAGE = 40
LONGEST_SEARCH = 200  # characters


class BadCursor(Exception):
    """The cursor of a list was not made by us."""


def asked_for(query: str) -> str:
    """The words of a search, as many as a person types and none that PostgreSQL cannot hold."""
    return query.replace("\0", " ").strip()[:LONGEST_SEARCH]


def found_in(actor: Agent, view: str, words: str = "") -> TicketQuerySet:
    """The tickets of a view, or of a search in it, that the actor sees."""
    found: TicketQuerySet = Ticket.objects.visible_to(actor).in_view(view, actor.pk)
    return found.saying(words) if words else found


def page_of(
    actor: Agent, view: str, *, words: str = "", cursor: str = "", current: int | None = None
) -> tuple[list[Row], str]:
    """One page of a view's list and the cursor of the next one, "" at the end."""
    found = found_in(actor, view, words)
    if cursor:
        at, pk = _opened(cursor)
        found = found.filter(Q(last_at__lt=at) | Q(last_at=at, pk__lt=pk))
    listed = found.select_related("client", "brand", "customer", "assignee")
    tickets = list(listed.order_by("-last_at", "-pk")[: PAGE + 1])
    more = _closed(tickets[PAGE - 1]) if len(tickets) > PAGE else ""
    rows = [row_of(ticket, view, current=ticket.pk == current) for ticket in tickets[:PAGE]]
    return rows, more


def rows_among(actor: Agent, view: str, words: str, uuids: Collection[UUID]) -> list[Row]:
    """Those of some tickets that are in the view, as rows of its list."""
    listed = found_in(actor, view, words).filter(uuid__in=uuids)
    with_all = listed.select_related("client", "brand", "customer", "assignee")
    return [row_of(ticket, view) for ticket in with_all]


def _closed(ticket: Ticket) -> str:
    return base64.urlsafe_b64encode(f"{ticket.last_at.isoformat()}|{ticket.pk}".encode()).decode()


def _opened(cursor: str) -> tuple[datetime, int]:
    try:
        moment, pk = base64.urlsafe_b64decode(cursor).decode().split("|")
        at = datetime.fromisoformat(moment)
        if at.tzinfo is None:
            raise BadCursor(cursor)
        return at, int(pk)
    except (ValueError, binascii.Error) as error:
        raise BadCursor(cursor) from error
