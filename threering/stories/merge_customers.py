"""Two customers turn out to be one person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import actions as customers
from threering.customers.models import Customer
from threering.ledger import actions as ledger
from threering.ledger.catalogue_regrouped import CustomersMerged
from threering.organisation.models import Agent
from threering.tickets import people
from threering.tickets.models import Ticket


@transaction.atomic
def merge_customers(
    customer: Customer,
    other: Customer,
    *,
    by: Agent,
    at: datetime,
    told_in: Ticket | None = None,
) -> None:
    """The first customer follows the other from now on, as one person; twice is once.

    Each keeps their handles, tickets and key. It is told in the ticket that one looks at, else in
    the latest of who follows.
    """
    ledger.take_turns([customer.client_id])
    place = people.place_of(customer, told_in)
    pair = customers.merge(customer, other, by=by, at=at)
    if pair is None:
        return
    fact = CustomersMerged(customer=pair[0].pk, into=pair[1].pk)
    people.tell([fact], pair, by=by, at=at, ticket=place)
