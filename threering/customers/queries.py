"""Where a customer can be reached."""

from __future__ import annotations

from collections.abc import Iterable

from threering.customers.models import Customer, Handle


def address_of(customer: Customer, kind: str) -> str:
    """The handle of that kind that the customer gave first. Raises Handle.DoesNotExist."""
    return customer.handles.filter(kind=kind).order_by("pk")[:1].get().value


def unreachable(client_id: int, kind: str, values: Iterable[str]) -> set[str]:
    """Which of these handles of a client take nothing any more."""
    known = Handle.objects.filter(client_id=client_id, kind=kind, value__in=list(values))
    return set(known.filter(unreachable_at__isnull=False).values_list("value", flat=True))
