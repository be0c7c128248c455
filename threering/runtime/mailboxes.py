"""`threering mailbox …`: set up, test, list, compare and remove the mailboxes that are read."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from threering.runtime import banner
from threering.runtime.bringup import CannotDo, django, explained

if TYPE_CHECKING:
    from threering.channels.actions import SetUp
    from threering.channels.models import Inbox, Mailbox

Run = Callable[[argparse.Namespace], int]
Add = Callable[[str, Run, str], argparse.ArgumentParser]
PORTS = {"ssl": 993, "starttls": 143, "plain": 143}


def register(add: Add) -> None:
    """Add the words."""
    text = "Read mailboxes on IMAP servers: set up, test, list, compare, remove."
    group = add("mailbox", show, text)
    words = group.add_subparsers(title="what to do", metavar="WORD")

    def under(name: str, run: Run, told: str) -> argparse.ArgumentParser:
        command = words.add_parser(name, help=told, description=told)
        command.add_argument("--data", metavar="DIR", help="the data folder (THREERING_DATA)")
        command.set_defaults(run=run)
        return command

    _add_mailbox_add(under)
    for name, run, help_text in (
        ("test", test, "Say whether the mailboxes of an inbox can be read."),
        ("compare", compare, "Compare them with the ledger now; 1 if any was missing."),
        ("remove", remove, "Read them no more; what came from them stays."),
    ):
        command = under(name, run, help_text)
        command.add_argument("inbox", help="the address of the inbox")
        if name == "remove":
            command.add_argument("--folder", help="only the one that reads this folder")
    under("list", show, "All mailboxes and how they are.")


def _add_mailbox_add(under: Add) -> None:
    text = "Read a mailbox for an inbox. Nothing in it is marked, moved or deleted."
    create = under("add", add, text)
    create.add_argument("inbox", help="the address of the inbox that its mail is for")
    create.add_argument("--host", required=True, help="the IMAP server")
    create.add_argument("--port", type=int, help="else 993 for ssl, 143 for starttls and plain")
    create.add_argument("--security", choices=tuple(PORTS), default="ssl")
    create.add_argument("--user", required=True, help="the name to sign in with")
    create.add_argument("--folder", default="INBOX", help="the folder to read (INBOX)")
    create.add_argument("--password-stdin", action="store_true", help="read the password there")
    create.add_argument(
        "--xoauth2",
        metavar="PROVIDER",
        help="sign in by token: google, microsoft or a token endpoint; the client secret and the "
        "refresh token are asked for, or are the next two lines of stdin",
    )
    create.add_argument("--client-id", help="of the application that was allowed, with --xoauth2")


def add(options: argparse.Namespace) -> int:
    """Read a mailbox for an inbox; said again with the same host, user and folder, renew it."""
    django()
    from threering.channels.actions import set_up_mailbox

    inbox = _inbox(options.inbox)
    with explained():
        mailbox = set_up_mailbox(inbox, _said(options))
    banner.say(
        f"{mailbox} is read for {inbox} from now on. To try it: threering mailbox test {inbox}"
    )
    return 0


def test(options: argparse.Namespace) -> int:
    """Connect, sign in, open the folder; say in plain words what is wrong."""
    django()
    from threering.channels.actions import account_of
    from threering.channels.email.imap import connected
    from threering.channels.email.imap_trouble import MailboxTrouble

    wrong = 0
    for mailbox in _mailboxes(options.inbox):
        try:
            with connected(account_of(mailbox)) as session:
                opened = session.open(mailbox.folder)
                count = sum(len(uids) for uids in session.uids(1, opened.uidnext))
        except MailboxTrouble as trouble:
            wrong += 1
            banner.say(f"{mailbox}: {trouble}")
        else:
            banner.say(f"{mailbox}: all is well, {count} mails stand in it.")
    return 1 if wrong else 0


def compare(options: argparse.Namespace) -> int:
    """Compare the mailboxes of an inbox with the ledger now, as it is done every night."""
    django()
    from threering.channels.email.imap_trouble import MailboxTrouble
    from threering.jobs.mailboxes import compare as compare_one

    wrong = 0
    for mailbox in _mailboxes(options.inbox):
        try:
            found = compare_one(mailbox)
        except MailboxTrouble as trouble:
            wrong += 1
            banner.say(f"{mailbox}: {trouble}")
        else:
            wrong += bool(found.missing)
            told = f"{found.missing} of them had been missing" if found.missing else "none missing"
            banner.say(f"{mailbox}: {found.count} mails, {told}.")
    return 1 if wrong else 0


def show(_options: argparse.Namespace) -> int:
    """All mailboxes and how they are."""
    django()
    from threering.channels.models import Mailbox

    found = Mailbox.objects.select_related("inbox").order_by("inbox__address", "pk")
    for mailbox in found:
        state = mailbox.trouble or (
            f"read to its end at {mailbox.last_ok_at:%Y-%m-%d %H:%M} UTC"
            if mailbox.last_ok_at
            else "not read yet"
        )
        banner.say(f"{mailbox.inbox}: {mailbox}: {state}")
    if not found:
        banner.say("No mailbox is read. See threering mailbox add --help.")
    return 0


def remove(options: argparse.Namespace) -> int:
    """Read the mailboxes of an inbox no more; what came from them stays."""
    django()
    from threering.channels.actions import remove_mailbox

    for mailbox in _mailboxes(options.inbox):
        if options.folder in (None, mailbox.folder):
            name = str(mailbox)
            remove_mailbox(mailbox)
            banner.say(f"{name} is not read any more. What came from it stays.")
    return 0


def _inbox(address: str) -> Inbox:
    from threering.channels.models import Inbox

    ours = Inbox.objects.filter(kind="email", address=address.strip().lower())
    found: Inbox | None = ours.first()
    if found:
        return found
    known = ", ".join(Inbox.objects.values_list("address", flat=True)) or "none yet"
    raise CannotDo(f"There is no inbox {address} (there are: {known}).")


def _mailboxes(address: str) -> list[Mailbox]:
    from threering.channels.queries import mailboxes_of

    if found := mailboxes_of(str(_inbox(address))):
        return found
    raise CannotDo(f"No mailbox is read for {address}. See threering mailbox add --help.")


def _said(options: argparse.Namespace) -> SetUp:
    from threering.channels.actions import SetUp

    return SetUp(
        host=options.host.strip().lower(),
        port=options.port or PORTS[options.security],
        security=options.security,
        user=options.user,
        folder=options.folder,
        auth="xoauth2" if options.xoauth2 else "password",
        secret=_permission(options) if options.xoauth2 else {"password": _word(options)},
    )


def _permission(options: argparse.Namespace) -> dict[str, str]:
    from threering.channels.email.oauth import PROVIDERS

    url = PROVIDERS.get(options.xoauth2, options.xoauth2)
    if "://" not in url:
        raise CannotDo(
            f"--xoauth2 {url}: write google, microsoft or the token endpoint's https://…."
        )
    if not options.client_id:
        raise CannotDo("--xoauth2 needs --client-id, the id of the application that was allowed.")
    secret, refresh = (_line("Client secret (may be empty): "), _line("Refresh token: "))
    if not refresh:
        raise CannotDo("There is no refresh token: on stdin, the client secret, then the token.")
    parts = {"token_url": url, "client_id": options.client_id}
    return parts | {"client_secret": secret, "refresh_token": refresh}


def _word(options: argparse.Namespace) -> str:
    if not options.password_stdin and not sys.stdin.isatty():
        raise CannotDo("There is no terminal to ask for a password; use --password-stdin.")
    if word := _line("Password: "):
        return word
    raise CannotDo("The password is empty.")


def _line(question: str) -> str:
    """Asked of a person without showing it, else the next line of stdin."""
    if sys.stdin.isatty():
        return getpass.getpass(question)
    return sys.stdin.readline().rstrip("\n")
