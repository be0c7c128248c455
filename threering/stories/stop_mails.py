"""Somebody who got a mail of ours wants no more of its kind."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.customers import actions as customers
from threering.customers.consent import actions as consent
from threering.customers.consent.actions import Said
from threering.customers.consent.links import Link
from threering.customers.consent.rules import How
from threering.ledger.events import CUSTOMER, Actor, record


@transaction.atomic
def stop_mails(link: Link, *, at: datetime) -> None:
    """They refuse them from this brand. Twice is once; who is erased gets nothing anyway."""
    said = Said(purpose=link.purpose, brand=link.brand.pk, agreed=False, how=How.LINK)
    _, facts = consent.note(link.customer, said, at=at)
    if not facts:
        return
    record(facts, customers.about(link.customer), Actor(CUSTOMER, link.customer.pk), at=at)
