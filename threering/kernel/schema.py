"""Pieces of SQL that migrations of every room use."""

from __future__ import annotations

from django.db.migrations import RunSQL


def addressable_by_client(table: str) -> RunSQL:
    """Let other tables point at (client_id, id) of this one."""
    name = f"{table}_client_id_id_key"
    return RunSQL(
        f"alter table {table} add constraint {name} unique (client_id, id)",
        f"alter table {table} drop constraint {name}",
    )


def same_client(table: str, column: str, target: str) -> RunSQL:
    """The second wall: a row can only point at a row of its own client."""
    name = f"{table}_{column}_same_client"
    return RunSQL(
        f"alter table {table} add constraint {name} foreign key (client_id, {column})"
        f" references {target} (client_id, id) deferrable initially deferred",
        f"alter table {table} drop constraint {name}",
    )
