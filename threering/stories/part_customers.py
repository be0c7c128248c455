"""Two customers are two people after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import actions as customers
from threering.customers.models import Customer
from threering.ledger import actions as ledger
from threering.ledger.catalogue_regrouped import CustomersParted
from threering.organisation.models import Agent
from threering.tickets import people
from threering.tickets.models import Ticket


@transaction.atomic
def part_customers(
    customer: Customer, *, by: Agent, at: datetime, told_in: Ticket | None = None
) -> None:
    """A customer follows nobody any more; twice is once. It is told where a merge is."""
    ledger.take_turns([customer.client_id])
    place = people.place_of(customer, told_in)
    before = customers.part(customer)
    if before is None:
        return
    fact = CustomersParted(customer=customer.pk, before=before.pk)
    people.tell([fact], [customer, before], by=by, at=at, ticket=place)
