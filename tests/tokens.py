"""A provider that gives tokens, as Google and Microsoft do: short-lived, for a permission."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlsplit


class Provider:
    """Knows one mailbox. Each token comes with a new permission; the old one is good no more."""

    def __init__(self, email: str) -> None:
        self.email = email
        self.client_id, self.client_secret = "our-application", "its-secret"
        self.permission = token_urlsafe(8)
        self.given: set[str] = set()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(self))
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def token(self, asked: dict[str, str]) -> tuple[int, dict[str, object]]:
        """The token endpoint (RFC 6749 §6)."""
        ours = (self.client_id, self.client_secret, self.permission)
        if (asked["client_id"], asked["client_secret"], asked["refresh_token"]) != ours:
            words = "Token has been expired or revoked."
            return 400, {"error": "invalid_grant", "error_description": words}
        self.permission = token_urlsafe(8)
        access = token_urlsafe(16)
        self.given.add(access)
        return 200, {"access_token": access, "expires_in": 60, "refresh_token": self.permission}

    def whose(self, access: str) -> tuple[int, dict[str, object]]:
        """What a mail server asks: whose token is this?"""
        if access not in self.given:
            return 401, {"error": "invalid_token"}
        return 200, {"email": self.email, "active": True}

    def revoke(self) -> None:
        """The owner takes the permission back."""
        self.permission = token_urlsafe(8)
        self.given.clear()


def _answering(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(provider.token({key: said[0] for key, said in parse_qs(body).items()}))

        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            self._say(provider.whose(asked["access_token"][0]))

        def _say(self, answer: tuple[int, dict[str, object]]) -> None:
            body = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    return Answering


@contextmanager
def provider(email: str) -> Iterator[Provider]:
    """A running one."""
    made = Provider(email)
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        thread.join()
        made.server.server_close()
