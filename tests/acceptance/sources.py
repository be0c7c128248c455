"""Every way that mail comes in by, as whoever brings it: again and again until it was taken."""

from __future__ import annotations

import http.client
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from imaplib import IMAP4
from typing import Protocol

import psutil
from imapclient.exceptions import IMAPClientError

from tests import providers
from tests.acceptance.house import INBOX, Installation, free_port, wait_until
from tests.acceptance.post import Mailer
from tests.dovecot import DOVECOT, USER, Dovecot, dovecot
from tests.dovecot import PASSWORD as WORD
from tests.postfix import Postfix, Routes, postfix
from tests.providers import Account, Post

PATIENCE = 180.0
AGAIN = 0.2
POSTING = ("mailgun", "postmark", "sendgrid", "mailjet")


class Source(Protocol):
    """One way in."""

    name: str

    def deliver(self, raw: bytes) -> int:
        """Bring one mail; how many attempts it took."""


class Server(Protocol):
    """A program of others that mail passes through, and that may die like ours."""

    name: str

    def die(self) -> bool:
        """kill -9 of all of it, and a new start; False when there was nothing to kill."""


def insist(attempt: Callable[[], str]) -> int:
    """Attempt until there is no trouble; how many attempts it took."""
    until, attempts = time.monotonic() + PATIENCE, 1
    while trouble := attempt():
        assert time.monotonic() < until, f"a mail could not be handed over: {trouble}"
        time.sleep(AGAIN)
        attempts += 1
    return attempts


@dataclass
class BySmtp:
    """Straight to our listener."""

    house: Installation
    name: str = "SMTP"

    def deliver(self, raw: bytes) -> int:
        return Mailer(self.house.smtp).deliver(raw, INBOX)


@dataclass
class ByPostfix:
    """Through a real Postfix, which brings it by LMTP."""

    postfix: Postfix
    name: str = "Postfix"

    def deliver(self, raw: bytes) -> int:
        return Mailer(self.postfix.port).deliver(raw, INBOX)

    def die(self) -> bool:
        died = self.postfix.kill()
        self.postfix.start()
        return died


@dataclass
class ByHook:
    """Posted by several providers in turn."""

    accounts: list[Account]
    posted: int = 0
    name: str = "webhooks"

    def deliver(self, raw: bytes) -> int:
        self.posted += 1
        account = self.accounts[self.posted % len(self.accounts)]
        return insist(lambda: self._trouble(account, account.mail(raw, INBOX)))

    @staticmethod
    def _trouble(account: Account, post: Post) -> str:
        """Providers sign every attempt anew, and repeat whatever is not 200."""
        try:
            status = send(account.url + post.suffix, post)
        except (OSError, http.client.HTTPException) as error:
            return repr(error)
        assert status == 200 or status >= 500, f"{account.provider} was refused: {status}"
        return "" if status == 200 else str(status)


def send(url: str, post: Post) -> int:
    """One request of a provider, with nothing but what it puts into it; the status."""
    where, _, path = url.partition("://")[2].rpartition("@")[2].partition("/")
    host, _, port = where.partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=30)
    try:
        headers = {"Content-Type": post.content_type, **post.headers}
        connection.request("POST", f"/{path}", post.body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def address_for(house: Installation, provider: str) -> str:
    """The address that `threering hook add` prints for what a provider tells."""
    key = providers.key_of(provider)
    words = ["hook", "add", INBOX, "--provider", provider]
    said = house.must(*words, *(["--secret-stdin"] if key else []), text=f"{key}\n")
    return re.findall(r"http://\S+/hooks/\S+", said)[-1]


@dataclass
class ByMailbox:
    """Put into a mailbox of a real Dovecot, which the house reads."""

    server: Dovecot
    name: str = "Dovecot"
    again: subprocess.Popen[bytes] | None = None

    def deliver(self, raw: bytes) -> int:
        return insist(lambda: self._trouble(raw))

    def _trouble(self, raw: bytes) -> str:
        try:
            self.server.append([raw])
        except (OSError, IMAPClientError, IMAP4.error) as error:
            return repr(error)
        return ""

    def die(self) -> bool:
        family = self._family()
        for process in family:
            if process.is_running():
                process.kill()
        psutil.wait_procs(family, timeout=10)
        if self.again:
            self.again.wait(10)
        words = [str(DOVECOT), "-F", "-c", str(self.server.root / "dovecot.conf")]
        self.again = subprocess.Popen(words)
        return bool(family)

    def _family(self) -> list[psutil.Process]:
        try:
            pid = int((self.server.root / "run" / "master.pid").read_text())
            master = psutil.Process(pid)
            return [master, *master.children(recursive=True)]
        except (OSError, ValueError, psutil.NoSuchProcess):
            return []

    def close(self) -> None:
        """End the one that we started."""
        if self.again:
            self.again.terminate()
            self.again.wait(20)


@dataclass(frozen=True)
class Everything:
    """A house with all its ways in, and the servers beside it."""

    house: Installation
    sources: list[Source]
    servers: list[Server]


@contextmanager
def everything(build: Callable[..., object], **settings: str) -> Iterator[Everything]:
    """All of it, running. `build` is house.small_house."""
    lmtp, port = free_port(), free_port()
    with ExitStack() as stack:
        mailbox = ByMailbox(stack.enter_context(dovecot()))
        stack.callback(mailbox.close)
        settings |= mailbox.server.trust | {"THREERING_LMTP_LISTEN": f"127.0.0.1:{lmtp}"}
        house = stack.enter_context(build(**settings, THREERING_MAILBOX_PACE="0.00833"))  # type: ignore[call-overload]
        routes = Routes({"north.example": f"lmtp:inet:127.0.0.1:{lmtp}"})
        front = ByPostfix(stack.enter_context(postfix(port, routes)))
        words = ("--host", "127.0.0.1", "--port", str(mailbox.server.tls), "--user", USER)
        house.must("mailbox", "add", INBOX, *words, "--password-stdin", text=WORD + "\n")
        hooks = ByHook([Account(name, address_for(house, name)) for name in POSTING])
        yield Everything(house, [BySmtp(house), front, hooks, mailbox], [front, mailbox])
        wait_until(lambda: not front.postfix.waiting(), "Postfix has nothing left")
