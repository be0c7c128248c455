"""Brevo's attachments, fetched over HTTP from a server that answers as Brevo documents it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from pytest_django import Settings

from threering.channels.contract import NotUnderstood
from threering.channels.email.hooks.brevo import LARGEST, Inbound
from threering.channels.email.hooks.posted import Posted

KEY = "xkeysib-of-the-test"
FILE = b"%PDF-1.4 a bill"


@pytest.fixture(autouse=True)
def permitted(settings: Settings) -> None:
    settings.PRIVATE_HOSTS = frozenset({"127.0.0.1"})


@dataclass
class Api:
    """What was asked of it, and how it answers."""

    status: int = 200
    port: int = 0
    file: bytes = FILE
    elsewhere: str = ""
    """Where it sends whoever asks."""
    asked: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def serving(api: Api) -> Iterator[Api]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            api.asked.append((self.path, self.headers["api-key"]))
            self.send_response(api.status)
            self.send_header("Content-Type", "application/pdf")
            self.send_header("Content-Length", str(len(api.file)))
            if api.elsewhere:
                self.send_header("Location", api.elsewhere)
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # nobody reads the rest
                self.wfile.write(api.file)

        def log_message(self, *_words: object) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        api.port = server.server_port
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield api
        finally:
            server.shutdown()
            thread.join()


def posted() -> Posted:
    file = {"Name": "bill.pdf", "ContentType": "application/pdf", "DownloadToken": "a/b c"}
    item = {"Uuid": ["1"], "Headers": {"From": "a@b.example"}, "Attachments": [file]}
    body = json.dumps({"items": [item | {"RawTextBody": "Hello"}]}).encode()
    headers = {"content-type": "application/json"}
    return Posted(provider="brevo", headers=headers, body=body)


def read(api: Api, key: str = KEY) -> bytes:
    view = Inbound(api_key=key, api_url=f"http://127.0.0.1:{api.port}/v3", webhook_secret=["x"])
    (event,) = view.parse_events(posted().request())
    (attachment,) = event.message.attachments
    content: bytes = attachment.get_content_bytes()
    return content


def test_an_attachment_is_fetched_with_the_key() -> None:
    with serving(Api()) as api:
        assert read(api) == FILE
    assert api.asked == [("/v3/inbound/attachments/a%2Fb%20c", KEY)]


@pytest.mark.parametrize("status", [401, 404, 500])
def test_one_that_cannot_be_had_sets_the_mail_aside(status: int) -> None:
    with serving(Api(status)) as api, pytest.raises(NotUnderstood, match=r"bill\.pdf"):
        read(api)


def test_so_does_a_server_that_is_not_there_and_a_key_that_is_missing() -> None:
    with serving(Api()) as api:
        pass
    with pytest.raises(NotUnderstood, match="could not be fetched"):
        read(api)
    with pytest.raises(NotUnderstood, match="no API key"):
        read(api, key="")


def test_the_key_goes_nowhere_else_when_brevo_sends_us_on() -> None:
    with serving(Api()) as other:
        api = Api(302, elsewhere=f"http://127.0.0.1:{other.port}/")
        with serving(api), pytest.raises(NotUnderstood, match="it answers 302"):
            read(api)
    assert other.asked == []


def test_a_machine_inside_the_network_is_not_asked(settings: Settings) -> None:
    settings.PRIVATE_HOSTS = frozenset()
    with serving(Api()) as api, pytest.raises(NotUnderstood, match="inside a private network"):
        read(api)
    assert api.asked == []


def test_an_attachment_without_end_is_not_read_to_the_end() -> None:
    api = Api(file=bytes(LARGEST + 1))
    with serving(api), pytest.raises(NotUnderstood, match="more than"):
        read(api)
