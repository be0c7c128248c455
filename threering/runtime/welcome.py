"""`threering welcome`: the address that lets the first person in, for whoever started the house."""

from __future__ import annotations

import argparse
import http.client
from urllib.parse import urlsplit

from threering.kernel.founding import founding_word
from threering.runtime import banner
from threering.runtime.adding import Adding
from threering.runtime.bringup import CannotDo, django
from threering.runtime.env import Env, env, secret_key

WELCOME = "/welcome"


def register(add: Adding) -> None:
    """Add it to the command line."""
    add("welcome", run, "Say the address that lets the first person in, while nobody is here.")


def run(_options: argparse.Namespace) -> int:
    """Say it. Raises CannotDo where somebody is here already."""
    django()
    from threering.organisation.founding import nobody_is_here

    if not nobody_is_here():
        raise CannotDo(
            "Somebody is here already, and can invite others. See threering createagent."
        )
    banner.say(address(env()))
    return 0


def address(settings: Env) -> str:
    """Where the first person comes in."""
    return f"{settings.url}{WELCOME}/{founding_word(secret_key())}"


def nobody_is_here(at: tuple[str, int]) -> bool:
    """Whether the pages that are open there greet the first person; asked without a database."""
    connection = http.client.HTTPConnection(*at, timeout=5)
    try:
        connection.request("GET", "/login", headers={"Host": "localhost"})
        answer = connection.getresponse()
        return urlsplit(answer.getheader("Location", "")).path == WELCOME
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
