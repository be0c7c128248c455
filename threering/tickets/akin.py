"""Customers who may be the same person as one, and what speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from threering.customers import rules
from threering.customers.models import Customer, Handle
from threering.customers.queries import (
    behind,
    family_of,
    handles_of,
    leading_of,
    namesakes,
)
from threering.organisation.models import Agent
from threering.organisation.rules import Verb
from threering.tickets.evidence import is_same_name
from threering.tickets.finding import find
from threering.tickets.models import Message, Ticket
from threering.tickets.reading import reading_of
from threering.tickets.sameness import (
    Evidence,
    Sign,
    addresses_in,
    codes_in,
    in_order,
    is_enough,
    worth,
)
from threering.tickets.searching import parse

LATEST = 20  # messages of a customer that are looked through
MOST = 10
SHOWN = 6
Signs = defaultdict[int, set[Evidence]]
Brands = dict[int, set[str]]


@dataclass(frozen=True, slots=True)
class Akin:
    """Somebody who may be the same person, and why."""

    customer: Customer
    evidence: list[Evidence]


def akin_to(customer: Customer, actor: Agent, *, now: datetime) -> list[Akin]:
    """Whom a customer may be, the likeliest first, as far as the actor knows them."""
    family = family_of(customer.pk)
    signs = _at_a_glance(customer, handles_of(family))
    _from_their_words(signs, customer.client_id, family, actor, now)
    return _weighed(signs, family, actor)


def at_a_glance(
    customer: Customer, family: Sequence[int], handles: Sequence[Handle], actor: Agent
) -> Akin | None:
    """Whom a customer most likely is, by name and addresses alone: it is shown with each ticket."""
    signs = _at_a_glance(customer, handles)
    return next(iter(_weighed(signs, family, actor, most=1)), None)


def evidence_between(one: Customer, other: Customer, actor: Agent, *, now: datetime) -> Akin:
    """What speaks for two customers being one person; perhaps nothing does."""
    theirs = family_of(other.pk)
    family = family_of(one.pk)
    signs = _at_a_glance(one, handles_of(family))
    _from_their_words(signs, one.client_id, family, actor, now)
    found = {evidence for pk in theirs for evidence in signs.get(pk, ())}
    brands = _brands_of([*family, *theirs], actor)
    return Akin(leading_of(theirs), in_order(found | _in_common(brands, family, theirs)))


def _at_a_glance(customer: Customer, handles: Iterable[Handle]) -> Signs:
    """Who bears the same full name, or chose the same words for an address."""
    signs: Signs = defaultdict(set)
    own = {rules.own_part(handle.kind, handle.value) for handle in handles}
    begins = [f"{local}{at}" for local in sorted(own - {""}) for at in "@+"]
    forms = list(rules.forms_of_name(customer.name))
    others, alike = namesakes(customer.client_id, forms, begins, most=MOST)
    for other, name in others.items():
        if is_same_name(customer.name, name):
            signs[other].add(Evidence(Sign.NAME, customer.name))
    for other, kind, value in alike:
        signs[other].add(Evidence(Sign.LOCAL, rules.own_part(kind, value)))
    return signs


def _from_their_words(
    signs: Signs, client_id: int, family: Sequence[int], actor: Agent, now: datetime
) -> None:
    """Who is named in what they wrote, names them, or writes of the same numbers."""
    mine = Ticket.objects.visible_to(actor).filter(client=client_id)
    said = Message.objects.filter(customer__in=family, ticket__in=mine, taken_back_at=None)
    latest = list(said.select_related("ticket").order_by("-at")[:LATEST])
    _named(signs, client_id, latest)
    handles = [handle.value for handle in handles_of(list(family))[:MOST]]
    codes = codes_in("\n".join(message.said for message in latest), but=_numbers(latest))
    for words, sign in [*((h, Sign.NAMED) for h in handles), *((c, Sign.CODE) for c in codes)]:
        for message in _saying(words, client_id, actor, now):
            if message.customer_id not in family and message.customer_id:
                signs[message.customer_id].add(Evidence(sign, words, message.ticket.number))


def _named(signs: Signs, client_id: int, latest: Sequence[Message]) -> None:
    """Whose addresses stand in these messages, and at whose address answers are wanted."""
    wanted: dict[str, int] = {}
    named: dict[str, int] = {}
    for message in latest:
        for party in reading_of(message.reading).reply_to:
            wanted.setdefault(party.handle.lower(), message.ticket.number)
        for address in addresses_in(message.said):
            named.setdefault(address, message.ticket.number)
    whose = behind(client_id, [*wanted, *named])
    for address, customer in whose.items():
        for sign, where in ((Sign.ANSWERS, wanted), (Sign.NAMES, named)):
            if address in where:
                signs[customer].add(Evidence(sign, address, where[address]))


def _numbers(latest: Iterable[Message]) -> set[str]:
    """The tickets' own numbers, which their subjects carry, say nothing."""
    return {str(message.ticket.number) for message in latest}


def _saying(words: str, client_id: int, actor: Agent, now: datetime) -> list[Message]:
    """What customers wrote that holds these words, letter by letter."""
    hits = find(parse(f'"{words}"', now), actor, now=now).hits[:MOST]
    found = Message.objects.filter(client=client_id, kind=Message.Kind.CUSTOMER, taken_back_at=None)
    saying = found.filter(ticket__in=[hit.ticket for hit in hits], text__icontains=words)
    said = saying.select_related("ticket").order_by("-at")[:MOST]
    return [message for message in said if words.lower() in message.said.lower()]


def _weighed(signs: Signs, family: Sequence[int], actor: Agent, most: int = SHOWN) -> list[Akin]:
    """Those for whom enough speaks, the likeliest first, each person once."""
    others = [pk for pk in signs if pk not in family]
    brands = _brands_of([*family, *others], actor) if others else {}
    found = {pk: in_order(signs[pk] | _in_common(brands, family, [pk])) for pk in others}
    likely = [pk for pk in others if pk in brands and is_enough(found[pk])]
    people: dict[int, Akin] = {}
    for pk in sorted(likely, key=lambda pk: (-worth(found[pk]), pk)):
        if len(people) < most:
            leading = leading_of(family_of(pk))
            people.setdefault(leading.pk, Akin(leading, found[pk]))
    return list(people.values())


def _brands_of(customers: Collection[int], actor: Agent) -> Brands:
    """The brands that each of them wrote to, as far as the actor may merge there."""
    mine = Ticket.objects.visible_to(actor, Verb.REGROUP).filter(customer__in=customers)
    found: Brands = {}
    for customer, brand in mine.order_by().values_list("customer", "brand__name").distinct():
        found.setdefault(customer, set()).add(brand)
    return found


def _in_common(brands: Brands, family: Iterable[int], theirs: Iterable[int]) -> set[Evidence]:
    ours = {brand for pk in family for brand in brands.get(pk, ())}
    others = {brand for pk in theirs for brand in brands.get(pk, ())}
    return {Evidence(Sign.BRAND, brand) for brand in ours & others}
