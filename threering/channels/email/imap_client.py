"""imapclient, hearing also what it has read ahead."""

from __future__ import annotations

import socket
from typing import Any

from imapclient import IMAPClient
from imapclient.imap4 import IMAP4WithTimeout
from imapclient.tls import IMAP4_TLS, wrap_socket

from threering.kernel.guard import Guard


class _Plain(IMAP4WithTimeout):  # type: ignore[misc]
    """imapclient's connection, opened by a guard."""

    def __init__(self, guard: Guard, *args: Any) -> None:
        self._guard = guard  # it is opened at once
        super().__init__(*args)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return self._guard.open(self.host, self.port, timeout or self._timeout)


class _TLS(IMAP4_TLS):  # type: ignore[misc]
    """The same with TLS from the first byte."""

    def __init__(self, guard: Guard, *args: Any) -> None:
        self._guard = guard
        super().__init__(*args)

    def _create_socket(self, timeout: float | None = None) -> Any:
        wire = self._guard.open(self.host, self.port, timeout or self._timeout)
        return wrap_socket(wire, self.ssl_context, self.host)


class Client(IMAPClient):  # type: ignore[misc]
    """imapclient waits on the socket alone: news in its own buffer would wait for the next news.

    A mail that comes in the very moment in which listening begins is such news.
    """

    def __init__(self, guard: Guard, *args: Any, **more: Any) -> None:
        self._guard = guard
        super().__init__(*args, **more)
        self.normalise_times = False
        self._imap.debug = 0  # it words every line for a log that nobody reads
        self.told = False

    def _create_IMAP4(self) -> Any:  # noqa: N802 - imapclient's name
        connects_within = self._timeout.connect
        if self.ssl:
            return _TLS(self._guard, self.host, self.port, self.ssl_context, connects_within)
        return _Plain(self._guard, self.host, self.port, connects_within)

    def idle(self) -> None:
        """Begin to listen; `told` says whether news came before the server's consent."""
        self.told = False
        self._idle_tag = tag = self._imap._command("IDLE")
        while self._imap._get_response() is not None:
            self.told = True
            if done := self._imap.tagged_commands[tag]:
                self._checkok("IDLE", *done)

    def _poll_socket(self, sock: Any, timeout: float | None = None) -> Any:
        """Whether there is something to read now or within so many seconds."""
        return self._has_read_ahead() or super()._poll_socket(sock, timeout)

    def _has_read_ahead(self) -> bool:
        """The socket does not block here, so this looks and does not wait."""
        buffer = getattr(self._imap, "_file", None) or self._imap.file
        try:
            return bool(buffer.peek(1))
        except OSError:  # TLS has nothing for us yet
            return False
