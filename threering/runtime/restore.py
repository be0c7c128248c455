"""`threering restore FILE`: an installation as it was, or nothing at all.

Into an empty data folder the database is built beside its place and gets it by one rename. Into a
database that answers (DATABASE_URL, or a fresh installation that runs) all rows come by one commit.
Sealed files go first: without their rows they are only waste. What was to be sent when the backup
was made may have left since: it comes back as uncertain, and is never sent again by itself.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from threering.kernel.disk import sync
from threering.runtime import archive, bringup, keyring, lock, refill
from threering.runtime.archive import Damaged
from threering.runtime.banner import say
from threering.runtime.bringup import CannotDo
from threering.runtime.env import env, read
from threering.runtime.keyring import WrongKey
from threering.runtime.postgres import EmbeddedPostgres
from threering.runtime.refill import NotEmpty

STAGE, TRIAL = ".restoring", ".verifying-"


def run(options: Namespace) -> int:
    """Restore, or with --verify only try whether that would succeed."""
    path = Path(options.file).expanduser().absolute()
    try:
        head = archive.head_of(path)
        secret = _secret(head, from_stdin=options.passphrase_stdin)
        manifest = archive.checked(path)
        _restore(path, secret, options)
    except FileNotFoundError as missing:
        raise CannotDo(f"{missing.filename} is not there.") from missing
    except lock.AlreadyRuns as other:
        raise CannotDo(f"Threering runs in {env().data} ({other}).") from other
    except (Damaged, WrongKey, NotEmpty) as why:
        raise CannotDo(f"{why} Nothing was changed.") from why
    except psycopg.OperationalError as trouble:
        raise CannotDo(f"PostgreSQL does not answer: {trouble}".strip()) from trouble
    _told(path, head, manifest, verified=options.verify)
    return 0


def _restore(path: Path, secret: str, options: Namespace) -> None:
    data = env().data
    if options.verify:
        with _throw_away_folder() as folder:
            _into_folder(path, folder, secret)
        return
    if env().database_url or lock.holder(data):
        bringup.find_database()
        _use(data, secret, env().database_url)
        refill.restore(path, env().database_url, data)
    else:
        _into_folder(path, data, secret)
    if options.passphrase_stdin and not (data / "secret.key").exists():
        keyring.store(data / "secret.key", secret)


def _secret(head: dict[str, Any], *, from_stdin: bool) -> str:
    """The key of the backup: from itself, from the setting, or from the data folder."""
    file = env().data / "secret.key"
    here = read("THREERING_SECRET_KEY") or (file.read_text().strip() if file.exists() else "")
    if from_stdin:
        secret = keyring.take(head["key"], sys.stdin.readline().rstrip("\n"))
        if here not in {"", secret}:
            raise WrongKey(f"{env().data} has another secret key already; restore elsewhere.")
        return secret
    if not here:
        raise WrongKey(
            f"The backup's secret key is needed: put it into {file}, set THREERING_SECRET_KEY, or "
            "use --passphrase-stdin if the backup was made with it."
        )
    if not keyring.fits(head["key"], here):
        raise WrongKey("The secret key found here is not the one of this backup.")
    return here


@contextmanager
def _throw_away_folder() -> Iterator[Path]:
    """Beside the data, where there is room; nothing of it stays."""
    where = env().data if env().data.is_dir() else None
    for left in where.glob(f"{TRIAL}*") if where else ():
        if lock.holder(left) is None:  # of one that was killed
            shutil.rmtree(left)
    folder = Path(tempfile.mkdtemp(prefix=TRIAL, dir=where))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _into_folder(path: Path, data: Path, secret: str) -> None:
    """Build the database beside its place; it is there when its folder gets its name."""
    with lock.held(data, f"threering restore {path.name}"):
        if (data / "postgres").exists():
            raise NotEmpty(f"{data} holds an installation already. Name an empty one (--into).")
        stage = data / STAGE
        shutil.rmtree(stage, ignore_errors=True)  # of a restore that was killed
        stage.mkdir(mode=0o711)
        server = EmbeddedPostgres(stage / "postgres", say=say)
        server.start()
        try:
            _use(data, secret, server.url)
            refill.restore(path, server.url, data)
        finally:
            server.stop()
        (stage / "postgres").rename(data / "postgres")
        stage.rmdir()
        sync(data)


def _use(data: Path, secret: str, url: str) -> None:
    """Let Django find what is being built. Never the supervisor's process, so it is ours alone."""
    os.environ.update(THREERING_DATA=str(data), THREERING_SECRET_KEY=secret, DATABASE_URL=url)
    env.cache_clear()
    bringup.django()


def _told(path: Path, head: dict[str, Any], manifest: dict[str, Any], *, verified: bool) -> None:
    rows = sum(told["rows"] for told in manifest["tables"].values())
    blobs = manifest["blobs"]["count"]
    say(f"Compared: {rows:,} rows in {len(manifest['tables'])} tables, {blobs:,} sealed files.")
    if missing := manifest["missing"]:
        say(f"{len(missing)} sealed files were missing when the backup was made: {missing[0]} …")
    if verified:
        say(f"{path} is good: it was restored beside us, and every count and hash was equal.")
        return
    say(f"{env().data} is as it was at {head['made_at']} (release {head['release']}).")
    say("Replies that were to be sent then are marked uncertain: they may have left since.")
