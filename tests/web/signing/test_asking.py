"""Asking the sign-in server: what it names may not lead into our own network."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests
from pytest_django import Settings

from tests.identity import Identity
from threering.web.signing.asking import Asking


@pytest.fixture(autouse=True)
def named(settings: Settings) -> Identity:
    """The server that the operator named; nobody needs to be there."""
    there = Identity({})
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [there.sign_on.app]}}
    return there


@contextmanager
def ear(address: str) -> Iterator[tuple[int, list[str]]]:
    """A machine inside, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/further")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Nothing."""

    with HTTPServer((address, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, asked
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    "url",
    [
        *("http://10.1.2.3/token", "https://[fd00::1]/keys", "https://127.0.0.2/keys"),
        *("https://[64:ff9b::7f00:1]/keys", "https://", "https://no such name/"),
    ],
)
def test_no_machine_in_our_own_network_is_asked_by_mistake(url: str) -> None:
    with Asking() as session, pytest.raises(requests.RequestException):
        session.get(url)


def test_the_server_that_was_named_is_asked_and_sends_us_nowhere_else() -> None:
    with ear("127.0.0.1") as (port, asked), Asking() as session:
        assert session.get(f"http://127.0.0.1:{port}/keys").status_code == 302
    assert asked == ["/keys"]


def test_a_proxy_of_the_environment_does_not_lead_around_the_guard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ear("127.0.0.2") as (port, asked), Asking() as session:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.2:{port}")
        with pytest.raises(requests.ConnectionError):
            session.get("http://10.1.2.3/keys")
    assert asked == []


def test_a_name_that_changes_its_address_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """First it is a public machine, then one inside; no wire is opened."""
    answers, connected = iter(["93.184.216.34", "127.0.0.2", "127.0.0.2"]), []

    def looked_up(host: str, port: int, *_more: object, **_most: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(to: tuple[str, int], *_more: object) -> socket.socket:
        connected.append(to[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    with Asking() as session, pytest.raises(requests.ConnectionError):
        session.get("https://rebinding.example/keys")
    assert connected == ["93.184.216.34"]


def test_what_is_asked_without_encryption_stays_on_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    far = _Far()
    monkeypatch.setattr(socket, "create_connection", lambda *_asked: far)
    with Asking() as session, pytest.raises(requests.ConnectionError, match="without encryption"):
        session.get("http://93.184.216.34/keys")
    assert far.closed


class _Far:
    """A wire to a public machine; it may not be written to."""

    closed = False

    def getpeername(self) -> tuple[str, int]:
        return ("93.184.216.34", 80)

    def close(self) -> None:
        self.closed = True
