"""Two customers are two people after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import actions as customers
from threering.ledger import actions as ledger
from threering.ledger.catalogue_regrouped import CustomersParted
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets.models import Ticket


@transaction.atomic
def part_customers(ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """The customer of a ticket follows nobody any more; twice is once."""
    ledger.take_turns([ticket.client_id])
    ticket = tickets.locked(ticket)
    before = customers.part(ticket.customer)
    if before is None:
        return
    tickets.touch(ticket)
    fact = CustomersParted(customer=ticket.customer_id, before=before.pk)
    record([fact], tickets.about(ticket), Actor.agent(by), at=at)
