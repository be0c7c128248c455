"""Somewhere else where people have accounts, and how they sign in there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests
from selectolax.lexbor import LexborHTMLParser

from tests.ports import free_port
from threering.runtime.env import SignOn

ROOT = Path(__file__).parent.parent
PASSWORD = "another house, another key"


@dataclass(frozen=True)
class Identity:
    """A server of tests/identity_server.py; `people`: whether each address is confirmed there."""

    people: dict[str, bool]
    port: int = field(default_factory=free_port)
    client: str = "threering"
    secret: str = "what the two of them know"

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def sign_on(self) -> SignOn:
        """As the settings say it."""
        return SignOn(url=self.url, client=self.client, secret=self.secret, name="Harbour ID")

    @property
    def environment(self) -> dict[str, str]:
        """The settings of an installation that lets people in from there."""
        return {
            "THREERING_OIDC_URL": self.url,
            "THREERING_OIDC_CLIENT": self.client,
            "THREERING_OIDC_SECRET": self.secret,
            "THREERING_OIDC_NAME": "Harbour ID",
        }


@contextmanager
def running(made: Identity, folder: Path, ours: str) -> Iterator[Identity]:
    """Run one in that folder; whoever signs in there is sent back to `ours`."""
    plan = {"redirects": [f"{ours}/login/elsewhere/back"], "password": PASSWORD}
    plan |= {"people": made.people, "port": made.port, "client": made.client}
    plan |= {"secret": made.secret}
    (folder / "plan.json").write_text(json.dumps(plan))
    words = [sys.executable, "-m", "tests.identity_server", str(folder)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            assert server.stdout.readline() == "ready\n"
            yield made
        finally:
            server.kill()


class Elsewhere:
    """A browser at such a server, over real HTTP."""

    def __init__(self, there: Identity) -> None:
        self.there = there
        self.browser = requests.Session()

    def __enter__(self) -> Elsewhere:
        return self

    def __exit__(self, *_: object) -> None:
        self.browser.close()

    def answer(self, asked: str, address: str, action: str = "grant") -> str:
        """Sign in there where one was sent to, and agree or not: where one is sent then."""
        page = self.browser.get(asked)
        form = self._form(page) | {"login": address, "password": PASSWORD}
        page = self.browser.post(page.url, data=form)
        said = self._form(page) | {"action": action}
        agreed = f"{self.there.url}/identity/o/authorize"
        return self.browser.post(agreed, data=said, allow_redirects=False).headers["Location"]

    @staticmethod
    def _form(page: requests.Response) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in LexborHTMLParser(page.text).css("form input[name]"):
            name, value = one.attributes["name"], one.attributes.get("value")
            found.setdefault(str(name), []).append(value or "")
        return found
