"""The file of a backup: a tar that begins with what it is and ends with what must be in it.

head.json                   which release, its migrations, columns, partitions, the key's check
tables/NAME/000001.gz …     the rows of a table as PostgreSQL's binary COPY, in pieces
blobs/xx/NAME               the sealed files, as they lie in the data folder
manifest.json               counts and hashes of all that; without it the file is cut off
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from threering.kernel.disk import sync

FORMAT = 1
PIECE = 8 * 2**20  # bytes of a table in one member: what is in memory at once
HEAD, MANIFEST = "head.json", "manifest.json"


class Damaged(Exception):
    """This is no whole backup; the message says what is wrong with it."""


class Writer:
    """Writes a backup from its beginning to its end, holding one piece in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w|", format=tarfile.GNU_FORMAT)  # noqa: SIM115

    def json(self, name: str, told: dict[str, Any]) -> None:
        """Write something of ours."""
        self._member(name, json.dumps(told, indent=1).encode())

    def piece(self, table: str, number: int, rows: bytes) -> None:
        """Write the next piece of a table."""
        packed = gzip.compress(rows, compresslevel=1, mtime=0)
        self._member(f"tables/{table}/{number:06d}.gz", packed)

    def blob(self, name: str, size: int, file: IO[bytes]) -> None:
        """Write a sealed file; `name` as below the data folder."""
        self._tar.addfile(_info(name, size), file)

    def close(self) -> None:
        """Write the end of the tar."""
        self._tar.close()

    def _member(self, name: str, content: bytes) -> None:
        self._tar.addfile(_info(name, len(content)), io.BytesIO(content))


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


@contextmanager
def new(path: Path) -> Iterator[Writer]:
    """A backup that has its name only when it is whole and on the disk.

    Raises FileExistsError for a name that is taken, BlockingIOError while another writes it.
    """
    if path.exists():
        raise FileExistsError(path)
    part = path.with_name(f"{path.name}.part")
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT, 0o600), "wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        file.truncate(0)
        try:
            writer = Writer(file)
            try:
                yield writer
            finally:
                writer.close()  # also of one that failed, whose part then goes
            file.flush()
            os.fsync(file.fileno())
            os.link(part, path)  # unlike rename it refuses a name that was taken meanwhile
        finally:
            part.unlink()
    sync(path.parent)


def members(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Every member's name and content, in order. Raises Damaged for what is no whole tar."""
    try:
        with tarfile.open(path, mode="r|") as tar:
            for info in tar:
                content = tar.extractfile(info)
                if content is not None:
                    yield info.name, content
    except (tarfile.TarError, EOFError) as error:
        raise Damaged(f"{path} is not a whole backup of Threering: {error}.") from error


def head_of(path: Path) -> dict[str, Any]:
    """What a backup says of itself at its beginning. Raises Damaged."""
    found = members(path)
    name, content = next(found, ("", io.BytesIO()))
    told = _told(name == HEAD, content, path)
    found.close()  # type: ignore[attr-defined]
    if told.get("format") != FORMAT:
        raise Damaged(f"{path} has the format {told.get('format')}; this release reads {FORMAT}.")
    return told


def _told(known: bool, content: IO[bytes], path: Path) -> dict[str, Any]:  # noqa: FBT001
    with suppress(ValueError):
        if known and isinstance(told := json.loads(content.read()), dict):
            return told
    raise Damaged(f"{path} is not a backup of Threering.")


class Tally:
    """Counts and hashes of what passes by, to be compared with the manifest."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Any]] = {}
        self.blobs = 0
        self.bytes = 0
        self._names: dict[str, str] = {}

    def blob(self, name: str, digest: str, size: int) -> None:
        """A sealed file passed."""
        self.blobs += 1
        self.bytes += size
        self._names[name] = digest

    def told(self) -> dict[str, Any]:
        """As the manifest says it."""
        all_of_them = hashlib.sha256()
        for name in sorted(self._names):
            all_of_them.update(f"{name} {self._names[name]}\n".encode())
        blobs = {"count": self.blobs, "bytes": self.bytes, "sha256": all_of_them.hexdigest()}
        return {"tables": self.tables, "blobs": blobs}


def checked(path: Path) -> dict[str, Any]:
    """Read a backup to its end and compare all of it with its manifest, which is returned.

    Raises Damaged, naming the first thing that is not as it was written.
    """
    tally, hashes, manifest = Tally(), dict[str, Any](), None
    for name, content in members(path):
        if name == MANIFEST:
            manifest = _told(True, content, path)  # noqa: FBT003
        elif name.startswith("tables/"):
            table = name.split("/")[1]
            hashes.setdefault(table, hashlib.sha256()).update(unpacked(content))
        elif name.startswith("blobs/"):
            tally.blob(name, *digest_of(content))
    if manifest is None:
        raise Damaged(f"{path} is cut off: its end is missing.")
    found = {table: made.hexdigest() for table, made in hashes.items()}
    wanted = {table: told["sha256"] for table, told in manifest["tables"].items()}
    if found != wanted:
        raise Damaged(f"{path} is damaged in {', '.join(_different(found, wanted))}.")
    if tally.told()["blobs"] != manifest["blobs"]:
        raise Damaged(f"{path} is damaged among its {tally.blobs} sealed files.")
    return manifest


def unpacked(content: IO[bytes]) -> bytes:
    """The rows in a piece. Raises Damaged."""
    try:
        return gzip.decompress(content.read())
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Damaged(f"A piece of the backup is damaged: {error}.") from error


def _different(found: dict[str, str], wanted: dict[str, str]) -> list[str]:
    return sorted(name for name in found | wanted if found.get(name) != wanted.get(name))


def digest_of(content: IO[bytes], into: IO[bytes] | None = None) -> tuple[str, int]:
    """SHA-256 and length of a stream, which is copied `into` another on the way."""
    made, size = hashlib.sha256(), 0
    while block := content.read(2**20):
        made.update(block)
        size += len(block)
        if into:
            into.write(block)
    return made.hexdigest(), size
