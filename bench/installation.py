"""A demo installation of its own: a folder that is thrown away, ports nobody uses."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

PATIENCE = 180.0  # seconds for a first start with the demo's data


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user may pass, removed at the end."""
    with tempfile.TemporaryDirectory(prefix="threering-bench-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


class Installation:
    """`threering start` in a data folder, started and stopped as often as one likes."""

    def __init__(self, data: Path, *, demo: bool = True) -> None:
        self.data, self.demo = data, demo
        self.web, self.smtp, self.outbox = free_port(), free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it; seconds until the page answers 200 and the SMTP listener accepts."""
        began = time.monotonic()
        words = ["start", "--demo"] if self.demo else ["start"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "threering", *words, "--data", str(self.data)],
            env=self._environment(),
            stdout=subprocess.DEVNULL,
        )
        while not (self._page_answers() and self._mail_accepts()):
            if self.process.poll() is not None:
                raise RuntimeError(f"threering start ended with code {self.process.returncode}.")
            if time.monotonic() - began > PATIENCE:
                raise RuntimeError("threering start did not open in time.")
            time.sleep(0.01)
        return time.monotonic() - began

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)
            self.process = None

    @property
    def pid(self) -> int:
        """Of the supervisor."""
        if self.process is None:
            raise RuntimeError("The installation is not running.")
        return self.process.pid

    def database_url(self) -> str:
        """Of the embedded server, while it runs."""
        from threering.runtime.postgres import EmbeddedPostgres

        return EmbeddedPostgres(self.data / "postgres").url

    def _environment(self) -> dict[str, str]:
        ours = {
            "THREERING_ADDRESS": f"127.0.0.1:{self.web}",
            "THREERING_SMTP_LISTEN": f"127.0.0.1:{self.smtp}",
            "THREERING_DEMO_OUTBOX": f"127.0.0.1:{self.outbox}",
        }
        return foreign_environment() | ours

    def _page_answers(self) -> bool:
        page = http.client.HTTPConnection("127.0.0.1", self.web, timeout=2)
        try:
            page.request("GET", "/login")
            return page.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            page.close()

    def _mail_accepts(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.smtp), timeout=2) as wire:
                return wire.recv(3) == b"220"
        except OSError:
            return False


@contextmanager
def running() -> Iterator[Installation]:
    """A fresh demo installation, open."""
    with folder() as here:
        installation = Installation(here / "data")
        try:
            installation.start()
            yield installation
        finally:
            installation.stop()


def foreign_environment() -> dict[str, str]:
    """The environment without any setting of Threering: what is measured is the default."""
    foreign = ("THREERING_", "DATABASE_URL", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
