"""Where a customer can be reached."""

from __future__ import annotations

from threering.customers.models import Customer


def address_of(customer: Customer, kind: str) -> str:
    """The handle of that kind that the customer gave first. Raises Handle.DoesNotExist."""
    return customer.handles.filter(kind=kind).order_by("pk")[:1].get().value
