"""The embedded PostgreSQL: made, started, mended after a crash and stopped by us.

Only the wheel's programs are used. The caller holds the installation's lock, so whatever PostgreSQL
is found working in our data folder is an orphan of ours and belongs to nobody.
"""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlencode

from threering.runtime import binaries, cluster, processes
from threering.runtime.binaries import PostgresTrouble

LONGEST_SOCKET_PATH = 107  # bytes, by the kernel
MOST_TRIES = 5  # while leftovers of a killed server go away
SOCKET_PORT = 5432  # without TCP the port only names the socket


def _keep_silent(_sentence: str) -> None:
    pass


class EmbeddedPostgres:
    """One PostgreSQL server in one folder of ours.

    `root` holds everything; `port` 0 means unix socket only. `settings` override postgresql.conf.
    `say` is told, in sentences, what takes long. `cancelled` is asked while waiting.
    """

    def __init__(
        self,
        root: Path,
        port: int = 0,
        *,
        settings: Mapping[str, str] | None = None,
        say: Callable[[str], None] = _keep_silent,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self.root = root.resolve()
        self.data = self.root / "data"
        self.log = self.root / "log"
        self.port = port
        self.settings = dict(settings or {})
        self.say = say
        self.cancelled = cancelled
        self.process: subprocess.Popen[bytes] | None = None
        self._bin = Path()

    @property
    def url(self) -> str:
        """DATABASE_URL of the running server, over its unix socket."""
        where = urlencode({"host": self.socket_folder, "port": self.port or SOCKET_PORT})
        return f"postgresql://postgres:{cluster.password(self.root)}@/threering?{where}"

    @property
    def socket_folder(self) -> Path:
        """root/run, or a folder with a short stable name where that path is too long."""
        folder = self.root / "run"
        name = folder / f".s.PGSQL.{self.port or SOCKET_PORT}"
        if len(os.fsencode(name)) <= LONGEST_SOCKET_PATH:
            return folder
        short = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"threering-{short}"

    @property
    def alive(self) -> bool:
        """Whether the server we started is still there."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Make the database if there is none, start the server, return when it takes queries.

        Crash recovery may take long and is waited for. Raises PostgresTrouble.
        """
        if self.alive:
            return
        self._prepare_folders()
        self._bin = binaries.of_major(self.root, self._major())
        if not self.data.exists():
            self.say("Creating the database.")
            cluster.create(self.root, self._bin)
        self._end_orphans()
        self._forget_foreign_pids()
        cluster.mend_password(self.root, self._bin)
        for _ in range(MOST_TRIES):
            if self._launch():
                return
            self._end_orphans()
        raise PostgresTrouble(f"PostgreSQL does not start; see {self.log}.")

    def stop(self) -> None:
        """Stop fast and cleanly; harder only when that takes over half a minute."""
        if self.process is None:
            return
        for sign, patience in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 60)):
            if self.process.poll() is None:
                self.process.send_signal(sign)
            try:
                self.process.wait(patience)
                break
            except subprocess.TimeoutExpired:
                self.say("PostgreSQL is slow to stop; stopping it harder.")
        self.process = None

    def _prepare_folders(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o711 if binaries.owner() else 0o700)
        binaries.check_reachable(self.root)
        for folder in (self.socket_folder, self.log):
            folder.mkdir(exist_ok=True)
            if folder.is_symlink() or folder.stat().st_uid not in self._own_uids():
                raise PostgresTrouble(f"{folder} belongs to someone else. Remove it, then start.")
            binaries.give(folder, 0o700)

    def _own_uids(self) -> set[int]:
        user = binaries.owner()
        return {os.geteuid(), user.pw_uid} if user else {os.geteuid()}

    def _major(self) -> str | None:
        try:
            return (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return None

    def _end_orphans(self) -> None:
        """Whatever still works in our data folder ends: by itself, asked, or made to."""
        orphans = list(processes.postgres_in(self.data))
        if processes.ended(orphans, patience=1):
            return
        self.say("A PostgreSQL of an earlier run is still there; ending it.")
        # Only the server itself may be asked: its helpers take the same signal for something else.
        servers = [orphan for orphan in orphans if str(orphan.pid) == self._recorded_pid()]
        for server in servers:
            processes.send(server, signal.SIGINT)
        if servers and processes.ended(orphans, patience=60):
            return
        for orphan in orphans:
            processes.send(orphan, signal.SIGKILL)
        if not processes.ended(list(processes.postgres_in(self.data)), patience=10):
            raise PostgresTrouble(f"PostgreSQL still works in {self.data} and cannot be ended.")

    def _forget_foreign_pids(self) -> None:
        """PostgreSQL trusts a pid file whose number now belongs to any other program: remove it.

        Only called when no process works in the data folder, so nothing guards anything any more.
        """
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        for stale in self.socket_folder.glob(".s.PGSQL.*"):
            stale.unlink(missing_ok=True)

    def _launch(self) -> bool:
        """Start the server and wait until it is ready; False when leftovers were in its way."""
        first_words = self.log / "start.log"
        with first_words.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603
                [self._bin / "postgres", *self._arguments()],
                **binaries.run_as(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                preexec_fn=processes.die_with_parent(signal.SIGINT),  # fast shutdown
            )
        if self._wait_until_ready():
            return True
        said = first_words.read_text(errors="replace")
        if "is still in use" in said or "already exists" in said:
            return False
        raise PostgresTrouble(f"PostgreSQL does not start. Its words:\n{said[-1500:]}")

    def _arguments(self) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1" if self.port else "",
            "port": str(self.port or SOCKET_PORT),
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "logging_collector": "on",
            "log_directory": str(self.log),
            **self.settings,
        }
        return ["-D", str(self.data), *(w for k, v in settings.items() for w in ("-c", f"{k}={v}"))]

    def _wait_until_ready(self) -> bool:
        """Until the server says ready; False when it ends first. Recovery may take its time."""
        next_word = time.monotonic() + 2
        while self.alive:
            if self._status() == "ready":
                return True
            if self.cancelled():
                self.stop()
                raise PostgresTrouble("Stopped while PostgreSQL was starting.")
            if time.monotonic() > next_word:
                self.say(
                    "PostgreSQL is bringing its data in order after a crash; this may take a while."
                )
                next_word += 10
            time.sleep(0.02)
        return False

    def _status(self) -> str:
        """What the server itself writes into its pid file: starting, ready, stopping."""
        lines = self._pid_file()
        mine = self.process is not None and lines[:1] == [str(self.process.pid)]
        return lines[7].strip() if mine and len(lines) > 7 else ""

    def _recorded_pid(self) -> str:
        return next(iter(self._pid_file()), "")

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []
