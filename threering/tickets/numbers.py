"""Ticket numbers: one after the other for each client, none twice and none left out."""

from __future__ import annotations

from django.db import connection

from threering.kernel.rows import find, update
from threering.tickets.models import Counter

FIRST = "insert into tickets_counter (client_id, last) values (%s, 0) on conflict do nothing"


def next_number(client_id: int) -> int:
    """The client's next ticket number; a rolled-back transaction gives it back."""
    counter = _counter(client_id)
    counter.last += 1
    update(counter, "last")
    return counter.last


def begin_counting(client_id: int) -> None:
    """See to it that the client's numbers are counted: else its first ticket would."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [client_id])


def _counter(client_id: int) -> Counter:
    if not (found := find(Counter, client_id=client_id, lock=True)):
        begin_counting(client_id)
        found = find(Counter, client_id=client_id, lock=True)
    return found[0]
