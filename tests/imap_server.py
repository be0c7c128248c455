"""A small IMAP server on a socket that does what a real one cannot be made to do.

It cuts the connection at the commands it is told to, numbers its folder as it is told to, and has
Gmail's extension. Everything ordinary is tested with Dovecot (tests/dovecot.py).
"""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from threering.channels.email.imap import Account

USER, PASSWORD = "support", "a word"


@dataclass
class Scripted:
    """One folder with its mails by number, and everything that was asked."""

    mails: dict[int, bytes] = field(default_factory=dict)
    threads: dict[int, int] = field(default_factory=dict)
    """What Gmail calls the thread of each; without any the server has not its extension."""
    days: dict[int, int] = field(default_factory=dict)
    """Of which day of March each says that it came; the 2nd, when nothing is said."""
    uidvalidity: int | None = 7
    uidnext: int = 1
    cuts: Callable[[str], bool] = lambda _: False
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def put(self, mail: bytes) -> None:
        """A mail arrives."""
        self.mails[self.uidnext] = mail
        self.uidnext += 1

    @property
    def account(self) -> Account:
        """How to reach it."""
        return Account(
            host="127.0.0.1", port=self.port, security="plain", user=USER, password=PASSWORD
        )

    def logins(self) -> int:
        """How often somebody signed in."""
        return sum(line.startswith("LOGIN") for line in self.asked)

    def answer(self, line: str) -> Iterator[bytes]:
        """The untagged lines to a command."""
        word = line.split(" ")[0]
        if word == "CAPABILITY":
            yield b"CAPABILITY IMAP4rev1" + (b" X-GM-EXT-1" if self.threads else b"")
        elif word in {"SELECT", "EXAMINE"}:
            yield b"%d EXISTS" % len(self.mails)
            yield b"OK [READ-ONLY] as asked"
            yield b"OK [UIDNEXT %d] next" % self.uidnext
            if self.uidvalidity is not None:
                yield b"OK [UIDVALIDITY %d] valid" % self.uidvalidity
        elif line.startswith("UID SEARCH"):
            first, last = map(int, re.findall(r"(\d+):(\d+)", line)[0])
            found = [uid for uid in sorted(self.mails) if first <= uid <= last]
            yield b" ".join([b"SEARCH", *(b"%d" % uid for uid in found)])
        elif line.startswith("UID FETCH"):
            yield from self._fetched(line)

    def _fetched(self, line: str) -> Iterator[bytes]:
        wanted = map(int, line.split(" ")[2].split(","))
        for uid in (uid for uid in wanted if uid in self.mails):
            mail, said = self.mails[uid], [b"UID %d" % uid]
            if "RFC822.SIZE" in line:
                said.append(b"RFC822.SIZE %d" % len(mail))
            if "X-GM-THRID" in line:
                said.append(b"X-GM-THRID %d" % self.threads[uid])
            if "INTERNALDATE" in line:
                day = self.days.get(uid, 2)
                said.append(b'INTERNALDATE "%02d-Mar-2026 10:00:00 +0000"' % day)
            if "BODY" in line:
                said.append(b"BODY[] {%d}\r\n%b" % (len(mail), mail))
            yield b"%d FETCH (%b)" % (uid, b" ".join(said))


@contextmanager
def scripted() -> Iterator[Scripted]:
    """Start one on a free port."""
    server = Scripted()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            while line := self.rfile.readline().decode().strip():
                tag, _, rest = line.partition(" ")
                server.asked.append(rest)
                if server.cuts(rest):
                    return
                for said in server.answer(rest):
                    self.wfile.write(b"* %b\r\n" % said)
                self.wfile.write(f"{tag} OK done\r\n".encode())

    class Listening(socketserver.ThreadingTCPServer):
        daemon_threads, allow_reuse_address = True, True

    with Listening(("127.0.0.1", 0), Handler) as listening:
        server.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()
