"""The `threering` command: its words. What each does is in commands.py."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from threering import __version__
from threering.runtime import (
    commands,
    commands_data,
    factors,
    inboxes,
    letterheads,
    mailboxes,
    outgoing,
    privacy,
    teams,
    welcome,
)
from threering.runtime.adding import Adding
from threering.runtime.bringup import CannotDo, commanded
from threering.runtime.env import BadSetting

ROLES = ("admin", "lead", "agent", "light", "client")


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. What goes wrong is one sentence on stderr."""
    top = parser()
    options = top.parse_args(words)
    if not hasattr(options, "run"):
        top.print_help()
        return 2
    _export(options)
    try:
        with commanded():
            return int(options.run(options))
    except (BadSetting, CannotDo) as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _export(options: argparse.Namespace) -> None:
    """Options win over the environment, for us and for every child."""
    if options.data:
        os.environ["THREERING_DATA"] = str(Path(options.data).expanduser().absolute())
    if getattr(options, "address", None):
        os.environ["THREERING_ADDRESS"] = options.address


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = argparse.ArgumentParser(
        prog="threering",
        description="The e-commerce contact centre that anyone can run with one command.",
        epilog="`threering COMMAND --help` tells more. Settings come from the environment: "
        "THREERING_DATA, DATABASE_URL and others, all listed in docs/settings.md.",
    )
    top.add_argument("--version", action="version", version=f"threering {__version__}")
    add = Adding(top.add_subparsers(title="commands", metavar="COMMAND"))
    _add_start(add)
    _add_roles(add)
    add("migrate", commands.migrate, "Bring the database to this release; safe to repeat.")
    add("seed-demo", commands.seed_demo, "Fill in the demo's shops, people and tickets; once.")
    add("doctor", commands.doctor, "Say what is wrong and how to mend it; exit code 1 if any is.")
    _add_createclient(add)
    _add_createagent(add)
    teams.register(add)
    factors.register(add)
    welcome.register(add)
    _add_inspect_mail(add)
    commands_data.register(add)
    privacy.register(add)
    mailboxes.register(add)
    inboxes.register(add)
    outgoing.register(add)
    letterheads.register(add)
    _add_hook(add)
    return top


def _add_start(add: Adding) -> None:
    text = "Start everything: PostgreSQL (unless DATABASE_URL), pages, worker, listeners."
    start = add("start", commands.start, text)
    start.add_argument("--demo", action="store_true", help="with two shops full of tickets")
    _add_address(start)


def _add_roles(add: Adding) -> None:
    _add_address(add("web", commands.web, "Serve the pages and the live stream."))
    _add_address(
        add("live", commands.live, "Serve the live stream alone, behind a proxy of yours.")
    )
    add("worker", commands.worker, "Turn arrivals into tickets, send replies, run the timetable.")
    add("listeners", commands.listeners, "Take mail over SMTP and LMTP.")


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--address", metavar="HOST:PORT", help="of the pages (THREERING_ADDRESS)")


def _add_createclient(add: Adding) -> None:
    text = "Add a client (a merchant) with a brand and the addresses where its customers write."
    create = add("createclient", commands.createclient, text)
    create.add_argument("name", help="what the merchant is called")
    create.add_argument("--brand", metavar="NAME", help="what customers see; else as the client")
    create.add_argument(
        *("--inbox", "-i"),
        metavar="ADDRESS",
        action="append",
        default=[],
        help="an e-mail address of the brand; may be given more than once",
    )


def _add_createagent(add: Adding) -> None:
    text = "Let a person sign in. The password is asked for, or read with --password-stdin."
    create = add("createagent", commands.createagent, text)
    create.add_argument("email", help="the address to sign in with")
    create.add_argument("--name", required=True, help="what colleagues and customers read")
    create.add_argument(
        "--client",
        metavar="NAME",
        action="append",
        required=True,
        help="whose tickets; may be given more than once",
    )
    create.add_argument(
        "--brand",
        metavar="NAME",
        action="append",
        default=[],
        help="only this brand of the client; may be given more than once",
    )
    create.add_argument("--role", choices=ROLES, default="agent", help="what they may do (agent)")
    create.add_argument("--password-stdin", action="store_true", help="read the password there")


def _add_inspect_mail(add: Adding) -> None:
    text = "Say what we understand of mail files; needs no database (docs/inspect-mail.md)."
    inspect = add("inspect-mail", _inspect_mail, text)
    inspect.add_argument(
        "files", metavar="FILE", nargs="+", help="mails, as .eml or any other text"
    )
    inspect.add_argument("--json", action="store_true", help="one JSON object a line per file")


def _inspect_mail(options: argparse.Namespace) -> int:
    from threering.runtime import inspect

    return inspect.run(options)


def _add_hook(add: Adding) -> None:
    text = (
        "Let a mail provider post mail and reports to us (docs/howto/take-mail-from-a-provider.md)."
    )
    hook = add("hook", _hook, text)
    hook.add_argument("what", choices=("add", "list", "remove"), help="what to do")
    hook.add_argument("name", nargs="?", default="", help="add: the inbox; remove: the hook's id")
    hook.add_argument("--provider", default="", help="mailgun, sendgrid, postmark, …")
    hook.add_argument(
        "--secret-stdin", action="store_true", help="read the provider's own key from there"
    )


def _hook(options: argparse.Namespace) -> int:
    from threering.runtime import hooks

    return hooks.run(options)
