"""A Postfix of a test's own: real programs, its own folders, 127.0.0.1 only. Needs root."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

PROGRAMS = "/usr/sbin:/usr/bin:/sbin:/bin"
DAEMONS = Path("/usr/lib/postfix/sbin")
STARTS_WITHIN = 30.0
OUR_LIMIT = 50 * 2**20
"""What our own listener takes at most."""
SERVICES = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Routes:
    """Where mail goes: each domain to a transport and a port of this machine."""

    by_domain: dict[str, str]

    def words(self) -> str:
        """As Postfix reads them."""
        rows = " ".join(f"{{{domain} = {way}}}" for domain, way in self.by_domain.items())
        return f"inline:{{ {rows} }}"


def why_not() -> str:
    """Why there can be no Postfix here, "" if there can."""
    if os.geteuid() != 0:
        return "Postfix starts as root only"
    if not (DAEMONS / "master").exists():
        return "Postfix is not installed (apt-get install postfix)"
    return ""


class Postfix:
    """One Postfix: takes mail on `port` and brings it where the routes say."""

    def __init__(self, folder: Path, port: int, routes: Routes, **more: str) -> None:
        self.folder, self.port = folder, port
        self.config, self.log = folder / "config", folder / "log.txt"
        for name in ("config", "queue", "data"):
            (folder / name).mkdir()
        user = pwd.getpwnam("postfix")
        os.chown(folder / "data", user.pw_uid, user.pw_gid)
        settings = self._settings(routes) | more
        lines = [f"{name} = {value}" for name, value in settings.items()]
        (self.config / "main.cf").write_text("\n".join(lines) + "\n")
        (self.config / "master.cf").write_text(SERVICES.format(port=port))

    def _settings(self, routes: Routes) -> dict[str, str]:
        return {
            "compatibility_level": "3.6",
            "queue_directory": str(self.folder / "queue"),
            "data_directory": str(self.folder / "data"),
            "command_directory": "/usr/sbin",
            "daemon_directory": str(DAEMONS),
            "mail_owner": "postfix",
            "setgid_group": "postdrop",
            "maillog_file": str(self.log),
            "maillog_file_prefixes": str(self.folder),
            "myhostname": "mx.north.example",
            "mydestination": "",
            "mynetworks": "127.0.0.0/8",
            "inet_interfaces": "127.0.0.1",
            "inet_protocols": "ipv4",
            "alias_maps": "",
            "local_transport": "error:5.1.1 nobody lives on this machine",
            "default_transport": "error:5.1.2 the test has no way to there",
            "transport_maps": routes.words(),
            "relay_domains": " ".join(routes.by_domain),
            "smtpd_relay_restrictions": "permit_mynetworks, reject",
            "smtpd_recipient_restrictions": "permit_mynetworks, reject",
            "smtpd_tls_security_level": "none",
            "smtp_dns_support_level": "disabled",
            "lmtp_dns_support_level": "disabled",
            "message_size_limit": str(2 * OUR_LIMIT),
            "lmtp_line_length_limit": "0",
            "smtp_line_length_limit": "0",
            # A test does not wait for the five minutes of the world outside.
            "queue_run_delay": "1s",
            "minimal_backoff_time": "1s",
            "maximal_backoff_time": "2s",
            "transport_retry_time": "1s",
            "smtpd_client_connection_count_limit": "0",
            "in_flow_delay": "0",
        }

    def _command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["postfix", "-c", str(self.config), *words],
            env={"PATH": PROGRAMS, "LANG": "C"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self) -> None:
        """Start it; after a death again and again, until what is left of the dead one is gone."""
        until = time.monotonic() + STARTS_WITHIN
        while True:
            done = self._command("start")
            if self.master() is not None:
                return
            assert time.monotonic() < until, f"Postfix does not start: {done.stderr}{self.said()}"
            time.sleep(0.1)

    def master(self) -> psutil.Process | None:
        """The process that runs all others; None while there is none."""
        try:
            pid = int((self.folder / "queue" / "pid" / "master.pid").read_text())
            found = psutil.Process(pid)
            alive = found.name() == "master" and found.status() != psutil.STATUS_ZOMBIE
        except (OSError, ValueError, psutil.NoSuchProcess):
            return None
        return found if alive else None

    def kill(self) -> bool:
        """kill -9 of all of it; False when it did not run. Its queue stays."""
        master = self.master()
        if master is None:
            return False
        family = [master, *master.children(recursive=True)]
        for process in family:
            try:
                process.send_signal(signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue
        psutil.wait_procs(family, timeout=10)
        return True

    def stop(self) -> None:
        """In order; what does not end by that is made to."""
        self._command("stop")
        self.kill()

    def flush(self) -> None:
        """Try everything in the queue now."""
        self._command("flush")

    def said(self) -> str:
        """Its whole log."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def waiting(self) -> int:
        """How many mails it still has."""
        parts = ("maildrop", "incoming", "active", "deferred")
        folders = (self.folder / "queue" / part for part in parts)
        return sum(path.is_file() for folder in folders for path in folder.rglob("*"))


@contextmanager
def postfix(port: int, routes: Routes, **more: str) -> Iterator[Postfix]:
    """A running one; nothing of it stays. Skips the test, with the reason, where there is none."""
    if reason := why_not():
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="threering-postfix-"))
    folder.chmod(0o755)
    made = Postfix(folder, port, routes, **more)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)
