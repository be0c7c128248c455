"""Looking for what was forgotten, in every table, in all the forms in which bytes may stand."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from django.db import connection


def tables() -> list[str]:
    """All tables of the database but those of PostgreSQL itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.oid::regclass::text from pg_class c where c.relkind in ('r', 'p')"
            " and not c.relispartition and c.relnamespace = current_schema()::regnamespace"
        )
        return [name for (name,) in cursor.fetchall()]


def dump() -> Iterator[tuple[str, bytes]]:
    """Every row of every table, as text; bytes as they are kept, too."""
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"select t.*, t::text from {table} t")
            for row in cursor.fetchall():
                yield table, str(row[-1]).encode()
                for value in row:
                    if isinstance(value, bytes | memoryview):
                        yield table, bytes(value)


def forms(words: Iterable[str]) -> dict[bytes, str]:
    """Each word in small letters, as it may stand in bytes that are made small, too."""
    found: dict[bytes, str] = {}
    for word in words:
        plain = word.encode()
        for form in (
            plain,
            word.encode("latin-1", "ignore"),
            word.encode("utf-16-le"),
            word.encode("utf-16-be"),
            quopri.encodestring(plain),
            quote(word).encode(),
            plain.hex().encode(),
            *_base64(plain),
        ):
            found[form.lower()] = word
    return found


def _base64(plain: bytes) -> Iterator[bytes]:
    """What of it is sure to stand in base64, wherever in the text it begins."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain)
        whole = len(coded.rstrip(b"=")) - (1 if coded.endswith(b"=") else 0)
        yield coded[(0, 2, 3)[before] : whole]


def leftovers(words: Iterable[str], places: Iterable[tuple[str, bytes]]) -> list[str]:
    """Where some of the words are left, and which."""
    sought = forms(words)
    assert all(len(form) >= 6 for form in sought), "too short to be sure of"
    found = set()
    for place, content in places:
        small = content.lower()
        found |= {f"{place}: {word}" for form, word in sought.items() if form in small}
    return sorted(found)
