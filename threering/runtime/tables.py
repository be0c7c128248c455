"""What a database of ours holds, out of PostgreSQL's own catalogue, and how rows go out and in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, LiteralString, cast

from psycopg import Connection

Wire = Connection[tuple[Any, ...]]
MIGRATIONS = "django_migrations"


@dataclass(frozen=True, slots=True)
class Table:
    """A table, what of it is copied, and the order that makes its hash its own.

    Left out: what PostgreSQL works out itself, and transaction ids, which mean nothing elsewhere.
    """

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]

    @property
    def listed(self) -> str:
        """Its columns, for a statement."""
        return ", ".join(self.columns)


_TABLES = """
select quote_ident(c.relname),
  array(select quote_ident(attname) from pg_attribute where attrelid = c.oid and attnum > 0
    and not attisdropped and attgenerated = '' and atttypid <> 'xid8'::regtype order by attnum),
  array(select quote_ident(attname) from pg_index i, unnest(i.indkey) with ordinality k(no, n),
    pg_attribute a where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid
    and a.attnum = k.no order by k.n)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = current_schema()
  and not c.relispartition and c.relkind in ('r', 'p') order by c.relname
"""
_PARTITIONS = """
select quote_ident(c.relname), i.inhparent::regclass::text, pg_get_expr(c.relpartbound, c.oid)
from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_namespace n on
n.oid = c.relnamespace where n.nspname = current_schema() and c.relispartition
and c.relkind = 'r' order by c.relname
"""
_SEQUENCES = """
select quote_ident(sequencename), last_value from pg_sequences
where schemaname = current_schema() order by 1
"""
_WALLS = """
select c.oid::regclass::text, quote_ident(k.conname), pg_get_constraintdef(k.oid)
from pg_constraint k join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace where n.nspname = current_schema()
  and not c.relispartition and k.contype = 'f'
order by 1, 2
"""


def words(sql: str) -> LiteralString:
    """A statement made of names out of PostgreSQL's own catalogue, quoted by itself."""
    return sql


def tables(wire: Wire) -> list[Table]:
    """All tables of ours, but the list of migrations, which migrating writes itself."""
    rows = wire.execute(_TABLES).fetchall()
    found = [Table(name, tuple(columns), tuple(order)) for name, columns, order in rows]
    return [table for table in found if table.name != MIGRATIONS]


def partitions(wire: Wire) -> list[list[str]]:
    """Name, parent and bounds of every partition."""
    wire.execute("set local timezone = 'UTC'")
    return [list(row) for row in wire.execute(_PARTITIONS)]


def sequences(wire: Wire) -> dict[str, int | None]:
    """How far every sequence has counted; None: not begun."""
    return dict(wire.execute(_SEQUENCES).fetchall())


def migrations(wire: Wire) -> list[list[str]]:
    """The migrations that were applied, in their order."""
    return [
        list(row) for row in wire.execute("select app, name from django_migrations order by id")
    ]


def rows_of(wire: Wire, table: Table) -> Iterator[bytes]:
    """A table as binary COPY, in the order of its key, piece by piece as the server sends it."""
    order = ", ".join(table.order or table.columns)
    select = f"select {table.listed} from {table.name} order by {order}"  # noqa: S608
    with wire.cursor().copy(words(f"copy ({select}) to stdout (format binary)")) as copy:
        for block in copy:
            yield bytes(block)


def fingerprint(wire: Wire, table: Table, passed: Callable[[], None]) -> dict[str, Any]:
    """Count and hash of a table as it is now."""
    made, count = hashlib.sha256(), 0
    for block in rows_of(wire, table):
        made.update(block)
        count += 1
        passed()
    return {"rows": counted(count), "sha256": made.hexdigest()}


def counted(blocks: int) -> int:
    """Rows in so many blocks: the server sends a row a block, and the stream's end as one more.

    The stream's head comes with the first of them.
    """
    return max(blocks - 1, 0)


class Filling:
    """Tables while they are filled: empty first, without the walls between them, then with them.

    All in the caller's transaction: another session sees what was before, or all of it.
    """

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.tables = {table.name: table for table in tables(wire)}
        self._walls: list[tuple[str, str, str]] = []

    def begin(self, parts: list[list[str]]) -> None:
        """Make missing partitions, take down foreign keys and our triggers, empty everything."""
        for name, parent, bounds in parts:
            create = f"create table if not exists {name} partition of {parent} {bounds}"
            self.wire.execute(words(create))
        self._walls = cast("list[tuple[str, str, str]]", self.wire.execute(_WALLS).fetchall())
        for table, name, _ in self._walls:
            self.wire.execute(words(f"alter table {table} drop constraint {name}"))
        for name in self.tables:
            self.wire.execute(words(f"alter table {name} disable trigger user"))
        self.wire.execute(words(f"truncate {', '.join(self.tables)}"))

    def end(self, counters: dict[str, int | None]) -> None:
        """Put the walls back, which checks every row, and let counting go on where it was."""
        for name in self.tables:
            self.wire.execute(words(f"alter table {name} enable trigger user"))
        for table, name, wall in self._walls:
            self.wire.execute(words(f"alter table {table} add constraint {name} {wall}"))
        for name, last in counters.items():
            if last is not None:
                self.wire.execute("select setval(%s::regclass, %s)", [name, last])
        self.wire.execute("set constraints all immediate")
