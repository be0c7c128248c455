"""What the tests of signing in share: a browser at a name, and its way through the pages."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from django.test import Client

from tests.house import PASSWORD
from threering.organisation.models import Agent

HERE = "localhost"


def browser() -> Client:
    """Nobody is signed in; passkeys need a name instead of an address."""
    return Client(HTTP_HOST=HERE)


def sign_in(agent: Agent, *, again: bool = False) -> Client:
    """Somebody by password. `again`: and has just shown once more that it is they."""
    here = browser()
    assert here.post("/login", {"login": agent.email, "password": PASSWORD}).status_code == 302
    if again:
        answer = here.post("/me/safety/again?next=/me/safety", {"password": PASSWORD})
        assert answer["Location"] == "/me/safety"
    return here


def text(answer: Any) -> str:
    """What a page says, as it is read."""
    return html.unescape(answer.content.decode())


def options(answer: Any) -> dict[str, Any]:
    """What a page asks a passkey."""
    found = re.search(r"data-options='([^']+)'", answer.content.decode())
    assert found
    asked: dict[str, Any] = json.loads(html.unescape(found[1]))
    return asked
