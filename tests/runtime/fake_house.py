"""A supervisor over tiny children that stand in for web, worker and listeners.

`fake_house.py start` is the supervisor, `fake_house.py ROLE` one of its children. Each child adds
its role to the file ENDED when it is told to end. The worker has no door to knock at: that file is
there as soon as it listens to signals.
"""

from __future__ import annotations

import http.server
import os
import signal
import socketserver
import sys
from pathlib import Path
from types import FrameType

from threering.runtime import supervisor
from threering.runtime.env import env


class Fine(http.server.BaseHTTPRequestHandler):
    """Answers every request well that asks for a name Django would know."""

    def do_GET(self) -> None:
        self.send_response(200 if self.headers["Host"] == "localhost" else 400)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Keep silent."""


class Reusing(socketserver.TCPServer):
    """Takes an address right after another process left it."""

    allow_reuse_address = True


def end(_sign: int, _frame: FrameType | None) -> None:
    """Note that we were told to end, in order."""
    with Path(os.environ["ENDED"]).open("a") as ended:
        ended.write(f"{sys.argv[1]}\n")
    os._exit(0)


def main(role: str) -> int:
    """Be the supervisor, or a child."""
    if role == "start":
        program = (sys.executable, __file__)
        return supervisor.start(env(), demo=False, program=program)
    if role == "migrate" and "MIGRATE_TAKES_FOR_EVER" in os.environ:
        signal.pause()
    if role == "migrate":
        return int(os.environ.get("MIGRATE_ENDS_WITH", "0"))
    signal.signal(signal.SIGTERM, end)
    address = {"web": env().address, "listeners": env().smtp_listen}.get(role)
    if role == os.environ.get("ENDS_AT_ONCE"):
        return 5
    if address is None:
        Path(os.environ["ENDED"]).touch()
        signal.pause()
        return 0
    Reusing((address.host, address.port), Fine).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
