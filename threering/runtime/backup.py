"""`threering backup FILE`: everything an installation knows, in one file, while it runs.

The database is read in one REPEATABLE READ transaction, so all tables are of one moment. Every file
that this moment's rows name is still there: bytes are put on the disk before their row commits, and
nothing is dropped while a backup holds its lock (ledger/blobs.py: forgetting).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import IsolationLevel

from threering import __version__
from threering.runtime import archive, keyring, tables
from threering.runtime.archive import FORMAT, PIECE, Tally, Writer
from threering.runtime.banner import say
from threering.runtime.bringup import CannotDo, find_database
from threering.runtime.env import env, secret_key
from threering.runtime.progress import Progress
from threering.runtime.tables import Table, Wire

FORGETTING = 7334  # the advisory lock of ledger/blobs.py: forgetting
NAMED = "select uuid from ledger_blob where data is null order by uuid"


def run(options: Namespace) -> int:
    """Write the backup; 1 when a file that the database names is not there any more."""
    find_database()
    passphrase = sys.stdin.readline().rstrip("\n") if options.passphrase_stdin else ""
    if options.passphrase_stdin and not passphrase:
        raise CannotDo("There is no passphrase on the standard input.")
    path = Path(options.file).expanduser().absolute()
    try:
        with archive.new(path) as writer, snapshot() as wire:
            manifest = write(writer, wire, keyring.put(secret_key(), passphrase))
    except FileExistsError as taken:
        raise CannotDo(f"{path} is there already. Choose another name.") from taken
    except BlockingIOError as busy:
        raise CannotDo(f"Another backup is being written to {path}.") from busy
    except OSError as trouble:
        raise CannotDo(f"{path} cannot be written: {trouble.strerror or trouble}.") from trouble
    except psycopg.OperationalError as trouble:
        raise CannotDo(f"PostgreSQL does not answer: {trouble}".strip()) from trouble
    _told(path, manifest, sealed=bool(passphrase))
    if options.verify:
        _verify(path, passphrase)
    return int(bool(manifest["missing"]))


@contextmanager
def snapshot() -> Iterator[Wire]:
    """A session that sees one moment and lets nothing be dropped while it is open."""
    with psycopg.connect(env().database_url, autocommit=True) as wire:
        wire.execute("select pg_advisory_lock_shared(%s)", [FORGETTING])
        wire.isolation_level = IsolationLevel.REPEATABLE_READ
        wire.read_only = True
        wire.autocommit = False
        yield wire
        wire.rollback()


def write(writer: Writer, wire: Wire, key: dict[str, str]) -> dict[str, Any]:
    """Head, tables, blobs, manifest. The manifest, with the files that were `missing`."""
    found = tables.tables(wire)
    writer.json(archive.HEAD, _head(wire, found, key))
    counters = tables.sequences(wire)
    tally = Tally()
    progress = Progress("Tables", "rows")
    for table in found:
        tally.tables[table.name] = _copy(writer, wire, table, progress)
    progress.end()
    missing = list(_blobs(writer, wire, tally))
    manifest = {"sequences": counters, "missing": missing, **tally.told()}
    writer.json(archive.MANIFEST, manifest)
    return manifest


def _head(wire: Wire, found: list[Table], key: dict[str, str]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "release": __version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "migrations": tables.migrations(wire),
        "partitions": tables.partitions(wire),
        "columns": {table.name: table.columns for table in found},
        "key": key,
    }


def _copy(writer: Writer, wire: Wire, table: Table, progress: Progress) -> dict[str, Any]:
    """One table, in pieces that begin and end anywhere in its stream."""
    made, blocks, piece, number = hashlib.sha256(), 0, bytearray(), 0
    for block in tables.rows_of(wire, table):
        made.update(block)
        blocks += 1
        piece += block
        progress.add()
        if len(piece) >= PIECE:
            number += 1
            writer.piece(table.name, number, bytes(piece))
            piece.clear()
    writer.piece(table.name, number + 1, bytes(piece))
    return {"rows": tables.counted(blocks), "sha256": made.hexdigest()}


def _blobs(writer: Writer, wire: Wire, tally: Tally) -> Iterator[str]:
    """Every sealed file that the snapshot names; tells which are not there."""
    names = [uuid.hex for (uuid,) in wire.execute(NAMED)]
    progress = Progress("Sealed files", "files", len(names))
    for hexed in names:
        name = f"blobs/{hexed[-2:]}/{hexed}"
        try:
            with (env().data / name).open("rb") as file:
                digest, size = archive.digest_of(file)
                file.seek(0)
                writer.blob(name, size, file)
        except FileNotFoundError:
            yield name
        else:
            tally.blob(name, digest, size)
        progress.add()
    progress.end()


def _told(path: Path, manifest: dict[str, Any], *, sealed: bool) -> None:
    rows = sum(told["rows"] for told in manifest["tables"].values())
    size = path.stat().st_size / 2**20
    say(f"{path}: {rows:,} rows and {manifest['blobs']['count']:,} sealed files, {size:,.1f} MB.")
    if missing := manifest["missing"]:
        say(f"{len(missing)} files that the database names are not in {env().data}: {missing[0]} …")
        say("Everything else is in the backup. Look for them in an older one.")
    if not sealed:
        say("The secret key is NOT in it, and without the key mail and attachments stay sealed:")
        say(f"keep {env().data / 'secret.key'} (or your THREERING_SECRET_KEY) in another place.")


def _verify(path: Path, passphrase: str) -> None:
    """Restore it beside us, in a process of its own, since it needs another database."""
    words = [sys.executable, "-m", "threering", "restore", str(path), "--verify"]
    more = ["--passphrase-stdin"] if passphrase else []
    own = {"THREERING_DATA": str(env().data), "THREERING_SECRET_KEY": secret_key()}
    done = subprocess.run(  # noqa: S603
        [*words, *more],
        input=passphrase.encode(),
        env={name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own,
        check=False,
    )
    if done.returncode:
        raise CannotDo(f"{path} was written, but restoring it to see whether it is good failed.")
