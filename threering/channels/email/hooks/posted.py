"""A request of a provider, kept as the HTTP it came as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

KEPT = (
    "content-type",
    "svix-id",
    "svix-signature",
    "svix-timestamp",
    "x-mandrill-signature",
    "x-twilio-email-event-webhook-signature",
    "x-twilio-email-event-webhook-timestamp",
)
"""What was signed and what is needed to read it. Never Authorization: that is our own password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What one provider sent us in one request."""

    provider: str
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes

    @classmethod
    def of(cls, provider: str, request: HttpRequest) -> Posted:
        """The part of a request that is kept."""
        found = {name: request.headers[name] for name in KEPT if name in request.headers}
        return cls(provider=provider, headers=found, body=request.body)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Posted:
        """As `to_bytes` wrote it down. Raises ValueError for anything else."""
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _version = first.split(" ")
        if method != "POST":
            raise ValueError(f"This is not a request as we keep it: {first[:80]}")
        headers = dict(line.split(": ", 1) for line in lines)
        return cls(provider=path.rpartition("/")[2], headers=headers, body=body)

    def to_bytes(self) -> bytes:
        """As an HTTP request without what only the way needed."""
        lines = [f"POST /hooks/{self.provider} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + self.body

    def with_body(self, body: bytes) -> Posted:
        """The same with another content."""
        return replace(self, body=body)

    @property
    def is_json(self) -> bool:
        """Whether it says so, or says nothing and looks so."""
        said = self.headers.get("content-type", "")
        return "json" in said or (not said and self.body[:1] in (b"{", b"["))

    def request(self, encoding: str = "utf-8") -> HttpRequest:
        """As Django and anymail want it. With latin-1 every byte of a form is one character."""
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": f"/hooks/{self.provider}",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "CONTENT_TYPE": self.headers.get("content-type", "application/json"),
            "CONTENT_LENGTH": str(len(self.body)),
            "wsgi.input": BytesIO(self.body),
        }
        for name, value in self.headers.items():
            environ.setdefault(f"HTTP_{name.upper().replace('-', '_')}", value)
        made = WSGIRequest(environ)
        made.encoding = encoding
        _ = made.body  # read it now: some readers look at the fields first, then at the whole
        return made
