"""The lists of a customer's page: their tickets, and who else they are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from threering.customers.models import Handle
from threering.customers.queries import merged_in
from threering.organisation.models import Agent
from threering.tickets.ordering import Order, closed, opened
from threering.tickets.people import tickets_of
from threering.tickets.viewing import ordered, place_in
from threering.web.tickets.pages import Row, row_of

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody who turned out to be this person."""

    name: str
    handles: list[Handle]
    by: str
    at: datetime | None
    url: str
    """Where it is taken back."""


def tickets_page(
    family: Collection[int], actor: Agent, *, cursor: str = ""
) -> tuple[list[Row], str]:
    """Tickets of a person, the newest first, and the cursor of older ones, "" at the end.

    Raises BadCursor.
    """
    after = opened(cursor, Order.LATEST) if cursor else []
    theirs = tickets_of(family, actor)
    listed = theirs.select_related("client", "brand", "customer", "assignee")
    tickets = list(ordered(listed, Order.LATEST, after)[: PAGE + 1])
    more = closed(place_in(tickets[PAGE - 1], Order.LATEST)) if len(tickets) > PAGE else ""
    return [row_of(ticket, "all") for ticket in tickets[:PAGE]], more


def identities_of(family: Collection[int]) -> list[Identity]:
    """Everybody in a family who follows another, with who said so."""
    return [
        Identity(
            name=customer.called,
            handles=list(customer.handles.all()),
            by=customer.merged_by.name if customer.merged_by else "",
            at=customer.merged_at,
            url=reverse("customer-same", args=[customer.uuid]),
        )
        for customer in merged_in(family)
    ]
