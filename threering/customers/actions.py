"""Recognising customers, and what people say of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from threering.customers import rules
from threering.customers.models import Customer, Handle
from threering.kernel.rows import find, insert, update
from threering.ledger import blobs
from threering.ledger.catalogue_customers import CustomerLanguageSet, CustomerRenamed
from threering.ledger.catalogue_reports import HandleComplained, HandleReachable, HandleUnreachable
from threering.ledger.events import About
from threering.ledger.fact import Fact
from threering.ledger.models import Key
from threering.organisation.models import Agent


def recall(client_id: int, kind: str, handles: Sequence[str]) -> list[Customer | None]:
    """The customers behind many handles, asked at once: in a batch `recognise` asks no more."""
    values = [rules.normal(kind, handle) for handle in handles]
    found = find(Handle, client_id=client_id, kind=kind, value=values)
    customers = {c.pk: c for c in find(Customer, id=[handle.customer_id for handle in found])}
    find(Key, id=[customer.key_id for customer in customers.values()])
    behind = {handle.value: customers[handle.customer_id] for handle in found}
    return [behind.get(value) for value in values]


def recognise(client_id: int, kind: str, handle: str, *, name: str, at: datetime) -> Customer:
    """The customer behind a handle, or a new one.

    Raises IntegrityError when another worker meets the same stranger in the same moment: the
    caller's transaction is told again and finds them.
    """
    value = rules.normal(kind, handle)
    for known in find(Handle, client_id=client_id, kind=kind, value=value):
        customer = find(Customer, id=known.customer_id)[0]
        customer.key = find(Key, id=customer.key_id)[0]
        return customer
    return _meet(client_id, kind, value, rules.display_name(name, value), at)


def heard_from(customer: Customer, kind: str, handle: str, *, by_hand: bool) -> list[Fact]:
    """Somebody wrote from a handle, so it can be reached; tells whether that was in doubt.

    `by_hand`: a person wrote, who then no longer calls our mail unwanted.
    """
    if not customer.troubled:
        return []
    value = rules.normal(kind, handle)
    theirs = Handle.objects.filter(client_id=customer.client_id, kind=kind, value=value)
    back = list(theirs.filter(unreachable_at__isnull=False))
    theirs.update(unreachable_at=None, unreachable_why="")
    if by_hand:
        theirs.update(complained_at=None)
    doubt = Q(unreachable_at__isnull=False) | Q(complained_at__isnull=False)
    customer.troubled = customer.handles.filter(doubt).exists()
    update(customer, "troubled")
    return [HandleReachable(handle=found.pk) for found in back]


def mark_unreachable(
    client_id: int, kind: str, values: Iterable[str], *, why: str, at: datetime
) -> list[Fact]:
    """Note that nothing sent to these handles arrives; tells which were not known to be so."""
    known = _known(client_id, kind, values).filter(unreachable_at=None)
    facts: list[Fact] = [HandleUnreachable(handle=handle.pk) for handle in known]
    Customer.objects.filter(handles__in=known).update(troubled=True)
    known.update(unreachable_at=at, unreachable_why=why[:500])
    return facts


def mark_complained(
    client_id: int, kind: str, values: Iterable[str], *, at: datetime
) -> list[Fact]:
    """Note that the owner of a handle called our mail unwanted; tells which were new."""
    known = _known(client_id, kind, values).filter(complained_at=None)
    facts: list[Fact] = [HandleComplained(handle=handle.pk) for handle in known]
    Customer.objects.filter(handles__in=known).update(troubled=True)
    known.update(complained_at=at)
    return facts


def _known(client_id: int, kind: str, values: Iterable[str]) -> QuerySet[Handle]:
    normal = [rules.normal(kind, value) for value in values]
    return Handle.objects.filter(client_id=client_id, kind=kind, value__in=normal)


def merge(
    customer: Customer, into: Customer, *, by: Agent, at: datetime
) -> tuple[Customer, Customer] | None:
    """Say that two customers are one person: who follows now, and whom; None if it was known."""
    followed, leading = _leading(customer), _leading(into)
    if followed == leading:
        return None
    _follow(followed, leading, by, at)
    return followed, leading


def part(customer: Customer) -> Customer | None:
    """Take back that a customer follows another; whom it followed, None if nobody."""
    held = Customer.objects.select_for_update().get(pk=customer.pk)
    before: Customer | None = held.merged_into
    if before:
        _follow(held, None, None, None)
    return before


def rename(family: Sequence[int], name: str) -> list[Fact]:
    """Call a person so, under every handle that bore the leading one's name till now."""
    leading, together = _together(family)
    if leading.name == name:
        return []
    together.filter(name=leading.name).update(name=name)
    return [CustomerRenamed(customer=leading.pk)]


def set_language(family: Sequence[int], language: str) -> list[Fact]:
    """Note which language a person wants to be answered in; "": what they write in."""
    leading, together = _together(family)
    if leading.language == language:
        return []
    together.update(language=language)
    fact = CustomerLanguageSet(customer=leading.pk, before=leading.language, after=language)
    return [fact]


def _together(family: Sequence[int]) -> tuple[Customer, QuerySet[Customer]]:
    """The leading one of a family, held until the transaction ends, and all of them."""
    all_of_them = Customer.objects.filter(pk__in=family)
    leading = all_of_them.select_for_update(of=("self",)).get(merged_into=None)
    return leading, all_of_them


def about(customer: Customer) -> About:
    """What facts about a customer are about."""
    return About(client_id=customer.client_id, customer_id=customer.pk)


def _leading(customer: Customer) -> Customer:
    held = Customer.objects.select_for_update().get(pk=customer.pk)
    return _leading(held.merged_into) if held.merged_into else held


def _follow(
    customer: Customer, leading: Customer | None, by: Agent | None, at: datetime | None
) -> None:
    customer.merged_into, customer.merged_by, customer.merged_at = leading, by, at
    update(customer, "merged_into", "merged_by", "merged_at")


def _meet(client_id: int, kind: str, value: str, name: str, at: datetime) -> Customer:
    customer = Customer(client_id=client_id, name=name, hue=rules.hue(value), since=at)
    customer.key = blobs.new_customer_key(client_id)
    insert(customer)
    insert(Handle(client_id=client_id, customer=customer, kind=kind, value=value))
    return customer
