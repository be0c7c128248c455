"""A provider's door on this machine: it keeps what it is asked and answers as it was told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Door:
    """`silent`: it takes the request and hangs up, or says nothing at all ("hangs")."""

    status: int = 200
    answer: object = ""
    headers: dict[str, str] = field(default_factory=dict)
    silent: str = ""
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    enough: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


class Handler(BaseHTTPRequestHandler):
    door: Door

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.door.asked.append(Asked(self.path, dict(self.headers), body))
        if self.door.silent == "hangs":
            self.door.enough.wait(20)
        if self.door.silent:
            self.close_connection = True
            return
        said = self.door.answer
        content = said.encode() if isinstance(said, str) else json.dumps(said).encode()
        self.send_response(self.door.status)
        for name, value in self.door.headers.items():
            self.send_header(name, value)
        kind = "text/html" if isinstance(said, str) else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Tests stay quiet."""


@contextmanager
def replaying(door: Door) -> Iterator[Door]:
    """Open it on a free port of 127.0.0.1."""
    handler = type("Of", (Handler,), {"door": door})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        door.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield door
        finally:
            door.enough.set()
            server.shutdown()
            thread.join()
