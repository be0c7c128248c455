"""Single rows on the hot path: Django's models, each statement worded once.

Django words its SQL anew every time, which costs more than PostgreSQL needs to execute it. These
do the same (the fields' own preparation included) with the words kept. Within `batch.together`
the rows of many stories travel in few statements; a story does not notice. Measured: `make bench`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from threering.kernel.batch import running
from threering.kernel.wording import (
    Key,
    Names,
    Row,
    columns,
    insert_words,
    look_up,
    pk_column,
    rows_where,
    update_words,
    values,
)


def insert(row: Row) -> Row:
    """Insert a new row and give it its id. Raises IntegrityError as save() does."""
    if batch := running.get():
        _stored(row, batch.number(type(row)))
        batch.insert(row)
        return row
    table, fields = columns(type(row))
    words = insert_words(table, tuple(str(field.column) for field in fields))
    with connection.cursor() as cursor:
        cursor.execute(f"{words} returning {pk_column(type(row))}", values(row, fields, add=True))
        return _stored(row, cursor.fetchone()[0])


def _stored(row: Row, pk: int) -> Row:
    row.pk = pk
    row._state.adding, row._state.db = False, connection.alias
    return row


MOST = 65_535
"""Values in one statement, PostgreSQL's own limit."""


def insert_many(rows: Sequence[Row], *, where_new: bool = False) -> list[Row]:
    """Insert rows of one model that has a uuid, in their order, and give them their ids.

    `where_new`: what breaks a unique constraint is left out instead of raising IntegrityError.
    Returns the rows that were inserted.
    """
    if not rows:
        return []
    table, fields = columns(type(rows[0]))
    words = insert_words(table, tuple(str(field.column) for field in fields))
    head, _, places = words.partition(" values ")
    quiet = " on conflict do nothing" if where_new else ""
    most = MOST // len(fields)
    ids: dict[UUID, int] = {}
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), most):
            part = rows[begin : begin + most]
            all_places = ", ".join([places] * len(part))
            given = [value for row in part for value in values(row, fields, add=True)]
            back = f"returning uuid, {pk_column(type(rows[0]))}"
            cursor.execute(f"{head} values {all_places}{quiet} {back}", given)
            ids.update(cursor.fetchall())
    return [_stored(row, ids[row.uuid]) for row in rows if row.uuid in ids]  # type: ignore[attr-defined]


def insert_new(rows: Sequence[Row]) -> list[Row]:
    """Insert those of some rows that break no unique constraint; those that were inserted.

    Within a batch one that breaks it raises at the end, which has its stories told one by one.
    """
    if running.get():
        return [insert(row) for row in rows]
    return insert_many(rows, where_new=True)


def append(table: str, names: Names, lines: Iterable[Key]) -> None:
    """Insert lines that nobody needs back, into a table that is only ever added to."""
    if batch := running.get():
        batch.append(table, names, lines)
        return
    with connection.cursor() as cursor:
        cursor.executemany(insert_words(table, names), list(lines))


def update(row: Model, *names: str) -> None:
    """Write the named fields of a row that exists."""
    if batch := running.get():
        batch.update(row, names)
        return
    words, fields = update_words(type(row), names)
    with connection.cursor() as cursor:
        cursor.execute(words, [*values(row, fields, add=False), row.pk])


def find(model: type[Row], *, lock: bool = False, **equal: Any) -> list[Row]:
    """The rows whose columns have these values, in the order of their ids; None is null.

    A list stands for any of its values; several lists go together, first with first. `lock` holds
    the rows until the transaction ends.
    """
    if batch := running.get():
        return batch.find(model, equal, lock=lock)
    return look_up(model, equal, lock=lock)


def select(model: type[Row], where: str, *given: Any) -> list[Row]:
    """The rows of a model for which an SQL condition of ours holds, "for update" and all."""
    return rows_where(model, where, given)
