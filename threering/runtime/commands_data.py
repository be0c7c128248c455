"""The commands that carry an installation's data: backup, restore, import."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from threering.runtime.adding import Adding


def register(add: Adding) -> None:
    """Add them to the command line."""
    _add_backup(add)
    _add_restore(add)
    _add_import(add)


def _add_backup(add: Adding) -> None:
    text = "Write database and files into one FILE while everything runs (docs/howto)."
    command = add("backup", _backup, text)
    command.add_argument("file", metavar="FILE", help="a new file")
    command.add_argument(
        "--passphrase-stdin",
        action="store_true",
        help="put the secret key in, sealed under a passphrase read from the standard input",
    )
    command.add_argument(
        "--verify", action="store_true", help="then restore it beside, and compare everything"
    )


def _add_restore(add: Adding) -> None:
    text = "Bring an installation back from a backup's FILE, whole or not at all."
    command = add("restore", _restore, text)
    command.add_argument("file", metavar="FILE", help="what threering backup wrote")
    command.add_argument("--into", metavar="DIR", help="the data folder to make (THREERING_DATA)")
    command.add_argument(
        "--passphrase-stdin",
        action="store_true",
        help="the secret key is in the backup; read its passphrase from the standard input",
    )
    command.add_argument(
        "--verify", action="store_true", help="only try it beside us, and compare everything"
    )


def _add_import(add: Adding) -> None:
    text = "Bring old mail in, with its own times: `threering import mail PATH… --inbox ADDRESS`."
    command = add("import", _import, text)
    command.add_argument("what", choices=["mail"], help="what is in the files")
    command.add_argument(
        "paths", metavar="PATH", nargs="+", help="mbox files, Maildirs, .eml files or folders"
    )
    command.add_argument("--inbox", metavar="ADDRESS", required=True, help="whose mail it was")


def _backup(options: argparse.Namespace) -> int:
    from threering.runtime import backup

    return backup.run(options)


def _restore(options: argparse.Namespace) -> int:
    from threering.runtime import restore

    if options.into:
        os.environ["THREERING_DATA"] = str(Path(options.into).expanduser().absolute())
    return restore.run(options)


def _import(options: argparse.Namespace) -> int:
    from threering.runtime.importing import command

    return command.run(options)
