"""Adding to what a person agreed to and refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from threering.customers import rules as customer_rules
from threering.customers.consent import rules
from threering.customers.consent.models import Consent
from threering.customers.consent.queries import said_by
from threering.customers.consent.rules import REFUSABLE, How, Purpose
from threering.customers.models import Customer, Handle
from threering.customers.queries import family_of
from threering.kernel.ids import uuid7
from threering.ledger.catalogue_customers import ConsentGiven, ConsentRefused, ConsentTakenBack
from threering.ledger.fact import Fact
from threering.organisation.models import Agent


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said. `brand`: None for all of the client; `ticket`: the number of one."""

    purpose: Purpose
    brand: int | None
    agreed: bool
    how: How
    by: Agent | None = None
    ticket: int | None = None

    @property
    def fact(self) -> Fact:
        """That it was said."""
        kind = ConsentGiven if self.agreed else ConsentRefused
        return kind(purpose=self.purpose.value, brand=self.brand, how=self.how.value)


def note(customer: Customer, said: Said, *, at: datetime) -> tuple[UUID | None, list[Fact]]:
    """Add what a person said; what counts already is not added. The id is that of the new lines."""
    held = _held(customer)
    known = [one.line() for one in said_by(one.pk for one in held)]
    new = uuid7()
    lines = [
        _line(one, said, new, at)
        for one in held
        if not rules.is_last_word(
            [line for line in known if line.customer == one.pk],
            said.purpose,
            said.brand,
            agreed=said.agreed,
        )
    ]
    Consent.objects.bulk_create(lines)
    return (new, [said.fact]) if lines else (None, [])


def refuse_everything(
    client_id: int, kind: str, handles: Iterable[str], *, at: datetime
) -> list[Fact]:
    """Whoever calls our mail unwanted refuses all that is no answer, from every brand."""
    values = [customer_rules.normal(kind, handle) for handle in handles]
    theirs = Handle.objects.filter(client_id=client_id, kind=kind, value__in=values)
    facts: list[Fact] = []
    for handle in theirs.select_related("customer").order_by("pk"):
        for purpose in REFUSABLE:
            said = Said(purpose=purpose, brand=None, agreed=False, how=How.COMPLAINT)
            facts += note(handle.customer, said, at=at)[1]
    return facts


def take_back(customer: Customer, said: UUID, *, by: Agent, at: datetime) -> list[Fact]:
    """What a colleague noted was a mistake: what was said before counts again. Twice is once.

    What customers did themselves stays; when they change their mind, that is a line of its own.
    """
    held = _held(customer)
    mine = Consent.objects.filter(customer__in=held, said=said, taken_back=None, takes_back=None)
    noted = list(mine.filter(by__isnull=False).order_by("pk"))
    new = uuid7()
    Consent.objects.bulk_create(_back(one, new, by, at) for one in noted)
    if not noted:
        return []
    return [ConsentTakenBack(purpose=noted[0].purpose, brand=noted[0].brand_id)]


def _held(customer: Customer) -> list[Customer]:
    """All who are one person and are known still. Who leads them is held until it is committed."""
    leading = Customer.objects.select_for_update(of=("self",)).filter(merged_into=None)
    list(leading.filter(pk__in=family_of(customer.pk)))
    family = Customer.objects.filter(pk__in=family_of(customer.pk), erased_at=None)
    return list(family.order_by("pk"))


def _line(customer: Customer, said: Said, new: UUID, at: datetime) -> Consent:
    return Consent(
        said=new,
        client_id=customer.client_id,
        customer=customer,
        brand_id=said.brand,
        purpose=said.purpose.value,
        agreed=said.agreed,
        how=said.how.value,
        ticket=said.ticket,
        by=said.by,
        at=at,
    )


def _back(line: Consent, new: UUID, by: Agent, at: datetime) -> Consent:
    return Consent(
        said=new,
        client_id=line.client_id,
        customer_id=line.customer_id,
        brand_id=line.brand_id,
        purpose=line.purpose,
        agreed=line.agreed,
        how=How.AGENT.value,
        by=by,
        at=at,
        takes_back=line,
    )
