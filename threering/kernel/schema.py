"""Pieces that migrations of every room use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunSQL
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

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


class AllAtOnce(Operation):
    """Operations on models of which Django makes the classes once, after the last of them.

    By itself it makes those of all related models anew at each: a square of their number. Only for
    what begins a room; it is not taken back.
    """

    reversible = False
    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Say what will be; the classes that were made are out of date then."""
        vars(state).pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the tables: all know all others, so their order does not matter."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` says of it."""
        return "; ".join(operation.describe() for operation in self.operations)
