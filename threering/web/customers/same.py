"""Whether two customers are one person: whom it may be, and both side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from threering.customers import rules
from threering.customers.models import Customer, Handle
from threering.customers.queries import family_of, handles_of
from threering.organisation.models import Agent
from threering.tickets.akin import Akin, akin_to
from threering.tickets.finding import find
from threering.tickets.models import Ticket, TicketQuerySet
from threering.tickets.people import tickets_of
from threering.tickets.searching import parse
from threering.web.tickets.likeness import Likeness, likeness_of
from threering.web.tickets.pages import Row, row_of

FOUND = 8
LATEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of two customers who are compared."""

    uuid: str
    name: str
    hue: int
    since: datetime
    handles: list[Handle]
    total: int
    latest: list[Row]


def suggested(customer: Customer, actor: Agent, *, now: datetime) -> list[Likeness]:
    """Whom a customer may be, the likeliest first."""
    likely = akin_to(customer, actor, now=timezone.localtime(now))
    return [likeness_of(akin, customer) for akin in likely]


def searched(words: str, customer: Customer, actor: Agent, *, now: datetime) -> list[Likeness]:
    """Whose tickets a search finds, but those of the customer."""
    hits = [hit.ticket for hit in find(parse(words, timezone.localtime(now)), actor, now=now).hits]
    mine = Ticket.objects.visible_to(actor).filter(client=customer.client_id, pk__in=hits)
    tickets = mine.select_related("customer__merged_into").in_bulk()
    people = [_leading(tickets[pk].customer) for pk in hits if pk in tickets]
    family = family_of(customer.pk)
    others = [person for person in dict.fromkeys(people) if person.pk not in family]
    return [likeness_of(Akin(other, []), customer) for other in others[:FOUND]]


def _leading(customer: Customer) -> Customer:
    return _leading(customer.merged_into) if customer.merged_into else customer


def in_their_order(one: Customer, other: Customer) -> tuple[Customer, Customer]:
    """Who would follow, and whom: the one who is known longer leads."""
    leads = rules.leads((one.since, one.pk), (other.since, other.pk))
    return (other, one) if leads else (one, other)


def side_of(customer: Customer, actor: Agent) -> Side:
    """One of two, as far as the actor may see."""
    family = family_of(customer.pk)
    theirs = tickets_of(family, actor)
    return Side(
        uuid=str(customer.uuid),
        name=customer.called,
        hue=customer.hue,
        since=customer.since,
        handles=handles_of(family),
        total=theirs.count(),
        latest=_rows(theirs.order_by("-last_at")[:LATEST]),
    )


def _rows(tickets: TicketQuerySet) -> list[Row]:
    listed = tickets.select_related("client", "brand", "customer", "assignee")
    return [row_of(ticket, "all") for ticket in listed]
