"""Every route declares its verb and fetches through visible_to, so that nobody can forget."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from threering.organisation.rules import Verb
from threering.web.live import stream

WEB = Path(__file__).parent.parent / "threering" / "web"
OPEN = {"healthz", "account_login", "account_logout", "account_signup", "account_reset_password"}
OPEN |= {"mfa_authenticate", "mfa_login_webauthn"}  # two more ways to sign in
OPEN |= {"openid_connect_login", "openid_connect_callback"}  # and one more
OPEN |= {"invitation"}  # its link is the door (tests/web/test_invitations.py)
OPEN |= {"stop"}  # its link is the door (tests/web/test_consents.py)
OPEN |= {"welcome", "founding"}  # while nobody is here (tests/web/test_start.py)
OPEN |= {"push-worker"}  # a script that a browser renews while nobody is signed in, too
SIGNED = {"hook", "hook-mime"}
"""Nobody signs in here: every request proves where it comes from (tests/web/test_hooks.py)."""
VIEWS = sorted([*WEB.glob("*/*.py"), WEB / "attachments.py", WEB / "messages.py"])


def routes(resolver: URLResolver) -> Iterator[URLPattern]:
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            yield from routes(found)
        else:
            yield found


@pytest.mark.parametrize("route", list(routes(get_resolver())), ids=lambda route: route.name)
def test_every_route_declares_its_verb(route: URLPattern) -> None:
    if getattr(route.callback, "signed", False):
        assert route.name in SIGNED, f"{route} opens itself by a signature"
    elif route.name not in OPEN:
        assert isinstance(getattr(route.callback, "verb", None), Verb), f"{route} has no door"


def test_the_live_stream_declares_its_verb() -> None:
    assert stream.VERB is Verb.ENTER


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_views_never_fetch_unscoped(path: Path) -> None:
    if path.parent.name == "live":
        return  # the hub reads for everybody and filters for each reader; its own tests prove it
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith(".objects"):
            names = {"Event": "filter", "Agent": "filter"}  # of a ticket that came through a door
            model = ast.unparse(node.value).removesuffix(".objects")
            assert node.attr in ("visible_to", names.get(model)), f"{path}:{node.lineno}"
