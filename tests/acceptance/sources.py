"""Every way that mail comes in by, as whoever brings it: again and again until it was taken."""

from __future__ import annotations

import http.client
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from imaplib import IMAP4
from pathlib import Path
from typing import Protocol

import psutil
from imapclient.exceptions import IMAPClientError

from tests.acceptance.house import INBOX, Installation, wait_until
from tests.acceptance.post import Mailer
from tests.dovecot import DOVECOT, USER, Dovecot, dovecot
from tests.dovecot import PASSWORD as WORD
from tests.ports import free_port
from tests.postfix import Postfix, Routes, postfix
from tests.posts import Post, key_of
from tests.providers import Account

PATIENCE = 180.0
AGAIN = 0.2
POSTING = ("mailgun", "postmark", "sendgrid", "mailjet")


class Source(Protocol):
    """One way in."""

    name: str

    def deliver(self, raw: bytes) -> int:
        """Bring one mail; how many attempts it took."""

    def finish(self) -> None:
        """All mails were given to it: bring what it still has."""


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

    def finish(self) -> None:
        """It keeps nothing."""


@dataclass
class ByPostfix:
    """Through a real Postfix, which brings it by LMTP."""

    postfix: Postfix
    name: str = "Postfix"

    def deliver(self, raw: bytes) -> int:
        return Mailer(self.postfix.port).deliver(raw, INBOX)

    def finish(self) -> None:
        """Its queue is empty when all of it has been taken."""
        wait_until(lambda: not self.postfix.waiting(), "Postfix has nothing left")

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

    def finish(self) -> None:
        """It keeps nothing."""

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
    key = key_of(provider)
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

    def finish(self) -> None:
        """It keeps nothing."""

    def held(self) -> int:
        """How many mails the mailbox holds."""
        with self.server.signed_in() as client:
            client.select_folder("INBOX", readonly=True)
            return len(client.search())

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


BUNDLE = 25  # files that one call of the command imports


@dataclass
class ByFiles:
    """Files, and `threering import mail` again and again until it comes to its end."""

    house: Installation
    files: int = 0
    name: str = "import"
    running: subprocess.Popen[bytes] | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)

    def deliver(self, raw: bytes) -> int:
        with self.turn:
            folder = self._folder(self.files // BUNDLE)
            (folder / f"{self.files}.eml").write_bytes(raw)
            self.files += 1
            return 0 if self.files % BUNDLE else insist(lambda: self._trouble(folder))

    def _folder(self, number: int) -> Path:
        folder = self.house.data.parent / "old" / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _trouble(self, folder: Path) -> str:
        words = self.house.command("import", "mail", str(folder), "--inbox", INBOX)
        quiet = subprocess.DEVNULL
        self.running = subprocess.Popen(
            words, env=self.house.environment, cwd="/", stdout=quiet, stderr=quiet
        )
        code = self.running.wait()
        return "" if code in (0, 3) else f"it ended with {code}"

    def die(self) -> bool:
        """The command in the middle of its work."""
        if self.running is None or self.running.poll() is not None:
            return False
        self.running.kill()
        return True

    def finish(self) -> None:
        """The last, smaller bundle."""
        if self.files % BUNDLE:
            insist(lambda: self._trouble(self._folder(self.files // BUNDLE)))


@dataclass(frozen=True)
class Everything:
    """A house with all its ways in, and the servers beside it."""

    house: Installation
    sources: list[Source]
    servers: list[Server]
    mailbox: ByMailbox


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
        files = ByFiles(house)
        sources: list[Source] = [BySmtp(house), front, hooks, mailbox, files]
        yield Everything(house, sources, [front, mailbox, files], mailbox)
