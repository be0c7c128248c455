"""Finding this installation's database and bringing Django up on it."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from threering.runtime.env import env

_running: list[ExitStack] = []


class CannotDo(Exception):
    """The command cannot be done; the message says why and what to do."""


def django() -> None:
    """Bring up Django on the database of this installation. Raises CannotDo where there is none."""
    find_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "threering.runtime.settings")
    import django as framework

    framework.setup()
    from threering.kernel.history import whence

    for told in _running:  # of this thread alone: pages and jobs have others
        told.enter_context(whence(by="command line", command=" ".join(sys.argv[1:2]), user=_user()))


@contextmanager
def commanded() -> Iterator[None]:
    """What is changed in this block was changed by a command, once Django is up."""
    with ExitStack() as told:
        _running.append(told)
        try:
            yield
        finally:
            _running.remove(told)


def _user() -> str:
    """Who runs this command on this machine; its number, where it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def find_database() -> None:
    """Without DATABASE_URL it is the embedded one, started by the supervisor beside us."""
    if env().database_url:
        return
    from threering.runtime.postgres import EmbeddedPostgres

    try:
        os.environ["DATABASE_URL"] = EmbeddedPostgres(env().data / "postgres").url
    except FileNotFoundError as missing:
        raise CannotDo(
            f"There is no database in {env().data}. Start Threering first (threering start), point "
            "to its data folder (--data), or set DATABASE_URL."
        ) from missing
    except PermissionError as closed:
        raise CannotDo(f"{env().data} belongs to another user; run this as that user.") from closed
    env.cache_clear()


@contextmanager
def explained() -> Iterator[None]:
    """What the rules refuse, as one sentence."""
    from django.core.exceptions import ValidationError

    try:
        yield
    except ValidationError as refused:
        raise CannotDo(" ".join(refused.messages)) from refused
