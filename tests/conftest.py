from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.house import House, build


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Hashing a password slowly is the point of it, but not of our tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def house(db: None) -> House:
    return build()
