"""Pieces of SQL that migrations of every room use."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.migrations import RunSQL

from threering.kernel.time import first_of_month


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


def ensure_months(table: str, now: datetime, *, ahead: int = 2) -> None:
    """Make a table's partitions for this month and the next ones; those there are stay."""
    with connection.cursor() as cursor:
        for month in range(ahead + 1):
            begins, ends = first_of_month(now, ahead=month), first_of_month(now, ahead=month + 1)
            cursor.execute(
                f"create table if not exists {table}_y{begins:%Y}m{begins:%m} partition of"
                f" {table} for values from ('{begins:%Y-%m-%d}Z') to ('{ends:%Y-%m-%d}Z')"
            )


def take_stock(table: str, history: str) -> RunSQL:
    """Begin a history with what is there already, so that its first change says from what."""
    return RunSQL(
        f"""do $$ declare named text; begin
        select string_agg(quote_ident(column_name), ', ') into named
          from information_schema.columns where table_schema = current_schema()
          and table_name = '{history}' and column_name not like 'pgh\\_%';
        execute format('insert into {history} (pgh_created_at, pgh_label, pgh_obj_id, %s)'
          ' select clock_timestamp(), ''found'', id, %s from {table}', named, named);
        end $$""",  # noqa: S608 - names of ours
        RunSQL.noop,
    )
