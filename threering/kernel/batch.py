"""Many stories, few statements: what they write waits, what they look up is remembered.

Within `together` a new row has its id at once and travels with the others at the end; the rows that
one look-up has found answer the next one. Any statement that is not ours, of Django or by hand, is
preceded by what waits, and one that may write makes us forget what we have read: it sees and leaves
what it would without us. There are no savepoints in between: an error undoes the whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import psycopg
from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import Model

from threering.kernel.known import Known, Question
from threering.kernel.wording import (
    Key,
    Names,
    Row,
    columns,
    look_up,
    pk_column,
    update_all_words,
    update_words,
    values,
)

running: ContextVar[Batch | None] = ContextVar("running", default=None)
RING = "select pg_notify(channel, word) from unnest(%s::text[], %s::text[]) as bell (channel, word)"


@contextmanager
def together(expected: int) -> Iterator[None]:
    """Write what the stories told in here, about `expected` of them, with few statements.

    Inside a transaction only. An error in one of them has to undo that transaction.
    """
    batch = Batch(expected)
    token = running.set(batch)
    try:
        with connection.execute_wrapper(batch.before_others):
            yield
            batch.send()
    finally:
        running.reset(token)


class Batch:
    """What waits to be written."""

    def __init__(self, expected: int) -> None:
        self._expected = expected
        self._numbers: dict[type[Model], list[int]] = defaultdict(list)
        self._known = Known()
        self._asking = False
        self._nothing_waits()

    def _nothing_waits(self) -> None:
        self._new: dict[type[Model], dict[int, Model]] = defaultdict(dict)
        self._changed: dict[type[Model], dict[int, tuple[Model, Names]]] = defaultdict(dict)
        self._lines: dict[tuple[str, Names], list[Key]] = defaultdict(list)
        self._bells: dict[tuple[str, str], None] = {}

    def number(self, model: type[Model]) -> int:
        """An id for a new row. They are drawn together; what is left over is never used."""
        if not self._numbers[model]:
            words = "select nextval(%s) from generate_series(1, %s)"
            with _wire() as cursor:
                drawn = cursor.execute(words, [_sequence(model), self._expected]).fetchall()
            self._numbers[model] = [row[0] for row in reversed(drawn)]
        return self._numbers[model].pop()

    def insert(self, row: Model) -> None:
        """Let a new row wait; look-ups find it from now on."""
        self._new[type(row)][row.pk] = row
        self._known.add(row)

    def append(self, table: str, names: Names, lines: Iterable[Key]) -> None:
        """Let lines wait."""
        self._lines[table, names] += lines

    def ring(self, channel: str, word: str) -> None:
        """Let a bell wait; PostgreSQL rings it at commit."""
        self._bells[channel, word] = None

    def update(self, row: Model, names: Names) -> None:
        """Let changed fields wait."""
        if not self._known.change(row, names):  # somebody has another copy of that row
            self.send()
        if self._new[type(row)].get(row.pk) is row:
            return
        changed = self._changed[type(row)]
        before = changed[row.pk][1] if row.pk in changed else ()
        changed[row.pk] = (row, tuple(dict.fromkeys((*before, *names))))

    def find(self, model: type[Row], equal: dict[str, Any], *, lock: bool) -> list[Row]:
        """What rows.find gives, asked of PostgreSQL only where it is not known."""
        question = Question(model, tuple(equal), lock)
        answers = self._known.answers(question)
        asked = dict.fromkeys(_keys(equal))
        unknown = [key for key in asked if key not in answers]
        if unknown and (unknown := self._known.answer(question, unknown)):
            if self._new[model] or self._changed[model]:
                self.send()
            found = self._ask(model, _only(equal, unknown), lock=lock)
            self._known.learn(question, unknown, found)
        return [row for key in asked for row in answers[key]]

    def _ask(self, model: type[Row], equal: dict[str, Any], *, lock: bool) -> list[Row]:
        self._asking = True
        try:
            return look_up(model, equal, lock=lock)
        finally:
            self._asking = False

    def before_others(self, execute: Callable[..., Any], words: str, *given: Any) -> Any:
        """What Django calls around every statement that goes through its own cursors."""
        if self._asking:
            return execute(words, *given)
        if words.startswith(("SAVEPOINT", "RELEASE SAVEPOINT")):
            return None
        if words.startswith("ROLLBACK TO SAVEPOINT"):
            raise DatabaseError("What is written together is undone together.")
        self.send()
        if words.lstrip()[:6].upper() != "SELECT":
            self._known.forget()
        return execute(words, *given)

    def send(self) -> None:
        """Write everything that waits, in the order in which tables refer to each other."""
        new, changed, lines, bells = self._new, self._changed, self._lines, self._bells
        self._nothing_waits()
        with _wire() as cursor:
            for model in sorted(filter(new.get, new), key=_rank):
                _insert(cursor, model, new[model].values())
            for model in sorted(filter(changed.get, changed), key=_rank):
                _update(cursor, model, changed[model].values())
            for (table, names), waiting in lines.items():
                _copy(cursor, table, names, waiting)
            if bells:
                cursor.execute(RING, [list(part) for part in zip(*bells, strict=True)])


@contextmanager
def _wire() -> Iterator[psycopg.Cursor]:
    """Past Django's cursors: PostgreSQL binds the values, and keeps the plan of a statement."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        yield cursor


def _insert(cursor: psycopg.Cursor, model: type[Model], new: Iterable[Model]) -> None:
    table, fields = columns(model)
    names = (pk_column(model), *(str(field.column) for field in fields))
    _copy(cursor, table, names, ((row.pk, *values(row, fields, add=True)) for row in new))


def _copy(cursor: psycopg.Cursor, table: str, names: Names, lines: Iterable[Key]) -> None:
    with cursor.copy(f"copy {table} ({', '.join(names)}) from stdin") as copy:
        for line in lines:
            copy.write_row(line)


def _update(
    cursor: psycopg.Cursor, model: type[Model], changed: Iterable[tuple[Model, Names]]
) -> None:
    alike: dict[Names, list[Model]] = defaultdict(list)
    for row, names in changed:
        alike[names].append(row)
    for names, found in alike.items():
        _, fields = update_words(model, names)
        lines = [value for row in found for value in (*values(row, fields, add=False), row.pk)]
        cursor.execute(update_all_words(model, names, len(found)), lines)


@cache
def _sequence(model: type[Model]) -> str:
    """The sequence behind the ids of a model."""
    words = "select pg_get_serial_sequence(%s, %s)"
    with _wire() as cursor:
        cursor.execute(words, [model._meta.db_table, pk_column(model)])
        found = cursor.fetchone()
    if not found or not found[0]:
        raise TypeError(f"{model.__name__} has no sequence that numbers its rows.")
    return str(found[0])


@cache
def _rank(model: type[Model]) -> int:
    """Foreign keys point down the rooms, and up the lines of a file of models."""
    return list(apps.get_models()).index(model)


def _keys(equal: dict[str, Any]) -> Iterable[Key]:
    """What is asked for, value by value."""
    lists = [value for value in equal.values() if isinstance(value, list)]
    if not lists:
        return [tuple(equal.values())]
    many = [v if isinstance(v, list) else [v] * len(lists[0]) for v in equal.values()]
    return zip(*many, strict=True)


def _only(equal: dict[str, Any], keys: list[Key]) -> dict[str, Any]:
    """The same question, for these keys alone."""
    parts = zip(equal.items(), zip(*keys, strict=True), strict=True)
    return {name: list(part) if isinstance(of, list) else of for (name, of), part in parts}
