"""The secret key and what is sealed with it: whether it fits, and a new one taking over."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection, transaction

from threering.kernel.sealing import master_key, seal, unseal
from threering.runtime.bringup import CannotDo

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Place:
    """A column of sealed values; `within`: the JSON that holds them, as base64."""

    table: str
    column: str
    only: str = "true"
    within: str = ""

    @property
    def value(self) -> str:
        """The sealed bytes, for a statement."""
        if not self.within:
            return self.column
        return f"decode({self.within}->>'{self.column}', 'base64')"

    @property
    def written(self) -> str:
        """What sets them."""
        if not self.within:
            return f"{self.column} = %s"
        told = "to_jsonb(translate(encode(%s, 'base64'), E'\\n', ''))"
        return f"{self.within} = jsonb_set({self.within}, '{{{self.column}}}', {told})"


SEALED = (
    Place("ledger_key", "wrapped"),
    Place("ledger_blob", "wrapped", only="key_id is null"),
    Place("ledger_pushkey", "private"),
    Place("ledger_pushsubscription", "secret"),
    Place("channels_wayout", "secret"),
    Place("channels_dkimkey", "private"),
    Place("channels_hook", "sealed"),
    Place("channels_mailbox", "secret"),
    Place("mfa_authenticator", "secret", within="data"),
    Place("mfa_authenticator", "seed", within="data"),
)
"""All that is sealed with the installation's key itself; what is in it seals the rest."""
WRONG = (
    "The secret key (THREERING_SECRET_KEY, else {file}) is not the one that the data is sealed "
    "with. Put back the key of then, or, if you renewed it, give the one before as well "
    "(THREERING_SECRET_KEY_BEFORE, else {file}.before). Nothing was changed."
)


def fit() -> int:
    """Seal anew what is sealed with the key before, all or nothing; how many values that were.

    Nobody else may work in the database meanwhile. Raises CannotDo where neither key opens it.
    """
    keys = [master_key(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    with transaction.atomic():
        if len(keys) == 1:
            for place in SEALED:
                _renew(_one(place), keys)
            return 0
        return sum(_renew_all(place, keys) for place in SEALED)


def _one(place: Place) -> list[tuple[int, bytes]]:
    """Any one, as it is found the quickest."""
    return _asked(f"{_values(place)} limit 1")


def _renew_all(place: Place, keys: Sequence[bytes]) -> int:
    count = after = 0
    while some := _some(place, after=after, most=AT_ONCE):
        renewed = _renew(some, keys)
        with connection.cursor() as cursor:
            words = f"update {place.table} set {place.written} where id = %s"  # noqa: S608
            cursor.executemany(words, renewed)
        count, after = count + len(renewed), some[-1][0]
    return count


def _some(place: Place, *, after: int, most: int) -> list[tuple[int, bytes]]:
    return _asked(f"{_values(place)} and id > %s order by id limit %s", after, most)


def _values(place: Place) -> str:
    value, table, only = place.value, place.table, place.only
    return f"select id, {value} from {table} where {value} is not null and {only}"  # noqa: S608


def _asked(words: str, *values: int) -> list[tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(words, values)
        return [(number, bytes(sealed)) for number, sealed in cursor.fetchall()]


def _renew(some: Sequence[tuple[int, bytes]], keys: Sequence[bytes]) -> list[tuple[bytes, int]]:
    """What the first key does not open, sealed with it, each with its id."""
    renewed = []
    for number, sealed in some:
        plain, key = _opened(sealed, keys)
        if key != keys[0]:
            renewed.append((seal(plain, keys[0]), number))
    return renewed


def _opened(sealed: bytes, keys: Sequence[bytes]) -> tuple[bytes, bytes]:
    for key in keys:
        with suppress(InvalidTag):
            return unseal(sealed, key), key
    raise CannotDo(WRONG.format(file=settings.DATA / "secret.key"))
