"""Filling an empty database from a backup, and comparing what is there then with what was."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import Copy

from threering.kernel.disk import make_lasting, sync
from threering.runtime import archive, standing, tables
from threering.runtime.archive import Damaged, Tally
from threering.runtime.progress import Progress
from threering.runtime.tables import Filling, Table, Wire

Node = tuple[str, str]
# A delivery in work whose worker is gone is what the worker's sweep finds and settles as uncertain.
UNCERTAIN = """
update ledger_delivery set state = 'sending', claimed_by = '', claimed_at = now(),
  handed_over_at = coalesce(handed_over_at, now()) where state in ('queued', 'sending')
"""


class NotEmpty(Exception):
    """Something is there that a restore would destroy; the message says what."""


def restore(path: Path, url: str, data: Path) -> None:
    """Blobs, then the schema of the backup's day, its rows by one commit, then this release's.

    Raises Damaged, NotEmpty; nothing has been committed then but tables without rows.
    """
    head = archive.head_of(path)
    with psycopg.connect(url) as wire:
        _refuse_full(wire)
        wire.rollback()
        _migrate(wire, [(app, name) for app, name in head["migrations"]])
        wire.execute("set timezone = 'UTC'")
        manifest = _fill(wire, path, data, head)
        _compare(wire, manifest, data)
        wire.execute(UNCERTAIN)
    _bring_up_to_date()


def _refuse_full(wire: Wire) -> None:
    """Nobody's data may be written over."""
    there = wire.execute("select to_regclass('organisation_client') is not null").fetchone()
    if there == (True,) and wire.execute("select 1 from organisation_client limit 1").fetchone():
        raise NotEmpty("The database holds clients already. Restore into an empty one.")


def _migrate(wire: Wire, applied: list[Node]) -> None:
    """Bring an empty database to the state in which the backup was made."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    applied = _understood(applied)
    executor = MigrationExecutor(connection)
    known = set(executor.loader.graph.nodes)
    if unknown := [f"{app} {name}" for app, name in applied if (app, name) not in known]:
        raise Damaged(f"The backup is of a newer release: this one does not know {unknown[0]}.")
    here = standing.in_words_of_now(list(executor.loader.applied_migrations))
    if ahead := set(here) - set(applied):
        raise NotEmpty(
            "The backup is of an older release than this database, which was brought up to date "
            f"already ({sorted(ahead)[0]}). Restore into an empty folder or an empty database."
        )
    executor.migrate([node for node in applied if not _is_passed(executor, node, applied)])
    wire.rollback()


def _understood(applied: list[Node]) -> list[Node]:
    """The migrations by the names of now. Raises Damaged where they ended among folded ones."""
    if missing := standing.halfway(applied):
        raise Damaged(
            "The backup is of a development version from before the migrations were folded, and "
            f"not of the last one: {missing} is missing. Restore it with the version that made it."
        )
    return standing.in_words_of_now(applied)


def _is_passed(executor: Any, node: Node, applied: list[Node]) -> bool:
    """Whether another applied migration of the same app comes after it."""
    children = executor.loader.graph.node_map[node].children
    return any(child.key in applied and child.key[0] == node[0] for child in children)


def _fill(wire: Wire, path: Path, data: Path, head: dict[str, Any]) -> dict[str, Any]:
    """Everything out of the file, in the open transaction; the manifest."""
    filling = Filling(wire)
    _refuse_unlike(filling, head["columns"])
    filling.begin(head["partitions"])
    manifest: dict[str, Any] = {}
    progress = Progress("Restoring", "pieces")
    for (kind, name), group in groupby(archive.members(path), key=lambda member: _about(member[0])):
        for_table = kind == "tables"
        with _into(wire, filling.tables[name]) if for_table else nullcontext() as copy:
            for full_name, content in group:
                progress.add()
                if copy:
                    copy.write(archive.unpacked(content))
                elif kind == "blobs":
                    _put(data / full_name, content)
                elif full_name == archive.MANIFEST:
                    manifest = json.loads(content.read())
    progress.end()
    filling.end(manifest["sequences"])
    return manifest


def _about(name: str) -> tuple[str, str]:
    """The kind of a member, and the table whose rows it continues."""
    kind, _, rest = name.partition("/")
    return kind, rest.partition("/")[0] if kind == "tables" else ""


def _refuse_unlike(filling: Filling, columns: dict[str, list[str]]) -> None:
    here = {name: list(table.columns) for name, table in filling.tables.items()}
    if unlike := sorted(name for name in columns | here if columns.get(name) != here.get(name)):
        raise Damaged(f"The table {unlike[0]} is not what it was in the release of the backup.")


def _into(wire: Wire, table: Table) -> AbstractContextManager[Copy]:
    statement = f"copy {table.name} ({table.listed}) from stdin (format binary)"
    return wire.cursor().copy(tables.words(statement))


def _put(path: Path, content: IO[bytes]) -> None:
    """A sealed file at its place, on the disk before the row that names it."""
    make_lasting(path.parent)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        archive.digest_of(content, into=file)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    sync(path.parent)


def _compare(wire: Wire, manifest: dict[str, Any], data: Path) -> None:
    """Read everything again as it is now, and compare. Raises Damaged."""
    progress = Progress("Comparing", "rows")
    for table in tables.tables(wire):
        if tables.fingerprint(wire, table, progress.add) != manifest["tables"][table.name]:
            raise Damaged(f"The rows of {table.name} are not those of the backup.")
    progress.end()
    tally = Tally()
    for (uuid,) in wire.execute("select uuid from ledger_blob where data is null"):
        name = f"blobs/{uuid.hex[-2:]}/{uuid.hex}"
        if name not in manifest["missing"]:
            with (data / name).open("rb") as file:
                tally.blob(name, *archive.digest_of(file))
    if tally.told()["blobs"] != manifest["blobs"]:
        raise Damaged("The sealed files are not those of the backup.")


def _bring_up_to_date() -> None:
    """What this release has added since, as every start does it."""
    from threering.runtime.commands import migrate

    migrate(Namespace())
