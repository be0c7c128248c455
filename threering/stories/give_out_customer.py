"""Somebody gives a customer what is known of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import actions as customers
from threering.customers.models import Customer
from threering.customers.queries import family_of, leading_of
from threering.ledger.catalogue_customers import CustomerGivenOut
from threering.ledger.events import Actor, record
from threering.organisation.models import Agent
from threering.tickets.dossier import Dossier, dossier_of


@transaction.atomic
def give_out_customer(customer: Customer, *, by: Agent, at: datetime) -> Dossier:
    """Gather everything of a person, and write down that somebody took it."""
    family = family_of(customer.pk)
    leading = leading_of(family)
    found = dossier_of(family, at=at)
    facts = [CustomerGivenOut(customer=leading.pk)]
    record(facts, customers.about(leading), Actor.agent(by), at=at, quiet=True)
    return found
