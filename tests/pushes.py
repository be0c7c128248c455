"""A push service, and a browser behind it: what is posted is checked and opened for real."""

from __future__ import annotations

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import urandom
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def _text(plain: bytes) -> str:
    return urlsafe_b64encode(plain).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Receiver:
    """A browser's half of the keys."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: urandom(16))

    @property
    def form(self) -> dict[str, str]:
        """What the browser gives away of it."""
        point = Encoding.X962, PublicFormat.UncompressedPoint
        return {
            "p256dh": _text(self.key.public_key().public_bytes(*point)),
            "auth": _text(self.auth),
        }

    def opened(self, body: bytes) -> dict[str, str]:
        """What was sealed for it. Raises InvalidTag where it was not."""
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth)
        said: dict[str, str] = json.loads(plain)
        return said


@dataclass(frozen=True)
class Posted:
    """One push, as it came."""

    path: str
    heads: dict[str, str]
    body: bytes

    @property
    def key(self) -> str:
        """The public key it says it is signed with."""
        return self.heads["authorization"].partition(", k=")[2]

    @property
    def claims(self) -> dict[str, Any]:
        """What is signed. Raises InvalidSignature where it is not, by that key."""
        scheme, _, said = self.heads["authorization"].partition(" t=")
        assert scheme == "vapid"
        signing, _, signature = said.partition(", k=")[0].rpartition(".")
        raw = _bytes(signature)
        assert len(raw) == 64
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(self.key))
        numbers = (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        public.verify(encode_dss_signature(*numbers), signing.encode(), ec.ECDSA(SHA256()))
        head, claims = (json.loads(_bytes(part)) for part in signing.split("."))
        assert head == {"typ": "JWT", "alg": "ES256"}
        found: dict[str, Any] = claims
        return found


@dataclass
class PushService:
    """Answers as it is told to. 0: hangs up without a word."""

    answers: list[int] = field(default_factory=list)
    retry_after: str = ""
    posted: list[Posted] = field(default_factory=list)
    url: str = ""


@contextmanager
def push_service(*answers: int, retry_after: str = "") -> Iterator[PushService]:
    """A running one; when the answers are used up, it takes everything."""
    service = PushService(list(answers), retry_after)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heads = {name.lower(): value for name, value in self.headers.items()}
            service.posted.append(Posted(self.path, heads, body))
            status = service.answers.pop(0) if service.answers else 201
            if not status:
                self.close_connection = True
                return
            self.send_response(status)
            if status >= 400 and service.retry_after:
                self.send_header("Retry-After", service.retry_after)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
