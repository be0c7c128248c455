"""Somebody at the console over HTTP: signs in, looks at pages, sets a status."""

from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

from threering.runtime.demo.cast import PASSWORD


class Refused(Exception):
    """The console answered something else than what was wanted."""


class Console:
    """One signed-in browser without scripts."""

    def __init__(self, port: int, email: str) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self._ask("GET", "/login", wanted=200)
        self._ask("POST", "/login", {"login": email, "password": PASSWORD}, wanted=302)

    @property
    def cookie(self) -> str:
        """The Cookie header of this browser."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def look(self, path: str) -> str:
        """A page."""
        return self._ask("GET", path, wanted=200)

    def post(self, path: str, **fields: str) -> None:
        """A change that answers with nothing."""
        self._ask("POST", path, fields, wanted=204)

    def keep_view(self, client: str, name: str, query: str) -> None:
        """A saved view of one's own."""
        view = {"client": client, "name": name, "query": query, "order": "latest"}
        self._ask("POST", "/views/keep", view, wanted=200)

    def write(self, path: str, words: str) -> None:
        """An internal note."""
        note = {"kind": "note", "key": str(uuid4()), "text": words}
        self._ask("POST", path, note, wanted=201)

    def _ask(self, verb: str, path: str, form: dict[str, str] | None = None, *, wanted: int) -> str:
        headers = {"Cookie": self.cookie, "X-CSRFToken": self._cookies.get("csrftoken", "")}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=30)) as wire:
            wire.request(verb, path, urlencode(form or {}), headers)
            answer = wire.getresponse()
            text = answer.read().decode()
        for line in answer.headers.get_all("set-cookie") or []:
            self._cookies |= {name: found.value for name, found in SimpleCookie(line).items()}
        if answer.status != wanted:
            raise Refused(f"{verb} {path} answered {answer.status} instead of {wanted}.")
        return text
