"""The person behind tickets: all that is theirs, and telling what is known of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from threering.customers import actions as customers
from threering.customers.models import Customer
from threering.customers.queries import family_of
from threering.ledger.events import Actor, record, ring
from threering.ledger.fact import Fact
from threering.organisation.models import Agent
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.tickets import actions
from threering.tickets.models import Ticket, TicketQuerySet
from threering.tickets.workspan import WorkSpan

A_SHIFT = timedelta(hours=12)


def tickets_of(family: Iterable[int], actor: Agent) -> TicketQuerySet:
    """The tickets of a person that the actor may see, but those that lead into others."""
    mine: TicketQuerySet = Ticket.objects.visible_to(actor)
    return mine.filter(customer__in=list(family), merged_into=None)


def knows(actor: Agent, customer: Customer, family: Iterable[int], verb: Verb) -> bool:
    """Whether a person is any of the actor's business: of one brand, only who wrote to it."""
    if may(actor, verb, customer):
        return True
    theirs = Ticket.objects.visible_to(actor, verb)
    return bool(theirs.filter(customer__in=list(family)).exists())


def place_of(customer: Customer, told_in: Ticket | None) -> Ticket | None:
    """Where it is told what becomes of a customer: the ticket one looks at, else their latest."""
    if told_in:
        return actions.locked(told_in)
    latest = Ticket.objects.filter(customer=customer, merged_into=None).order_by("-last_at").first()
    return actions.locked(latest) if latest else None


def tell(
    facts: Sequence[Fact],
    people: Sequence[Customer],
    *,
    by: Agent,
    at: datetime,
    ticket: Ticket | None = None,
) -> None:
    """Record facts about the first of these customers; ring wherever a ticket of theirs is open.

    They are told in the history of `ticket`, if there is one.
    """
    if not facts:
        return
    if ticket:
        actions.touch(ticket)
    about = actions.about(ticket) if ticket else customers.about(people[0])
    actor = Actor.agent(by)
    record(facts, about, actor, at=at)
    there = _open_somewhere(family_of(*[customer.pk for customer in people]), at)
    ring(facts[-1].kind, there - {about.ticket_id or 0}, about.client_id, actor)


def _open_somewhere(family: Sequence[int], at: datetime) -> set[int]:
    """Tickets that somebody opened and did not leave; they may only be thinking."""
    running = WorkSpan.objects.filter(running=True, ended_at__gte=at - A_SHIFT)
    return set(running.filter(ticket__customer__in=family).values_list("ticket", flat=True))
