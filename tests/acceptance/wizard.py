"""An installation in which nobody is, between a real Dovecot and a real Postfix; and hands in a
browser whose every move is counted."""

from __future__ import annotations

import pwd
import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from tests.acceptance.house import Installation, installed
from tests.acceptance.post import SHOPPER, Sink, mail, sink
from tests.dovecot import Dovecot, dovecot
from tests.ports import free_port
from tests.postfix import Postfix, Routes, postfix

HELP = "help@north.example"
ADA, WORD = "ada@north.example", "a lantern, two kettles"


@dataclass(frozen=True)
class Town:
    """The house, the servers of its shop, and the world beyond them."""

    house: Installation
    mailbox: Dovecot
    postfix: Postfix
    world: Sink

    def link(self) -> str:
        """The address that `threering start` printed."""
        found = re.search(r"http://\S+(/welcome/\S+)", self.house.output())
        assert found, self.house.output()
        return found[1]

    def customer_writes(self, text: str, subject: str) -> None:
        """A customer's server hands a mail to the shop's Postfix, which puts it into Dovecot's."""
        with smtplib.SMTP("127.0.0.1", self.postfix.port, timeout=60) as wire:
            wire.sendmail(SHOPPER, [HELP], mail(text, to=HELP, subject=subject))


@contextmanager
def town() -> Iterator[Town]:
    """One in which nobody is yet. Skips the test where a server is not installed."""
    port = free_port()
    with dovecot() as mailbox, sink() as world:
        routes = {
            domain: f"smtp:[127.0.0.1]:{world.port}"
            for domain in ("shopper.example", "guest.example", "north.guest.example")
        }
        nobody = pwd.getpwnam("nobody")
        delivers = {
            "virtual_transport": "virtual",
            "virtual_mailbox_domains": "north.example",
            "virtual_mailbox_base": str(mailbox.root / "home"),
            "virtual_mailbox_maps": "static:support/Maildir/",
            "virtual_mailbox_limit": "0",  # else it has to be as large as the largest mail
            "virtual_uid_maps": f"static:{nobody.pw_uid}",
            "virtual_gid_maps": f"static:{nobody.pw_gid}",
            # Who is not of the shop may write to it and nowhere else.
            "smtpd_relay_restrictions": "check_sender_access inline:{strange@away.example=REJECT},"
            " permit_mynetworks, reject",
        }
        told = {"THREERING_PRIVATE_HOSTS": "127.0.0.1,localhost"} | mailbox.trust
        with postfix(port, Routes(routes), **delivers) as server, installed(**told) as house:
            house.start()
            yield Town(house, mailbox, server, world)


@dataclass
class Hands:
    """Somebody at a page. Each click, each field typed or chosen in, and each key is a move."""

    page: Page
    moves: list[str] = field(default_factory=list)
    look: Callable[[Page, str], None] = lambda _page, _where: None
    """What is done where there is something to see."""

    def click(self, what: Locator) -> None:
        """Press something."""
        self.moves.append(f"click {what.inner_text().strip() or what}")
        what.click()

    def type(self, label: str, text: str) -> None:
        """Type into a field."""
        self.moves.append(f"type {label}")
        self.page.get_by_label(label, exact=True).locator("visible=true").fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose in a list."""
        self.moves.append(f"choose {label}: {option}")
        self.page.get_by_label(label, exact=True).locator("visible=true").select_option(
            label=option
        )
