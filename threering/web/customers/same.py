"""Whether two customers are one person: what speaks for it, in words, and both side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from threering.customers import rules
from threering.customers.models import Customer, Handle
from threering.customers.queries import family_of, handles_of
from threering.organisation.models import Agent
from threering.tickets.akin import Akin, akin_to
from threering.tickets.finding import find
from threering.tickets.models import Ticket
from threering.tickets.people import tickets_of
from threering.tickets.sameness import Evidence, Sign
from threering.tickets.searching import parse
from threering.web.tickets.pages import Row, row_of

FOUND = 8
LATEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Somebody who may be the same person, with what speaks for it."""

    name: str
    hue: int
    handles: str
    reasons: list[str]
    compare_url: str


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


def likeness_of(akin: Akin, customer: Customer) -> Likeness:
    """Somebody, to be compared with a customer."""
    other = akin.customer
    compare = reverse("customer-same", args=[customer.uuid])
    return Likeness(
        name=other.name,
        hue=other.hue,
        handles=", ".join(handle.value for handle in handles_of(family_of(other.pk))),
        reasons=[in_words(evidence) for evidence in akin.evidence],
        compare_url=f"{compare}?with={other.uuid}",
    )


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


def in_words(evidence: Evidence) -> str:
    """What speaks for two customers being one person, as a sentence."""
    sentences = {
        Sign.ANSWERS: _("They want answers at %(what)s (#%(number)s)."),
        Sign.NAMES: _("They name %(what)s in #%(number)s."),
        Sign.NAMED: _("The other one names %(what)s in #%(number)s."),
        Sign.CODE: _("Both write of %(what)s."),
        Sign.NAME: _("Both are called %(what)s."),
        Sign.LOCAL: _("Both addresses begin with %(what)s@."),
        Sign.BRAND: _("Both wrote to %(what)s."),
    }
    return sentences[evidence.sign] % {"what": evidence.what, "number": evidence.ticket}


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
        name=customer.name,
        hue=customer.hue,
        since=customer.since,
        handles=handles_of(family),
        total=theirs.count(),
        latest=_rows(theirs.order_by("-last_at")[:LATEST]),
    )


def _rows(tickets: Sequence[Ticket]) -> list[Row]:
    listed = tickets.select_related("client", "brand", "customer", "assignee")  # type: ignore[attr-defined]
    return [row_of(ticket, "all") for ticket in listed]
