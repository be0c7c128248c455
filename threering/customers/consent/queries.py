"""What a person agreed to and refused."""

from __future__ import annotations

from collections.abc import Iterable

from threering.customers.consent import rules
from threering.customers.consent.models import Consent
from threering.customers.consent.rules import Purpose
from threering.customers.models import Customer
from threering.customers.queries import family_of
from threering.organisation.models import Brand


def said_by(family: Iterable[int]) -> list[Consent]:
    """All lines of a person, in the order in which they were said."""
    theirs = Consent.objects.filter(customer__in=list(family))
    return list(theirs.select_related("by", "brand").order_by("pk"))


def may_write(purpose: Purpose, customer: Customer, brand: Brand) -> bool:
    """Whether a mail of a brand may go to a person: every survey and campaign has to ask this."""
    if customer.erased_at:
        return False
    lines = [said.line() for said in said_by(family_of(customer.pk))]
    return rules.may_write(purpose, lines, brand.pk)
