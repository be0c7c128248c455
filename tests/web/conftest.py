"""What the tests of pages share."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from threering.organisation.models import Agent

As = Callable[[Agent], Client]


@pytest.fixture
def as_(client: Client) -> As:
    """The browser of an agent who is signed in."""

    def sign_in(agent: Agent) -> Client:
        client.force_login(agent)
        return client

    return sign_in
