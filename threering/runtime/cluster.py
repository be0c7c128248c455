"""The data folder of the embedded PostgreSQL: how it is made, and its superuser's password."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

from threering.runtime import binaries
from threering.runtime.binaries import PostgresTrouble
from threering.runtime.processes import die_with_parent

DATABASE = "threering"

# Written once into postgresql.conf, where the owner of the installation may change them.
FIRST_SETTINGS = {
    "shared_buffers": "128MB",
    "max_connections": "100",
    "jit": "off",
    "io_method": "sync",  # no worker processes: idle memory
    "shared_preload_libraries": "pg_stat_statements",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_filename": "postgresql-%a.log",  # a week of logs, then over again
    "log_truncate_on_rotation": "on",
    "log_rotation_size": "0",
    # People's names and addresses are in the statements: they do not belong in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def create(root: Path, programs: Path) -> None:
    """Make root/data with an empty database in it. Raises PostgresTrouble.

    Made beside its final place and then renamed, so that a half-made one never counts.
    """
    for half_made in root.glob("data.new.*"):
        shutil.rmtree(half_made, ignore_errors=True)
    new = root / f"data.new.{os.getpid()}"
    new.mkdir()
    binaries.give(new, 0o700)
    _write_password(root)
    _run(
        *(programs / "initdb", "-D", new, "-U", "postgres", "--auth=scram-sha-256"),
        *("--pwfile", _password_file(root), "--encoding=UTF8", "--data-checksums"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        "--lc-ctype=C.UTF-8",  # with C, trigrams would drop every letter beyond ASCII
        *(f"--set={name}={value}" for name, value in FIRST_SETTINGS.items()),
    )
    _single_user(programs, new, f"CREATE DATABASE {DATABASE}")
    new.rename(root / "data")


def password(root: Path) -> str:
    """The superuser's password; safe to stand in an address as it is."""
    return _password_file(root).read_text()


def mend_password(root: Path, programs: Path) -> None:
    """A lost password file is no lost database: set a new one while the server is down."""
    if not _password_file(root).exists():
        _write_password(root)
        sql = f"ALTER ROLE postgres PASSWORD '{password(root)}'"
        _single_user(programs, root / "data", sql)


def _password_file(root: Path) -> Path:
    return root / "password"


def _write_password(root: Path) -> None:
    file = _password_file(root)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(secrets.token_urlsafe(24))
    binaries.give(file, 0o600)


def _single_user(programs: Path, data: Path, sql: str) -> None:
    _run(programs / "postgres", "--single", "-D", data, "postgres", text=sql + "\n")


def _run(*words: str | Path, text: str = "") -> None:
    done = subprocess.run(  # noqa: S603
        words,
        **binaries.run_as(),
        input=text.encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        cwd="/",
        preexec_fn=die_with_parent(signal.SIGKILL),  # never beside the next start's own
    )
    said = done.stdout.decode(errors="replace")
    # In single-user mode the server ends well even when the statement failed.
    if done.returncode or "ERROR:" in said:
        raise PostgresTrouble(f"PostgreSQL's {Path(words[0]).name} failed:\n{said[-1500:]}")
