"""`threering start`: everything in one command, kept alive, stopped in order.

It imports no Django: it is there all day and must stay small.
"""

from __future__ import annotations

import http.client
import os
import select
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from types import FrameType

from threering.runtime import banner, lock, processes, readiness, welcome
from threering.runtime.binaries import PostgresTrouble
from threering.runtime.children import THREERING, Child, Restarts, in_words
from threering.runtime.env import Address, Env, secret_key
from threering.runtime.postgres import EmbeddedPostgres

ROLES = ("web", "worker", "listeners")
STOP_ORDER = ("listeners", "web", "worker")  # first nothing new comes in
STOP_PATIENCE = 2.5  # seconds for each, so that all is over in ten
WORKER_PATIENCE = 5.0  # it may be hearing whether a mail was taken; unheard, that stays uncertain
MOST_EARLY_ENDS = 3  # of one child, before the start counts as failed


class CannotStart(Exception):
    """The start failed; the message says why and what to do."""


class Stopped(Exception):
    """Somebody asked us to stop while we were starting."""


def start(settings: Env, *, demo: bool, program: Sequence[str] = THREERING) -> int:
    """Run until SIGINT or SIGTERM; the exit code. Refuses, touching nothing, where one runs.

    `program` is what the children are: it is given their role as its last word. Raises BadSetting.
    """
    for found in (readiness.writable(settings.data), readiness.space(settings.data)):
        if not found.well:
            banner.say(f"{found.what}. {found.mend}")
            return 1
    try:
        with lock.held(settings.data, f"http://{settings.address}"):
            secret_key()  # before there is a database, which would miss it
            return Supervisor(settings, demo=demo, program=program).run()
    except lock.AlreadyRuns as other:
        banner.say(f"Threering already runs here ({other}). Nothing was touched.")
        return 1


