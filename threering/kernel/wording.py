"""How the statements for rows of Django's models are worded: once each, and then kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
)

Row = TypeVar("Row", bound=Model)
Key = tuple[Any, ...]
Names = tuple[str, ...]


def look_up(model: type[Row], equal: dict[str, Any], *, lock: bool) -> list[Row]:
    """Ask PostgreSQL what `find` wants to know."""
    form = tuple((name, _form(value)) for name, value in equal.items())
    given = [value for value in equal.values() if value is not None]
    return rows_where(model, _where(model, form, lock=lock), sorted(given, key=_is_list))


def rows_where(model: type[Row], where: str, given: Sequence[Any]) -> list[Row]:
    """The rows of a model for which an SQL condition of ours holds."""
    words, names, converted = _select(model, where)
    with connection.cursor() as cursor:
        cursor.execute(words, given)
        found = cursor.fetchall()
    if converted:
        found = [_read(row, converted) for row in found]
    return [model.from_db(connection.alias, names, row) for row in found]


def _read(row: Key, converted: list[tuple[int, Any]]) -> list[Any]:
    """The values as Django reads them; only JSON and its like need a field's help."""
    values = list(row)
    for place, field in converted:
        values[place] = field.from_db_value(values[place], None, connection)
    return values


def values(row: Model, fields: Iterable[Field[Any, Any]], *, add: bool) -> list[Any]:
    """What the fields of a row store."""
    wire = connections[DEFAULT_DB_ALIAS]  # `connection` would look it up again for every field
    return [_stored(field, field.pre_save(row, add), wire) for field in fields]


PLAIN = frozenset({str, int, bool, type(None)})
"""What psycopg stores as it is."""


def _stored(field: Field[Any, Any], value: Any, wire: Any) -> Any:
    if type(value) in PLAIN and _is_plain(type(field)):  # type: ignore[arg-type]
        return value
    return field.get_db_prep_save(value, wire)


@cache
def _is_plain(kind: type[Field[Any, Any]]) -> bool:
    """Whether Django would hand plain values on as they are, only more slowly."""
    return issubclass(kind, (BooleanField, CharField, ForeignKey, IntegerField, TextField))


@cache
def columns(model: type[Model]) -> tuple[str, list[Field[Any, Any]]]:
    """The table of a model and the fields that an insert fills."""
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    return model._meta.db_table, fields


@cache
def update_words(model: type[Model], names: Names) -> tuple[str, list[Field[Any, Any]]]:
    """The statement that writes these fields of one row, and the fields."""
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    setting = ", ".join(f"{field.column} = %s" for field in fields)
    words = f"update {model._meta.db_table} set {setting} where {pk_column(model)} = %s"  # noqa: S608
    return words, fields


def update_all_words(model: type[Model], names: Names, many: int) -> str:
    """The statement that writes these fields of so many rows at once; each row's id comes last."""
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    setting = ", ".join(f"{field.column} = new.{field.column}" for field in fields)
    line = ", ".join(f"%s::{_cast(field)}" for field in fields)
    lines = ", ".join([f"({line}, %s::bigint)"] * many)
    named = ", ".join(str(field.column) for field in fields)
    return (
        f"update {model._meta.db_table} as old set {setting}"  # noqa: S608 - our names
        f" from (values {lines}) as new ({named}, wanted) where old.{pk_column(model)} = new.wanted"
    )


def _cast(field: Field[Any, Any]) -> str:
    """Its type without its length: a cast to that would cut what is too long, silently."""
    return re.sub(r"\(\d+\)", "", str(field.db_type(connection)))


@cache
def pk_column(model: type[Model]) -> str:
    """The column of the ids."""
    return str(model._meta.pk.column)


@cache
def insert_words(table: str, names: Names) -> str:
    """The statement that inserts one line."""
    places = ", ".join(["%s"] * len(names))
    return f"insert into {table} ({', '.join(names)}) values ({places})"  # noqa: S608 - our names


@cache
def _select(model: type[Model], where: str) -> tuple[str, list[str], list[tuple[int, Any]]]:
    fields = model._meta.local_concrete_fields
    converted = [(n, field) for n, field in enumerate(fields) if hasattr(field, "from_db_value")]
    named = ", ".join(str(field.column) for field in fields)
    words = f"select {named} from {model._meta.db_table} where {where}"  # noqa: S608
    return words, [field.attname for field in fields], converted


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _form(value: Any) -> str:
    if value is None:
        return "null"
    return "list" if _is_list(value) else "one"


@cache
def _where(model: type[Model], form: tuple[tuple[str, str], ...], *, lock: bool) -> str:
    """The condition of a look-up; what is one value comes before what are lists."""
    lists = [name for name, of in form if of == "list"]
    parts = [f"{name} is null" for name, of in form if of == "null"]
    parts += [_is(model, name, "%s") for name, of in form if of == "one"]
    parts += [f"{name} <> '{{}}'" for name, _ in form if holds_many(model, name)]
    if len(lists) == 1:
        parts.append(_is_any(model, lists[0]))
    elif lists:
        asked = ", ".join(f"%s::{_type(model, name)}[]" for name in lists)
        pairs = [_is(model, f"one.{name}", f"asked.{name}") for name in lists]
        pairs += [f"one.{name} <> '{{}}'" for name in lists if holds_many(model, name)]
        table = model._meta.db_table
        parts.append(
            f"{pk_column(model)} in (select one.{pk_column(model)} from unnest({asked})"  # noqa: S608
            f" as asked ({', '.join(lists)}) join {table} one on {' and '.join(pairs)})"
        )
    end = " for update" if lock else ""
    return f"{' and '.join(parts)} order by {pk_column(model)}{end}"


def _is(model: type[Model], name: str, value: str) -> str:
    many = holds_many(model, name.rpartition(".")[2])
    return f"{name} @> array[{value}]" if many else f"{name} = {value}"


def _is_any(model: type[Model], name: str) -> str:
    how = "&& %s::" if holds_many(model, name) else "= any(%s::"
    return f"{name} {how}{_type(model, name)}[]" + ("" if holds_many(model, name) else ")")


@cache
def holds_many(model: type[Model], attname: str) -> bool:
    """Whether a column is an array: its row is found by each value in it."""
    return isinstance(_field(model, attname), ArrayField)


def _type(model: type[Model], attname: str) -> str:
    """The type of one value, without its length: a value too long is not found, not cut."""
    field = _field(model, attname)
    single = field.base_field if isinstance(field, ArrayField) else field
    return str(single.db_type(connection)).partition("(")[0]


def _field(model: type[Model], attname: str) -> Field[Any, Any]:
    return next(f for f in model._meta.local_concrete_fields if f.attname == attname)
