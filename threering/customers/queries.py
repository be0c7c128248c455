"""Where a customer can be reached."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from threering.customers.models import Handle

_FAMILY = """
select id from (with recursive up as (
  select id, merged_into_id from customers_customer where id = any(%s)
  union select c.id, c.merged_into_id from customers_customer c join up on c.id = up.merged_into_id
), down as (
  select id from up where merged_into_id is null
  union select c.id from customers_customer c join down on c.merged_into_id = down.id
) select id from down) as family order by id
"""


def family_of(*customer_ids: int) -> list[int]:
    """All customers who are the same person as one of these, themselves among them."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY, [list(customer_ids)])
        return [row[0] for row in cursor.fetchall()]


def handles_of(customer_ids: list[int]) -> list[Handle]:
    """All handles of customers who are one person, each customer's own in the order given."""
    return list(Handle.objects.filter(customer__in=customer_ids).order_by("customer", "pk"))


def unreachable(client_id: int, kind: str, values: Iterable[str]) -> set[str]:
    """Which of these handles of a client take nothing any more."""
    known = Handle.objects.filter(client_id=client_id, kind=kind, value__in=list(values))
    return set(known.filter(unreachable_at__isnull=False).values_list("value", flat=True))