class Supervisor:
    """The processes of one installation."""

    def __init__(self, settings: Env, *, demo: bool, program: Sequence[str] = THREERING) -> None:
        self.settings = settings
        self.demo = demo
        self.program = program
        self.stopping = False
        self.postgres: EmbeddedPostgres | None = None
        self.children: list[Child] = []
        self._postgres_restarts = Restarts()
        self._wake, self._waker = os.pipe()

    def run(self) -> int:
        """Start everything, keep it alive until told to stop, stop everything."""
        with self._signals():
            try:
                self._start()
                while not self.stopping:
                    self._tend()
                    self._rest(1.0)
            except (CannotStart, PostgresTrouble) as trouble:
                banner.say(str(trouble))
                return 0 if self.stopping else 1
            except Stopped:
                pass
            finally:
                self._stop()
        return 0

    def _start(self) -> None:
        began = time.monotonic()
        self._check_ports()
        environment = dict(os.environ)
        if not self.settings.database_url:
            environment["DATABASE_URL"] = self._start_postgres()
        self._child_runs("migrate", "Preparing the database.", environment)
        if self.demo:
            self._child_runs("seed-demo", "Making the demo's shops and tickets.", environment)
        self.children = [Child(role, environment, self.program) for role in ROLES]
        for child in self.children:
            child.start()
        self._wait_until_open()
        first = self._first_address()
        seconds = time.monotonic() - began
        banner.show(self.settings, demo=self.demo, seconds=seconds, first=first)

    def _first_address(self) -> str:
        """Where the first person comes in; "" where somebody is here."""
        if self.demo or not welcome.nobody_is_here(reachable(self.settings.address)):
            return ""
        return welcome.address(self.settings)

    def _check_ports(self) -> None:
        """Children of a killed supervisor need a moment to go; anybody else is in the way."""
        for address in self._addresses():
            if not processes.wait_until(partial(self._free, address), patience=5):
                raise CannotStart(taken(address))

    def _free(self, address: Address) -> bool:
        self._asked_to_stop()
        return processes.is_free(address)

    def _addresses(self) -> list[Address]:
        own = self.settings
        return [a for a in (own.address, own.smtp_listen, own.lmtp_listen, own.demo_outbox) if a]

    def _start_postgres(self) -> str:
        self.postgres = EmbeddedPostgres(
            self.settings.data / "postgres", say=banner.say, cancelled=lambda: self.stopping
        )
        self.postgres.start()
        return self.postgres.url

    def _child_runs(self, role: str, doing: str, environment: dict[str, str]) -> None:
        """Let a command of ours run to its end; say what it does when that takes over a second."""
        child = Child(role, environment, self.program)
        child.start()
        process, began, said = child.process, time.monotonic(), False
        while process and process.poll() is None:
            if self.stopping:
                child.stop(STOP_PATIENCE)
                raise Stopped
            if not said and time.monotonic() - began > 1:
                banner.say(doing)
                said = True
            self._rest(0.2)
        if process and process.returncode:
            raise CannotStart(f"`threering {role}` {in_words(process.returncode)}; see above.")

    def _wait_until_open(self) -> None:
        began, said = time.monotonic(), False
        while not self._open():
            self._asked_to_stop()
            self._tend()
            for child in self.children:
                if child.restarts.rapid >= MOST_EARLY_ENDS:
                    raise CannotStart(f"`threering {child.role}` does not stay up; see above.")
            if not said and time.monotonic() - began > 1:
                banner.say("Opening the doors.")
                said = True
            self._rest(0.1)

    def _open(self) -> bool:
        others = self._addresses()[1:]
        return answers(self.settings) and all(map(accepts, others))

    def _tend(self) -> None:
        if self.postgres and not self.postgres.alive:
            self._mend_postgres()
        for child in self.children:
            if how := child.tend():
                banner.say(f"{child.role} {how}; starting it again.")

    def _mend_postgres(self) -> None:
        if self.postgres and self._postgres_restarts.due:
            banner.say("PostgreSQL ended; starting it again.")
            self._postgres_restarts.ended()
            try:
                self.postgres.start()
            except (PostgresTrouble, OSError) as trouble:  # the disk may be what is wrong
                banner.say(str(trouble))
            self._postgres_restarts.started()

    def _stop(self) -> None:
        if self.children or self.postgres:
            banner.say("Stopping.")
        by_role = {child.role: child for child in self.children}
        for role in STOP_ORDER:
            if role in by_role:
                by_role[role].stop(WORKER_PATIENCE if role == "worker" else STOP_PATIENCE)
        if self.postgres:
            self.postgres.stop()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """SIGINT, SIGTERM and a closed terminal stop us; they and SIGCHLD end our rest at once."""
        os.set_blocking(self._waker, False)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._on_stop)
        signal.signal(signal.SIGCHLD, lambda _sign, _frame: None)
        yield
        signal.set_wakeup_fd(-1)

    def _on_stop(self, _sign: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _asked_to_stop(self) -> None:
        if self.stopping:
            raise Stopped

    def _rest(self, seconds: float) -> None:
        """Sleep, until a signal comes or a child ends."""
        ready, _, _ = select.select([self._wake], [], [], seconds)
        if ready:
            os.read(self._wake, 4096)


def taken(address: Address) -> str:
    """The sentence for a port that is not free."""
    who = processes.holder_of(address)
    return (
        f"{address} is taken by {who}. Stop that, or choose another address "
        "(THREERING_ADDRESS for the pages, THREERING_SMTP_LISTEN for the mail)."
    )


def answers(settings: Env) -> bool:
    """Whether the pages are open; asked by the one name that is always allowed."""
    host, port = reachable(settings.address)
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def accepts(address: Address) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection(reachable(address), timeout=1).close()
    except OSError:
        return False
    return True


def reachable(address: Address) -> tuple[str, int]:
    """Where to knock for a server that listens on all interfaces."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host), address.port  # noqa: S104
