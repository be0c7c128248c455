"""Reading a mailbox over IMAP without leaving a trace: nothing is marked, moved or deleted.

Every trouble leaves here as MailboxTrouble, in words for the person who set the mailbox up.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from time import monotonic, sleep
from typing import Any

from imapclient import SocketTimeout
from imapclient.exceptions import IMAPClientError

from threering.channels.email.imap_client import Client
from threering.channels.email.imap_trouble import MailboxTrouble, NoSuchFolder, plainly
from threering.channels.email.oauth import Permission, fresh_token
from threering.channels.rules import MAX_SIZE, Cause, portions
from threering.kernel.guard import ANYWHERE, Guard

CONNECT, READ = 20.0, 60.0  # seconds that the other side has for each step
LEAST = 5.0
SLICE = 1.0  # seconds between two looks whether we shall stop listening
HUNG_UP = 5  # wakings for nothing
WINDOW = 20_000  # uids asked for at once: one line of the answer may have a million letters
SIZED = 500  # mails whose sizes are asked for at once
HEAD = 64 * 1024  # bytes kept of a mail that is too large
GMAIL, THREAD = "X-GM-EXT-1", "X-GM-THRID"
Found = tuple[bytes, datetime | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where a mailbox is and how to sign in."""

    host: str
    port: int
    security: str
    user: str
    password: str = ""
    permission: Permission | None = None
    keep: Callable[[str], None] | None = None
    """What to do with a newer permission that comes with a token."""
    pace: float = 1.0
    """All waiting is multiplied by this."""
    guard: Guard = ANYWHERE
    """Where the connection may lead."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder as it stands: what its numbers are good for, and the next one."""

    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a folder; of one that is larger than we take, `content` is only the head."""

    uid: int
    content: bytes
    arrived_at: datetime | None
    size: int
    thread_ids: tuple[str, ...] = ()
    """What the server itself calls the thread; unlike a header, no sender can write that."""

    @property
    def is_too_large(self) -> bool:
        """Whether it was left on the server."""
        return self.size > MAX_SIZE


@dataclass(frozen=True, slots=True)
class Portion:
    """Mails to store in one commit, and the number up to which that is everything."""

    mails: list[Mail]
    up_to: int


@contextmanager
def connected(account: Account) -> Iterator[Session]:
    """A session that is signed in. Raises MailboxTrouble."""
    with plainly(account.host, account.port):
        token = fresh_token(account.permission) if account.permission else None
        if token and token.refresh and account.keep:
            account.keep(token.refresh)
        client = _dial(account)
    try:
        with plainly(account.host, account.port):
            if token:
                client.oauth2_login(account.user, token.access)
            else:
                _sign_in(client, account)
        yield Session(client, account)
    finally:
        _hang_up(client)


def _sign_in(client: Any, account: Account) -> None:
    """By LOGIN, or by PLAIN where a word is not ASCII, which LOGIN cannot say."""
    by_login = f"{account.user}{account.password}".isascii()
    (client.login if by_login else client.plain_login)(account.user, account.password)


def _dial(account: Account) -> Any:
    trusted = ssl.create_default_context()
    patience = SocketTimeout(*(max(LEAST, most * account.pace) for most in (CONNECT, READ)))
    implicit = account.security == "ssl"
    more = {"ssl": implicit, "ssl_context": trusted, "timeout": patience}
    client = Client(account.guard, account.host, account.port, **more)
    try:
        if account.security == "starttls":
            client.starttls(trusted)
    except BaseException:
        _hang_up(client)
        raise
    return client


def _hang_up(client: Any) -> None:
    """A word of goodbye is not waited for: the other side may be gone."""
    try:
        client.shutdown()
    except (OSError, IMAPClientError):
        return


class Session:
    """A signed-in connection. Every method raises MailboxTrouble."""

    def __init__(self, client: Any, account: Account) -> None:
        self._client, self._account = client, account

    def _plainly(self) -> Any:
        return plainly(self._account.host, self._account.port)

    def folders(self) -> list[str]:
        """The names of all folders that hold mail."""
        with self._plainly():
            found = self._client.list_folders()
        return sorted(str(name) for flags, _, name in found if b"\\Noselect" not in flags)

    def open(self, folder: str) -> Opened:
        """Open for reading only, as it is now. Raises NoSuchFolder."""
        with self._plainly():
            try:
                said = self._client.select_folder(folder, readonly=True)
            except IMAPClientError:
                if folder in (there := self.folders()):
                    raise
                raise NoSuchFolder(folder, there) from None
            if b"UIDNEXT" not in said:
                said |= self._client.folder_status(folder, ["UIDNEXT"])
        return self._numbers(folder, said)

    def _numbers(self, folder: str, said: Mapping[bytes, Any]) -> Opened:
        if b"UIDVALIDITY" not in said or b"UIDNEXT" not in said:
            words = (
                f"{self._account.host} does not number the mails of {folder} for good (it says no "
                "UIDVALIDITY or UIDNEXT), so it cannot be known which are new. Ask its operator."
            )
            raise MailboxTrouble(Cause.FAILED, words)
        return Opened(int(said[b"UIDVALIDITY"]), int(said[b"UIDNEXT"]))

    def numbering(self, folder: str) -> Opened:
        """How a folder that is not opened is numbered; 0 for what the server does not say."""
        with self._plainly():
            said = self._client.folder_status(folder, ["UIDVALIDITY", "UIDNEXT"])
        return Opened(int(said.get(b"UIDVALIDITY", 0)), int(said.get(b"UIDNEXT", 0)))

    def uids(self, first: int, below: int) -> Iterator[list[int]]:
        """The numbers there are in the open folder, ascending, many at a time."""
        width = WINDOW
        while first < below:
            last = min(first + width, below) - 1
            with self._plainly():
                found = sorted(self._client.search(["UID", f"{first}:{last}"]))
            if found:
                yield found
            else:
                width *= 16  # a folder whose numbers have wide gaps
            first = last + 1

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Bytes of each mail that is still there."""
        with self._plainly():
            said = self._client.fetch(uids, ["RFC822.SIZE"])
        return {uid: int(found[b"RFC822.SIZE"]) for uid, found in said.items()}

    def stamps(self, uids: Sequence[int]) -> dict[int, tuple[int, datetime | None]]:
        """Bytes and time of arrival of each mail that is still there."""
        with self._plainly():
            said = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        return {
            uid: (int(found[b"RFC822.SIZE"]), found.get(b"INTERNALDATE"))
            for uid, found in said.items()
        }

    def portions(self, uids: Sequence[int]) -> Iterator[Portion]:
        """The mails of these numbers (ascending), few enough at a time to be held in memory.

        One that is gone meanwhile, or that the server cannot hand out, is left out.
        """
        for begin in range(0, len(uids), SIZED):
            sizes = self.sizes(uids[begin : begin + SIZED])
            held = [(uid, min(size, MAX_SIZE)) for uid, size in sorted(sizes.items())]
            for portion in portions(held):
                yield Portion(self._mails({uid: sizes[uid] for uid in portion}), portion[-1])

    def _mails(self, sizes: dict[int, int]) -> list[Mail]:
        whole = [uid for uid, size in sizes.items() if size <= MAX_SIZE]
        large = [uid for uid in sizes if uid not in whole]
        said = self._contents(whole, "BODY.PEEK[]")
        said |= self._contents(large, f"BODY.PEEK[HEADER]<0.{HEAD}>")
        mails = []
        for uid in sorted(said):
            content, arrived_at, thread_ids = said[uid]
            size = sizes[uid] if uid in large else len(content)
            mails.append(Mail(uid, content, arrived_at, size, thread_ids))
        return mails

    def _contents(self, uids: Sequence[int], what: str) -> dict[int, Found]:
        if not uids:
            return {}
        try:
            with self._plainly():
                more = [THREAD] if self._client.has_capability(GMAIL) else []
                said = self._client.fetch(uids, [what, "INTERNALDATE", *more])
        except MailboxTrouble as trouble:
            if not trouble.refused:
                raise
            if len(uids) == 1:
                return {}  # the nightly comparison tells of it and tries it again
            each = [self._contents([uid], what) for uid in uids]
            return {uid: found for part in each for uid, found in part.items()}
        return {uid: parts for uid, found in said.items() if (parts := _parts(found))}

    def wait(self, seconds: float, untold: float, stopped: Callable[[], bool]) -> None:
        """Listen until there may be news, or so many seconds have passed.

        `untold`: how many, where the server cannot tell of new mail by itself.
        """
        with self._plainly():
            if not self._client.has_capability("IDLE"):
                _sleep(untold, stopped)
                return
            self._client.idle()
            self._listen(monotonic() + seconds, stopped)
            self._client.idle_done()

    def _listen(self, until: float, stopped: Callable[[], bool]) -> None:
        nothing = 0  # times in a row: TLS may wake us for itself, an end does so again and again
        while (left := until - monotonic()) > 0 and not (stopped() or self._client.told):
            began = monotonic()
            said = self._client.idle_check(timeout=min(SLICE, left))
            at_once = monotonic() - began < min(SLICE, left) / 2
            nothing = nothing + 1 if at_once and not said else 0
            if nothing == HUNG_UP:
                raise ConnectionAbortedError("the server hung up")
            for word in said:
                if word[0] == b"BYE":
                    raise ConnectionAbortedError(f"the server said goodbye: {_words(word[1:])}")
                if b"EXISTS" in word:
                    return


def _parts(found: dict[bytes, Any]) -> Found | None:
    contents = [value for key, value in found.items() if key.startswith(b"BODY[")]
    if not contents or contents[0] is None:
        return None
    thread = found.get(THREAD.encode())
    return contents[0], found.get(b"INTERNALDATE"), (f"gmail:{thread}",) if thread else ()


def _words(said: Sequence[object]) -> str:
    return " ".join(w.decode("utf-8", "replace") if isinstance(w, bytes) else str(w) for w in said)


def _sleep(seconds: float, stopped: Callable[[], bool]) -> None:
    until = monotonic() + seconds
    while monotonic() < until and not stopped():
        sleep(min(SLICE, seconds))
