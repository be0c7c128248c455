from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from tests.house import House, build


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Hashing a password slowly is the point of it, but not of our tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nobody_changes_their_mind(settings: Settings) -> None:
    """Replies leave at once; the tests of taking them back set a time for it."""
    settings.UNDO = timedelta()


@pytest.fixture
def house(db: None) -> House:
    return build()
