"""A large mailbox read over IMAP: minutes until all of it is stored, and until all is understood.

Real mails on a real Dovecot, a fresh installation, one worker. The memory that counts is that of
the process that reads the mailbox and of the worker that understands its mails, each from a tenth
of its way to the end.
"""

from __future__ import annotations

import os
import pwd
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from bench import mails
from bench.figures import Figure
from bench.installation import Installation, folder, foreign_environment
from tests.dovecot import PASSWORD, USER, Dovecot, dovecot

MAILS = 100_000
DISTINCT = 10_000
MINUTES, GROWTH = 15, 30
IDS = re.compile(rb"(?im)^(message-id|references|in-reply-to):(?:.*)(?:\r?\n[ \t].*)*")
MB = 2**20


@dataclass
class Run:
    """What was seen while it went on. Seconds since the mailbox was set up."""

    count: int
    stored: float = 0.0
    understood: float = 0.0
    reader: list[tuple[int, float]] = field(default_factory=list)
    """How many mails were stored, and how many MB the reading process then had."""
    worker: list[tuple[int, float]] = field(default_factory=list)
    """How many mails were understood, and how many MB the worker then had."""

    def growth(self, grown: list[tuple[int, float]]) -> float:
        """MB between a tenth of the way and the largest afterwards."""
        later = [weight for done, weight in grown if done >= self.count / 10]
        return max(later) - later[0] if later else 0.0


def measure(count: int = MAILS) -> list[Figure]:
    """Fill the mailbox, read it, look every second."""
    with folder() as here, dovecot() as server:
        fill(server, here / "mix", count)
        installation = Installation(here / "data", demo=False)
        installation.start()
        try:
            run = _follow(installation, server, count)
        finally:
            installation.stop()
    return _figures(run)


def fill(server: Dovecot, mix: Path, count: int) -> None:
    """Put so many mails into the mailbox, as its own files."""
    mails.write(mix, min(count, DISTINCT), seed=42)
    owner = pwd.getpwuid(server.maildir.parent.stat().st_uid)
    for part in ("cur", "new", "tmp"):
        (server.maildir / part).mkdir(parents=True)
    for number, content in enumerate(_contents(mix, count)):
        (server.maildir / "cur" / f"{number + 10**9}.M{number}.bench:2,").write_bytes(content)
    subprocess.run(
        ["chown", "-R", f"{owner.pw_uid}:{owner.pw_gid}", str(server.maildir)], check=True
    )


def _contents(mix: Path, count: int) -> Iterator[bytes]:
    """The mails of the mix, again and again under other ids, threads and all."""
    paths = mails.in_order(mix)
    for number in range(count):
        again = f"<{number // len(paths)}.".encode()
        content = mails.read(paths[number % len(paths)])
        head, gap, body = content.partition(b"\n\n")
        head = IDS.sub(lambda ids, again=again: ids[0].replace(b"<", again), head)
        yield head + gap + body


def _follow(installation: Installation, server: Dovecot, count: int) -> Run:
    _command(installation, "createclient", "Bench", "--inbox", mails.TO)
    words = ["--host", "127.0.0.1", "--port", str(server.port), "--security", "plain"]
    words += ["--user", USER, "--password-stdin"]
    run, began = Run(count), time.monotonic()
    _command(installation, "mailbox", "add", mails.TO, *words, text=PASSWORD + "\n")
    reader, worker = (_process(installation, role) for role in ("listeners", "worker"))
    with psycopg.connect(installation.database_url(), autocommit=True) as database:
        while not run.understood:
            stored, waiting = _progress(database)
            run.reader.append((stored, reader.memory_info().rss / MB))
            run.worker.append((stored - waiting, worker.memory_info().rss / MB))
            if stored >= count and not run.stored:
                run.stored = time.monotonic() - began
            if run.stored and not waiting:
                run.understood = time.monotonic() - began
            time.sleep(1)
        _verify(database, count)
    return run


def _progress(database: psycopg.Connection[tuple[int, ...]]) -> tuple[int, int]:
    found = database.execute(
        "select count(*), count(*) filter (where outcome is null) from ledger_arrival"
    ).fetchone()
    assert found
    return found[0], found[1]


def _verify(database: psycopg.Connection[tuple[int, ...]], count: int) -> None:
    """Every mail has an outcome of its own, and each message came once."""
    rows = dict(
        database.execute("select outcome, count(*) from ledger_arrival group by 1").fetchall()
    )
    (said,) = database.execute("select count(*) from tickets_message").fetchone() or (0,)
    if sum(rows.values()) != count or rows.get("message") != said:
        raise RuntimeError(f"{count} mails stood in the mailbox, but there are {rows}, {said}.")


def _command(installation: Installation, *words: str, text: str = "") -> None:
    command = [sys.executable, "-m", "threering", words[0], *words[1:]]
    command += ["--data", str(installation.data)]
    subprocess.run(
        command,
        env=foreign_environment(),
        check=True,
        input=text,
        text=True,
        stdout=subprocess.DEVNULL,
    )


def _process(installation: Installation, role: str) -> psutil.Process:
    children = psutil.Process(installation.pid).children()
    return next(child for child in children if child.cmdline()[-1] == role)


def _figures(run: Run) -> list[Figure]:
    speed = f"{run.count / run.stored:.0f} mails/s stored, {run.count / run.understood:.0f} read"
    size = f"{run.count:,} mails"
    goal = MINUTES * run.count / MAILS
    return [
        Figure(
            name=f"back-fill of {size}: all stored",
            value=run.stored / 60,
            unit="min",
            target=goal,
            note=speed,
        ),
        Figure(
            name=f"back-fill of {size}: all understood",
            value=run.understood / 60,
            unit="min",
            target=goal,
        ),
        _memory("reader", run, run.reader),
        _memory("worker", run, run.worker),
    ]


def _memory(name: str, run: Run, grown: list[tuple[int, float]]) -> Figure:
    return Figure(
        name=f"back-fill: growth of the {name} after a tenth (RSS)",
        value=run.growth(grown),
        unit="MB",
        target=GROWTH,
        note=f"at most {max(weight for _, weight in grown):.0f} MB",
    )


def main() -> list[Figure]:
    """At the size that the environment asks for: MAILS."""
    return measure(int(os.environ.get("MAILS", MAILS)))
