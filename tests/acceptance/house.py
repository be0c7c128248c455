"""A Threering of a test's own: the real command in a real folder, looked at from outside only."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import psutil

from tests.ports import free_port

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 300.0
OPEN = "Threering is open"
ROLES = ("web", "worker", "listeners")
PACKAGES = f"{ROOT}{os.pathsep}{sysconfig.get_path('purelib')}"
PLAIN = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONPATH": PACKAGES}


def wait_until(
    true: Callable[[], T], what: str, *, patience: float = PATIENCE, step: float = 0.05
) -> T:
    """Ask every `step` seconds until the answer counts as true, and return it."""
    until = time.monotonic() + patience
    while not (answer := true()):
        if time.monotonic() > until:
            raise AssertionError(f"not within {patience:.0f} s: {what}")
        time.sleep(step)
    return answer


def is_free(port: int) -> bool:
    """Whether one could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that every user may pass; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="threering-acceptance-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def as_user(name: str | None) -> dict[str, object]:
    """The keyword arguments of subprocess that make a program run as that user."""
    if name is None:
        return {}
    entry = pwd.getpwnam(name)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@cache
def python_for(user: str | None) -> str | None:
    """A Python that the user may run and that finds our packages; None where there is none."""
    if user is None:
        return sys.executable
    try_out = "import threering, psycopg, granian, cryptography"
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            done = subprocess.run(
                [python, "-c", try_out], cwd="/", env=PLAIN, capture_output=True, **as_user(user)
            )
        except OSError:  # the interpreter lies in a folder that is closed to this user
            continue
        if done.returncode == 0:
            return python
    return None


class Installation:
    """One `threering start` on ports of its own. `settings` are more environment variables."""

    def __init__(
        self, folder: Path, *, demo: bool = False, user: str | None = None, **settings: str
    ) -> None:
        self.data = folder / "data"
        self.said = folder / "said.txt"
        self.demo, self.user = demo, user
        self.port, self.smtp, self.outbox = free_port(), free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = PLAIN | {
            "HOME": str(folder),
            "THREERING_DATA": str(self.data),
            "THREERING_ADDRESS": f"127.0.0.1:{self.port}",
            "THREERING_SMTP_LISTEN": f"127.0.0.1:{self.smtp}",
            "THREERING_DEMO_OUTBOX": f"127.0.0.1:{self.outbox}" if demo else "",
            "THREERING_UNDO_SECONDS": "10" if demo else "0",  # the demo's pages offer the undo
            **settings,
        }
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)

    def command(self, *words: str) -> list[str]:
        """The words of a command line of ours."""
        return [str(python_for(self.user)), "-m", "threering", *words]

    def run(self, *words: str, text: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """One command of the command line, to its end."""
        return subprocess.run(
            self.command(*words),
            env=self.environment | more,
            cwd="/",
            input=text,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            **as_user(self.user),
        )

    def must(self, *words: str, text: str = "") -> str:
        """A command that has to succeed; what it said."""
        done = self.run(*words, text=text)
        assert done.returncode == 0, f"threering {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> float:
        """`threering start`, until it says that it is open; how many seconds that took."""
        began, known = time.monotonic(), len(self.output())
        words = ["start", "--demo"] if self.demo else ["start"]
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                self.command(*words),
                env=self.environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
                **as_user(self.user),
            )
        wait_until(lambda: self._opened(known), "Threering is open")
        return time.monotonic() - began

    def _opened(self, known: int) -> bool:
        said = self.output()[known:]
        ended = self.process is None or self.process.poll() is not None
        assert not ended, f"threering start ended: {said[-3000:]}"
        return OPEN in said

    def output(self) -> str:
        """All that `threering start` and its children ever printed."""
        return self.said.read_text(errors="replace") if self.said.exists() else ""

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def kill(self) -> list[psutil.Process]:
        """kill -9 of the supervisor; what it leaves behind."""
        assert self.process
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        self.process.wait()
        return family

    def children(self) -> dict[str, psutil.Process]:
        """The supervisor's living children by role; "postgres" is the postmaster."""
        assert self.process
        found = {}
        for child in psutil.Process(self.process.pid).children():
            try:
                if child.status() != psutil.STATUS_ZOMBIE:
                    found[role_of(child)] = child
            except psutil.NoSuchProcess:
                continue
        return {role: child for role, child in found.items() if role in (*ROLES, "postgres")}

    def postgres_log(self) -> str:
        """What PostgreSQL wrote, all starts together."""
        logs = sorted((self.data / "postgres" / "log").glob("postgresql-*.log"))
        return "".join(log.read_text(errors="replace") for log in logs)

    def close(self) -> None:
        """Stop it if it runs; where that fails, end the whole family."""
        if self.process is None or self.process.poll() is not None:
            return
        family = psutil.Process(self.process.pid).children(recursive=True)
        try:
            self.stop()
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            for process in family:
                if process.is_running():
                    process.kill()


def role_of(process: psutil.Process) -> str:
    """What a child of the supervisor does."""
    return "postgres" if process.name().startswith("postgres") else (process.cmdline() or [""])[-1]


def gone(process: psutil.Process) -> bool:
    """Whether it has ended, also where nobody collects the dead."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@contextmanager
def installed(
    *, demo: bool = False, user: str | None = None, **settings: str
) -> Iterator[Installation]:
    """An installation in a folder of its own, not started yet; nothing of it stays."""
    with open_folder() as folder:
        house = Installation(folder, demo=demo, user=user, **settings)
        try:
            yield house
        finally:
            house.close()


AGENT, PASSWORD, INBOX = "lena@north.example", "as many rings as three", "help@north.example"


@contextmanager
def small_house(*, user: str | None = None, **settings: str) -> Iterator[Installation]:
    """A running installation with one client, one inbox and one lead."""
    with installed(user=user, **settings) as house:
        furnish(house)
        yield house


def furnish(house: Installation) -> None:
    """Start it, and let there be one client, one inbox and one lead."""
    house.start()
    house.must("createclient", "North", "--inbox", INBOX)
    words = ("--name", "Lena", "--client", "North", "--role", "lead", "--password-stdin")
    house.must("createagent", AGENT, *words, text=PASSWORD + "\n")
