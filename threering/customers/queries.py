"""Who a customer is, and where they can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import prefetch_related_objects

from threering.customers.models import Customer, CustomerNote, Handle
from threering.kernel import rows

_FAMILY = """
select id from (with recursive up as (
  select id, merged_into_id from customers_customer where id = any(%s)
  union select c.id, c.merged_into_id from customers_customer c join up on c.id = up.merged_into_id
), down as (
  select id from up where merged_into_id is null
  union select c.id from customers_customer c join down on c.merged_into_id = down.id
) select id from down) as family order by id
"""

_NAMESAKES = """
(select id, null as kind, name from customers_customer
  where client_id = %s and lower(name) = any(%s) order by id limit %s)
union all
(select customer_id, kind, value from customers_handle
  where client_id = %s and ({begins}) order by id limit %s)
"""
_LITERAL, _ESCAPED = re.compile(r"([\\%_])"), r"\\\1"
"""Letters that LIKE takes for something else, and how they are meant as they stand."""

_THERE = "customer_id = any(%s) and removed_at is null order by pinned desc, at desc, id desc"


def family_of(*customer_ids: int) -> list[int]:
    """All customers who are the same person as one of these, themselves among them."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, [list(customer_ids)])
        return [row[0] for row in cursor.fetchall()]


def handles_of(customer_ids: list[int]) -> list[Handle]:
    """All handles of customers who are one person, each customer's own in the order given."""
    return rows.select(Handle, "customer_id = any(%s) order by customer_id, id", customer_ids)


def unreachable(client_id: int, kind: str, values: Iterable[str]) -> set[str]:
    """Which of these handles of a client take nothing any more."""
    known = Handle.objects.filter(client_id=client_id, kind=kind, value__in=list(values))
    return set(known.filter(unreachable_at__isnull=False).values_list("value", flat=True))


def leading_of(family: Iterable[int]) -> Customer:
    """Whom all others of a family follow."""
    leading: Customer = Customer.objects.get(pk__in=list(family), merged_into=None)
    return leading


def merges_that_hold(customer_ids: Iterable[int]) -> dict[int, tuple[int | None, UUID]]:
    """Whom these customers follow now, if anybody, and their uuids."""
    ids = list(customer_ids)
    if not ids:
        return {}
    found = Customer.objects.filter(pk__in=ids).values_list("pk", "merged_into", "uuid")
    return {pk: (into, uuid) for pk, into, uuid in found}


def merged_in(family: Iterable[int]) -> list[Customer]:
    """Everybody of a family who follows another one, with who said so."""
    followers = Customer.objects.filter(pk__in=list(family), merged_into__isnull=False)
    shown = followers.select_related("merged_by").prefetch_related("handles")
    return list(shown.order_by("merged_at", "pk"))


def notes_of(family: Iterable[int]) -> list[CustomerNote]:
    """What is to be known about a person: pinned first, then the newest."""
    notes = rows.select(CustomerNote, _THERE, list(family))
    prefetch_related_objects(notes, "author", "wordings")
    return notes


def namesakes(
    client_id: int, names: Sequence[str], beginnings: Sequence[str], *, most: int
) -> tuple[dict[int, str], list[tuple[int, str, str]]]:
    """Who of a client has one of these names, in small letters, and how it is written.

    And whose handles begin with one of these: the customer, the kind and the handle. One light
    query for both, at most so many of each: it is asked with every ticket that is opened.
    """
    begins = " or ".join(["value like %s"] * len(beginnings)) or "false"
    likes = [f"{_LITERAL.sub(_ESCAPED, one)}%" for one in beginnings]
    with connection.cursor() as cursor:
        cursor.execute(
            _NAMESAKES.format(begins=begins),
            [client_id, list(names), most, client_id, *likes, most],
        )
        found = cursor.fetchall()
    called = {customer: name for customer, kind, name in found if kind is None}
    return called, [one for one in found if one[1] is not None]


def behind(client_id: int, values: Iterable[str]) -> dict[str, int]:
    """Whose these handles are, as far as somebody's of a client."""
    theirs = Handle.objects.filter(client_id=client_id, value__in=list(values))
    return dict(theirs.values_list("value", "customer"))
