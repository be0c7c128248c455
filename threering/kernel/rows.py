"""Single rows on the hot path: Django's models, each statement worded once.

Django words its SQL anew every time, which costs more than PostgreSQL needs to execute it. These
do the same (the fields' own preparation included) with the words kept. Measured: `make bench`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

Row = TypeVar("Row", bound=Model)


def insert(row: Row) -> Row:
    """Insert a new row and give it its id. Raises IntegrityError as save() does."""
    statement, fields = _insert(type(row))
    values = [_value(row, field, add=True) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return _stored(row, cursor.fetchone()[0])


MOST = 65_535
"""Values in one statement, PostgreSQL's own limit."""


def insert_many(rows: Sequence[Row], *, where_new: bool = False) -> list[Row]:
    """Insert rows of one model that has a uuid, in their order, and give them their ids.

    `where_new`: what breaks a unique constraint is left out instead of raising IntegrityError.
    Returns the rows that were inserted.
    """
    if not rows:
        return []
    words, fields = _insert(type(rows[0]))
    most = MOST // len(fields)
    head, _, tail = words.partition(" values ")
    places, _, pk = tail.partition(" returning ")
    quiet = " on conflict do nothing" if where_new else ""
    ids: dict[UUID, int] = {}
    with connection.cursor() as cursor:
        for begin in range(0, len(rows), most):
            part = rows[begin : begin + most]
            all_places = ", ".join([places] * len(part))
            values = [_value(row, field, add=True) for row in part for field in fields]
            statement = f"{head} values {all_places}{quiet} returning uuid, {pk}"
            cursor.execute(statement, values)
            ids.update(cursor.fetchall())
    return [_stored(row, ids[row.uuid]) for row in rows if row.uuid in ids]  # type: ignore[attr-defined]


def _stored(row: Row, pk: int) -> Row:
    row.pk = pk
    row._state.adding, row._state.db = False, connection.alias
    return row


def select(model: type[Row], where: str, *values: Any) -> list[Row]:
    """The rows of a model for which an SQL condition of ours holds, "for update" and all."""
    statement, names, converted = _select(model, where)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = [_read(row, converted) for row in cursor.fetchall()]
    return [model.from_db(connection.alias, names, row) for row in found]


def _read(row: tuple[Any, ...], converted: list[tuple[int, Any]]) -> list[Any]:
    """The values as Django reads them; only JSON and its like need a field's help."""
    values = list(row)
    for place, field in converted:
        values[place] = field.from_db_value(values[place], None, connection)
    return values


def update(row: Model, *names: str) -> None:
    """Write the named fields of a row that exists."""
    statement, fields = _update(type(row), names)
    values = [_value(row, field, add=False) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk])


def _value(row: Model, field: Field[Any, Any], *, add: bool) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add), connection)


@cache
def _insert(model: type[Model]) -> tuple[str, list[Field[Any, Any]]]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(str(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table, pk = model._meta.db_table, model._meta.pk.column
    words = f"insert into {table} ({columns}) values ({places}) returning {pk}"  # noqa: S608
    return words, fields


@cache
def _select(model: type[Model], where: str) -> tuple[str, list[str], list[tuple[int, Any]]]:
    fields = model._meta.local_concrete_fields
    converted = [(n, field) for n, field in enumerate(fields) if hasattr(field, "from_db_value")]
    columns = ", ".join(str(field.column) for field in fields)
    words = f"select {columns} from {model._meta.db_table} where {where}"  # noqa: S608
    return words, [field.attname for field in fields], converted


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> tuple[str, list[Field[Any, Any]]]:
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    columns = ", ".join(f"{field.column} = %s" for field in fields)
    table, pk = model._meta.db_table, model._meta.pk.column
    words = f"update {table} set {columns} where {pk} = %s"  # noqa: S608 - our own column names
    return words, fields
