from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.house import House
from threering.ledger import blobs
from threering.ledger.actions import Raw, arrive, arrive_many
from threering.ledger.models import Arrival, Blob

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 3, 2, 10, tzinfo=UTC)


def raw(key: str, content: bytes = b"", **more: object) -> Raw:
    content = content or f"content of {key}".encode()
    given = {"source": "test:1", "kind": "email", "received_at": THEN, **more}
    return Raw(external_key=key, content=content, **given)  # type: ignore[arg-type]


def test_many_are_stored_in_their_order_with_their_bytes_and_times(house: House) -> None:
    large = b"x" * (blobs.IN_ROW + 1)
    stored = arrive_many(house.shop.brand, [raw("b"), raw("a", large), raw("c")])
    kept = list(Arrival.objects.order_by("pk").select_related("raw__key"))
    assert [a.pk for a in stored] == [a.pk for a in kept]
    assert [a.external_key for a in kept] == ["b", "a", "c"]
    assert [blobs.read(a.raw) for a in kept if a.raw] == [b"content of b", large, b"content of c"]
    assert {(a.received_at, a.outcome, a.brand) for a in kept} == {(THEN, None, house.shop.brand)}
    assert [a.size for a in kept] == [12, len(large), 12]


def test_what_is_known_or_comes_twice_is_stored_once(house: House) -> None:
    arrive(house.shop.brand, raw("known"))
    again = [raw("known", b"other"), raw("new"), raw("new", b"other"), raw("last")]
    stored = arrive_many(house.shop.brand, again)
    assert [a.external_key for a in stored] == ["new", "last"]
    assert blobs.read(Blob.objects.get(pk=stored[0].raw_id)) == b"content of new"
    assert arrive_many(house.shop.brand, again) == []
    assert Arrival.objects.count() == Blob.objects.count() == 3


def test_nothing_at_all_is_no_trouble(house: House) -> None:
    assert arrive_many(house.shop.brand, []) == []


def test_what_the_door_rejects_has_its_outcome_at_once_and_its_whole_size(house: House) -> None:
    arrive_many(house.shop.brand, [raw("huge", b"Subject: x", rejected="Rule size.", size=10**9)])
    kept = Arrival.objects.get()
    assert (kept.outcome, kept.reason, kept.size) == ("rejected", "Rule size.", 10**9)
