"""Where a database, or a backup, stands among the migrations, of which old ones were folded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

Node = tuple[str, str]
GO_ON = (
    "Bring it to the end of those migrations first, with the version that had them, "
    "or begin with an empty database."
)


def halfway(applied: Collection[Node]) -> str:
    """The first that is missing of what was folded into one, where others of it are there; or "".

    Django would take such a database for one without these tables, or say nothing at all.
    """
    for replaced in _replaced().values():
        missing = [node for node in replaced if node not in applied]
        if 0 < len(missing) < len(replaced):
            return " ".join(missing[0])
    return ""


def in_words_of_now(applied: Collection[Node]) -> list[Node]:
    """The same migrations by the names that they have now, in their order."""
    folded = {key for key, replaced in _replaced().items() if set(replaced) <= set(applied)}
    gone = {node for key in folded for node in _replaced()[key]}
    return [*sorted(folded - set(applied)), *(node for node in applied if node not in gone)]


def of_database() -> set[Node]:
    """What was applied to the database."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return set(MigrationRecorder(connection).applied_migrations())


def _replaced() -> Mapping[Node, Sequence[Node]]:
    """What each migration of ours stands for; those of libraries still have what they replace."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    return {
        key: migration.replaces
        for key, migration in loader.replacements.items()
        if not any(node in loader.disk_migrations for node in migration.replaces)
    }
