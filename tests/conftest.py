from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import translation
from pytest_django import Settings

from tests.acceptance.demo import demo
from tests.house import House, build

__all__ = ["demo"]  # one for all folders: each conftest that brought it in would start another


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Hashing a password slowly is the point of it, but not of our tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nobody_changes_their_mind(settings: Settings) -> None:
    """Replies leave at once; the tests of taking them back set a time for it."""
    settings.UNDO = timedelta()


@pytest.fixture(autouse=True)
def _no_language_outlives_its_test() -> Iterator[None]:
    """A request leaves its language active; in a server the next request sets its own."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_event_outlives_its_test(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django empties the tables it manages after a test that commits, but not these."""
    mark = request.node.get_closest_marker("django_db")
    committing = bool(mark and mark.kwargs.get("transaction"))
    yield
    if committing or "transactional_db" in request.fixturenames:
        blocker = request.getfixturevalue("django_db_blocker")
        with blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("truncate ledger_event, organisation_agentstate")


@pytest.fixture
def house(db: None) -> House:
    return build()
