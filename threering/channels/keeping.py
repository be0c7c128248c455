"""Keeping inboxes as somebody wants them on a page: their address, how mail comes and how it goes.

A secret that is kept is never shown. It goes only to the server, port and user for which it was
given: who names another server has to give the word for that one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.db import transaction

from threering.channels.actions import SetUp, create_inbox, remove_mailbox, set_up_mailbox
from threering.channels.models import Inbox, Mailbox, WayOut
from threering.channels.outgoing import forget_way_out, set_way_out, way_of
from threering.ledger.blobs import open_secret
from threering.organisation.models import Brand

SCHEMES = {"ssl": "smtps", "starttls": "smtp+starttls", "plain": "smtp"}
SMTP_PORTS = {"ssl": 465, "starttls": 587, "plain": 25}
IMAP_PORTS = {"ssl": 993, "starttls": 143, "plain": 143}


class WordNeeded(Exception):
    """Another server, port or user than before: the password has to be given for it."""


class AddressTaken(Exception):
    """Another inbox has the address, perhaps of another client."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server and who signs in there. `password`: "" is the one that is kept."""

    host: str
    port: int
    security: str
    user: str
    password: str = ""

    @property
    def door(self) -> tuple[str, int, str]:
        """What a password belongs to."""
        return self.host, self.port, self.user

    @property
    def url(self) -> str:
        """As ways out are written."""
        who = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{SCHEMES[self.security]}://{who}{host}:{self.port}"


def with_word(server: Server, kept: Server | None) -> Server:
    """A server with its password: the one that was typed, else the kept one. Raises WordNeeded."""
    if server.password or not server.user:
        return server
    if kept is None or kept.door != server.door:
        raise WordNeeded
    return replace(server, password=kept.password)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An inbox as somebody wants it, with every password in place.

    `reads`: the mailbox and its folder; None where mail is brought to us. `sends`: its own server;
    None where it takes the house's. `keeps_way`: it leaves as it does.
    """

    name: str
    signs_replies: bool
    names_ticket: bool
    reads: tuple[Server, str] | None
    sends: Server | None
    keeps_way: bool = False


def read_at(inbox: Inbox) -> Mailbox | None:
    """The mailbox that the page shows: the first that is opened by a password."""
    by_word = Mailbox.objects.filter(inbox=inbox, auth=Mailbox.Auth.PASSWORD)
    found: Mailbox | None = by_word.order_by("pk").first()
    return found


def server_of(mailbox: Mailbox) -> Server:
    """Where a mailbox is, with its password: for trying it and for nothing that is shown."""
    return Server(
        host=mailbox.host,
        port=mailbox.port,
        security=mailbox.security,
        user=mailbox.user,
        password=json.loads(open_secret(bytes(mailbox.secret)))["password"],
    )


def sent_through(inbox: Inbox) -> Server | None:
    """The SMTP server of an inbox's own, with its password; None without one."""
    own = WayOut.objects.filter(inbox=inbox, kind="smtp").exists()
    if not own:
        return None
    parts = urlsplit(way_of(inbox.pk).secret["url"])
    security = next(name for name, scheme in SCHEMES.items() if scheme == parts.scheme)
    default = 465 if security == "ssl" else 25
    return Server(
        host=parts.hostname or "",
        port=parts.port or default,
        security=security,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def provider_of(inbox: Inbox) -> str:
    """The provider through whose own door its mails leave; "" for none."""
    own = WayOut.objects.filter(inbox=inbox).exclude(kind="smtp")
    return str(own.values_list("kind", flat=True).first() or "")


@dataclass(frozen=True, slots=True)
class Permitted:
    """Which private hosts may be asked for mail in and out; None: all, an operator set it up."""

    reads: Sequence[str] | None
    sends: Sequence[str] | None


def permitted(inbox: Inbox | None, wanted: Wanted) -> Permitted:
    """How far a trial of what is wanted may go: what an operator set up and is left as it is,
    anywhere."""
    hosts: Sequence[str] = settings.PRIVATE_HOSTS
    if inbox is None:
        return Permitted(hosts, hosts)
    mailbox = read_at(inbox)
    left = mailbox and wanted.reads and server_of(mailbox) == wanted.reads[0]
    reads = None if mailbox and left and not mailbox.guarded else hosts
    way = WayOut.objects.filter(inbox=inbox).first()
    as_it_is = way and wanted.sends and sent_through(inbox) == wanted.sends
    return Permitted(reads, None if way and as_it_is and not way.guarded else hosts)


@transaction.atomic
def found_inbox(brand: Brand, address: str, wanted: Wanted) -> Inbox:
    """A new one. Raises AddressTaken, and ValidationError for what is no address."""
    if Inbox.objects.filter(kind="email", address=address.strip().lower()).exists():
        raise AddressTaken
    inbox = create_inbox(brand, address, wanted.name)
    arrange(inbox, wanted)
    return inbox


@transaction.atomic
def arrange(inbox: Inbox, wanted: Wanted) -> None:
    """Let an inbox be as it is wanted. Raises ValidationError."""
    inbox.name = wanted.name or inbox.name
    inbox.signs_replies, inbox.names_ticket = wanted.signs_replies, wanted.names_ticket
    inbox.save(update_fields=["name", "signs_replies", "names_ticket"])
    _read(inbox, wanted.reads)
    if wanted.keeps_way:
        return
    if wanted.sends is None:
        forget_way_out(inbox)
    elif wanted.sends != sent_through(inbox):
        set_way_out(inbox, "smtp", {"url": wanted.sends.url}, guarded=True)


def _read(inbox: Inbox, reads: tuple[Server, str] | None) -> None:
    """Read that mailbox and no other one that was set up with a password on the page."""
    before = read_at(inbox)
    if reads is None:
        if before:
            remove_mailbox(before)
        return
    server, folder = reads
    if before and (server_of(before), before.folder) == (server, folder):
        return
    said = SetUp(
        host=server.host,
        port=server.port,
        security=server.security,
        user=server.user,
        folder=folder,
        auth="password",
        secret={"password": server.password},
    )
    now_read = set_up_mailbox(inbox, said, guarded=True)
    if before and before.pk != now_read.pk:
        remove_mailbox(before)


def switch(inbox: Inbox, at: datetime | None) -> bool:
    """Let it take no mail from then on, or again (None); whether that is new."""
    if (inbox.off_at is None) is (at is None):
        return False
    inbox.off_at = at
    inbox.save(update_fields=["off_at"])
    return True
