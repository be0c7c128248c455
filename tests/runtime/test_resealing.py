"""A new secret key takes over all that is sealed; a wrong one touches nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings as current
from django.db import models
from pytest_django import Settings

from tests.house import House
from threering.channels.models import WayOut
from threering.kernel.time import now
from threering.ledger import blobs
from threering.runtime import resealing
from threering.runtime.bringup import CannotDo
from threering.web.signing.factors import Factors

pytestmark = pytest.mark.django_db
NEW = "another secret, chosen because somebody left the house"
NO_SECRETS = {"sha256", "data"}
"""Columns of bytes that the house's key does not seal: a hash, and what has a key beside it."""


@pytest.fixture(autouse=True)
def no_key_outlives_its_test() -> Iterator[None]:
    yield
    blobs._master.cache_clear()


def changed(settings: Settings, *, before: str = "") -> None:
    """Start again with the new key, and with the one before where it is named."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [before] if before else []
    blobs._master.cache_clear()


def test_all_that_is_sealed_opens_with_the_new_key_alone(house: House, settings: Settings) -> None:
    key = blobs.new_customer_key(house.north.pk)
    with_key = blobs.keep(house.north.pk, b"a customer's mail", key=key)
    without = blobs.keep(house.north.pk, b"nobody's yet")
    secret = blobs.seal_secret(json.dumps({"url": "smtp://x"}))
    way = WayOut.objects.create(client=house.north, inbox=house.shop, kind="smtp", secret=secret)
    app = Authenticator.objects.create(
        user=house.ann, type="totp", data={"secret": Factors().encrypt("ABC"), "more": 1}
    )
    changed(settings, before=current.SECRET_KEY)
    assert resealing.fit() == 4
    assert resealing.fit() == 0
    changed(settings)
    assert resealing.fit() == 0
    for row in (with_key, without, way, app):
        row.refresh_from_db()
    assert blobs.read(with_key) == b"a customer's mail"
    assert blobs.read(without) == b"nobody's yet"
    assert json.loads(blobs.open_secret(bytes(way.secret))) == {"url": "smtp://x"}
    assert Factors().decrypt(app.data["secret"]) == "ABC"
    assert app.data["more"] == 1


def test_a_destroyed_key_stays_destroyed(house: House, settings: Settings) -> None:
    key = blobs.new_customer_key(house.north.pk)
    type(key).objects.filter(pk=key.pk).update(wrapped=None, destroyed_at=now())
    changed(settings, before=current.SECRET_KEY)
    assert resealing.fit() == 0
    key.refresh_from_db()
    assert key.wrapped is None


@pytest.mark.parametrize("before", ["", "neither of them"])
def test_a_key_that_opens_nothing_is_refused_and_changes_nothing(
    house: House, settings: Settings, before: str
) -> None:
    key = blobs.new_customer_key(house.north.pk)
    sealed = bytes(key.wrapped or b"")
    changed(settings, before=before)
    with pytest.raises(CannotDo, match="is not the one that the data is sealed with"):
        resealing.fit()
    key.refresh_from_db()
    assert bytes(key.wrapped or b"") == sealed


def test_where_nothing_is_sealed_any_key_fits(house: House, settings: Settings) -> None:
    changed(settings)
    assert resealing.fit() == 0


def test_every_column_of_sealed_bytes_is_known() -> None:
    found = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.BinaryField) and field.column not in NO_SECRETS
    }
    assert found == {(one.table, one.column) for one in resealing.SEALED if not one.within}
