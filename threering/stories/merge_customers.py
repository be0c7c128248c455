"""Two customers turn out to be one person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import actions as customers
from threering.ledger import actions as ledger
from threering.ledger.catalogue_regrouped import CustomersMerged
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets import actions as tickets
from threering.tickets.models import Ticket


@transaction.atomic
def merge_customers(ticket: Ticket, other: Ticket, *, by: Agent, at: datetime) -> None:
    """The customers of two tickets are one person from now on; twice is once.

    Each keeps their handles, tickets and key. The fact is told in the first ticket.
    """
    ledger.take_turns([ticket.client_id])
    ticket = tickets.locked(ticket)
    pair = customers.merge(ticket.customer, other.customer)
    if pair is None:
        return
    tickets.touch(ticket)
    fact = CustomersMerged(customer=pair[0].pk, into=pair[1].pk)
    record([fact], tickets.about(ticket), Actor.agent(by), at=at)
