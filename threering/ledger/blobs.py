"""Where bytes are kept: sealed, in the row when small, else in a file that is on disk first."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import ProtectedError

from threering.kernel.disk import make_lasting, sync
from threering.kernel.rows import find, insert, insert_many, update
from threering.kernel.sealing import master_key, new_key, seal, unseal
from threering.ledger.models import Arrival, Blob, Key

IN_ROW = 64 * 1024
NOTHING = bytes(32)  # where the digest of bytes stood that were destroyed
FORGETTING = 7334  # the advisory lock that a backup shares (runtime/backup.py)


class Erased(Exception):
    """The key of these bytes was destroyed: the customer asked to be forgotten."""


@cache
def _master() -> bytes:
    return master_key(settings.SECRET_KEY)


def new_customer_key(client_id: int) -> Key:
    """A key for one customer, itself wrapped by the installation's."""
    return insert(Key(client_id=client_id, wrapped=seal(new_key(), _master())))


def _open(key: Key | None) -> bytes:
    if key is None:
        return _master()
    if key.wrapped is None:
        raise Erased(f"Key {key.pk} was destroyed at {key.destroyed_at}.")
    return unseal(bytes(key.wrapped), _master())


def seal_secret(plain: str) -> bytes:
    """A password or key of the house's own, sealed under the installation's key."""
    return seal(plain.encode(), _master())


def open_secret(sealed: bytes) -> str:
    """The plain secret. Raises cryptography.exceptions.InvalidTag under another installation."""
    return unseal(sealed, _master()).decode()


def keep(client_id: int, plain: bytes, *, key: Key | None = None) -> Blob:
    """Seal and store bytes; the same bytes under the same customer's key are kept once."""
    if key:
        digest = hashlib.sha256(plain).digest()
        if kept := find(Blob, key_id=key.pk, sha256=digest):
            return kept[0]
    return insert(_sealed(client_id, plain, key))


def recall(files: Iterable[tuple[int, bytes]]) -> None:
    """Look for many files, each under a key, at once: in a batch `keep` asks no more."""
    pairs = [(key_id, hashlib.sha256(plain).digest()) for key_id, plain in files]
    if pairs:
        key_ids, digests = map(list, zip(*pairs, strict=True))
        find(Blob, key_id=key_ids, sha256=digests)


def keep_many(client_id: int, plains: Sequence[bytes]) -> list[Blob]:
    """Seal and store what has nobody's key yet, in that order, with one statement."""
    return insert_many([_sealed(client_id, plain, None) for plain in plains])


def _sealed(client_id: int, plain: bytes, key: Key | None) -> Blob:
    """A new blob, its file on the disk where it has one, its row not yet written."""
    inner = new_key()
    digest = hashlib.sha256(plain).digest()
    blob = Blob(client_id=client_id, key=key, sha256=digest, size=len(plain))
    blob.wrapped = seal(inner, _open(key))
    sealed = seal(plain, inner)
    if len(plain) <= IN_ROW:
        blob.data = sealed
    else:
        _write(_path(blob), sealed)
    return blob


def read(blob: Blob) -> bytes:
    """The plain bytes. Raises Erased, or FileNotFoundError when the blob folder was lost."""
    if not blob.wrapped:
        raise Erased(f"The bytes of {blob.uuid} were destroyed.")
    inner = unseal(bytes(blob.wrapped), _open(blob.key))
    sealed = bytes(blob.data) if blob.data is not None else _path(blob).read_bytes()
    return unseal(sealed, inner)


def drop(blob: Blob) -> None:
    """Forget the bytes, unless something else is made of the same ones.

    The row goes first, with the transaction: a file without a row is only waste.
    """
    path = _path(blob) if blob.data is None else None
    try:
        with transaction.atomic():
            blob.delete()
    except ProtectedError:
        return
    if path:
        transaction.on_commit(partial(path.unlink, missing_ok=True))


@contextmanager
def forgetting() -> Iterator[bool]:
    """Hold the right to drop bytes; False while a backup reads, which may still name them.

    Held by the session, not by a transaction: a row is gone for good before its file goes.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [FORGETTING])
        mine = bool(cursor.fetchone()[0])
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("select pg_advisory_unlock(%s)", [FORGETTING])


def hand_over(blob: Blob, key: Key, *, instead: bytes | None = None) -> None:
    """Put bytes that had nobody's key yet under the key of the customer they turned out to be.

    `instead`: what is kept in their place. What came can be read no more.
    """
    if instead is not None:
        _replace(blob, _sealed(blob.client_id, instead, key))
    elif blob.key_id is None:
        inner = unseal(bytes(blob.wrapped), _master())
        blob.key, blob.wrapped = key, seal(inner, _open(key))
        update(blob, "key", "wrapped")


def _replace(blob: Blob, other: Blob) -> None:
    """Let a row hold what another one would, which is then not written."""
    path = _path(blob) if blob.data is None else None
    fields = ("uuid", "key", "sha256", "size", "wrapped", "data")
    for name in fields:
        setattr(blob, name, getattr(other, name))
    update(blob, *fields)
    if path:
        transaction.on_commit(partial(_unlink, path))


def _unlink(path: Path) -> None:
    """Remove a file that no row names any more. While a backup reads it stays, for nobody."""
    with forgetting() as may:
        if may:
            path.unlink(missing_ok=True)


def hollow(ids: Collection[int]) -> None:
    """Destroy bytes whose rows others still name: only their size and when they came stays.

    Within `forgetting` only, because files go with them.
    """
    held = Blob.objects.select_for_update().filter(pk__in=ids).exclude(wrapped=b"")
    files = [_path(blob) for blob in held.order_by("pk") if blob.data is None]
    Blob.objects.filter(pk__in=ids).update(data=b"", wrapped=b"", sha256=NOTHING)
    for path in files:
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def lock_up(blob: Blob) -> None:
    """Make bytes unreadable for ever. A file of theirs goes later, with its row."""
    blob.wrapped, blob.sha256 = b"", NOTHING
    blob.data = None if blob.data is None else b""
    update(blob, "wrapped", "sha256", "data")


def destroy_keys(ids: Collection[int], *, at: datetime) -> None:
    """Make all that is sealed under these keys unreadable for ever."""
    Key.objects.filter(pk__in=ids, destroyed_at=None).update(wrapped=None, destroyed_at=at)


def destroy_key(blob: Blob, *, at: datetime) -> None:
    """Make bytes that have a key of their own unreadable for ever."""
    if blob.key_id is not None:
        destroy_keys([blob.key_id], at=at)


def _path(blob: Blob) -> Path:
    name = blob.uuid.hex
    return Path(settings.DATA) / "blobs" / name[-2:] / name


def _write(path: Path, sealed: bytes) -> None:
    """Write so that a crash leaves the whole file or none; it and its folders are fsynced."""
    make_lasting(path.parent)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    sync(path.parent)


KEEP_RAW = timedelta(days=30)


def forget_raw(*, before: datetime, limit: int = 500) -> int:
    """Drop the raw bytes of mail understood before that moment; the arrival row stays.

    How many were dropped: none while a backup is being made.
    """
    understood = Arrival.objects.filter(outcome_at__lt=before, raw__isnull=False)
    done = understood.exclude(outcome=Arrival.Outcome.QUARANTINED).select_related("raw")[:limit]
    with forgetting() as may:
        if not may:
            return 0
        for arrival in done:
            raw, arrival.raw = arrival.raw, None
            with transaction.atomic():
                arrival.save(update_fields=["raw"])
                if raw:
                    drop(raw)
    return len(done)
