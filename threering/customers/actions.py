"""Recognising customers."""

from __future__ import annotations

from datetime import datetime

from threering.customers import rules
from threering.customers.models import Customer, Handle
from threering.kernel.rows import insert, select
from threering.ledger import blobs
from threering.ledger.models import Key

BEHIND = """
id = (select customer_id from customers_handle where client_id = %s and kind = %s and value = %s)
"""


def recognise(client_id: int, kind: str, handle: str, *, name: str, at: datetime) -> Customer:
    """The customer behind a handle, or a new one.

    Raises IntegrityError when another worker meets the same stranger in the same moment: the
    caller's transaction is told again and finds them.
    """
    value = rules.normal(kind, handle)
    known = select(Customer, BEHIND, client_id, kind, value)
    if known:
        known[0].key = select(Key, "id = %s", known[0].key_id)[0]
        return known[0]
    return _meet(client_id, kind, value, rules.display_name(name, value), at)


def _meet(client_id: int, kind: str, value: str, name: str, at: datetime) -> Customer:
    customer = Customer(client_id=client_id, name=name, hue=rules.hue(value), since=at)
    customer.key = blobs.new_customer_key(client_id)
    insert(customer)
    insert(Handle(client_id=client_id, customer=customer, kind=kind, value=value))
    return customer
