"""Recognising customers."""

from __future__ import annotations

from datetime import datetime

from threering.customers import rules
from threering.customers.models import Customer, Handle
from threering.ledger import blobs


def recognise(client_id: int, kind: str, handle: str, *, name: str, at: datetime) -> Customer:
    """The customer behind a handle, or a new one.

    Raises IntegrityError when another worker meets the same stranger in the same moment: the
    caller's transaction is told again and finds them.
    """
    value = rules.normal(kind, handle)
    known = Handle.objects.select_related("customer__key")
    found = known.filter(client_id=client_id, kind=kind, value=value).first()
    if found:
        return found.customer
    return _meet(client_id, kind, value, rules.display_name(name, value), at)


def _meet(client_id: int, kind: str, value: str, name: str, at: datetime) -> Customer:
    customer = Customer(client_id=client_id, name=name, hue=rules.hue(value), since=at)
    customer.key = blobs.new_customer_key(client_id)
    customer.save(force_insert=True)
    Handle.objects.create(client_id=client_id, customer=customer, kind=kind, value=value)
    return customer
