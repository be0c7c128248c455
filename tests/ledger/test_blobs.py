from __future__ import annotations

from pathlib import Path

import pytest

from tests.house import House, build
from threering.kernel.time import now
from threering.ledger import blobs
from threering.ledger.models import Blob, Key

pytestmark = pytest.mark.django_db
LARGE = b"x" * (blobs.IN_ROW + 1)


@pytest.mark.parametrize("plain", [b"", b"small", LARGE], ids=["empty", "in the row", "in a file"])
def test_bytes_come_back_as_they_were(house: House, plain: bytes) -> None:
    blob = blobs.keep(house.north.pk, plain)
    assert blobs.read(Blob.objects.get(pk=blob.pk)) == plain


def test_bytes_are_sealed_wherever_they_lie(house: House) -> None:
    small = blobs.keep(house.north.pk, b"my card is lost")
    large = blobs.keep(house.north.pk, b"my card is lost" + LARGE)
    assert b"card" not in bytes(small.data or b"")
    assert b"card" not in blobs._path(large).read_bytes()


def test_the_same_bytes_of_one_customer_are_kept_once(house: House) -> None:
    key = blobs.new_customer_key(house.north.pk)
    assert blobs.keep(house.north.pk, b"logo", key=key) == blobs.keep(
        house.north.pk, b"logo", key=key
    )


def test_a_customer_whose_key_is_destroyed_cannot_be_read_again(house: House) -> None:
    key = blobs.new_customer_key(house.north.pk)
    raw = blobs.keep(house.north.pk, b"raw mail")
    blobs.hand_over(raw, key)
    assert blobs.read(Blob.objects.get(pk=raw.pk)) == b"raw mail"
    Key.objects.filter(pk=key.pk).update(wrapped=None, destroyed_at=now())
    with pytest.raises(blobs.Erased):
        blobs.read(Blob.objects.get(pk=raw.pk))


@pytest.mark.django_db(transaction=True)
def test_dropped_bytes_leave_no_file(transactional_db: None) -> None:
    house = build()
    blob = blobs.keep(house.north.pk, LARGE)
    path: Path = blobs._path(blob)
    assert path.exists()
    blobs.drop(blob)
    assert not path.exists()
