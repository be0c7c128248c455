"""What can be wrong with a mailbox, in words that say what to do."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from threering.channels.rules import Cause
from threering.kernel.http import Unreachable

QUOTED = re.compile(r"b(?P<mark>['\"])(?P<words>.*)(?P=mark)", re.DOTALL)
FOR_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]")
"""Answers that have nothing to do with the password (RFC 5530)."""


class MailboxTrouble(Exception):
    """The mailbox cannot be read; the message says why and what to do.

    `refused`: the connection is well, the server only would not do this one thing.
    """

    def __init__(self, cause: Cause, words: str, *, refused: bool = False) -> None:
        super().__init__(words)
        self.cause, self.refused = cause, refused


class NoSuchFolder(MailboxTrouble):
    """The folder is not there (any more)."""

    def __init__(self, folder: str, there: Sequence[str]) -> None:
        names = ", ".join(there)
        words = f"There is no folder {folder}. Rename it back, or name the one to read; "
        super().__init__(Cause.NO_FOLDER, f"{words}there are: {names}.")
        self.there = list(there)


@contextmanager
def plainly(host: str, port: int) -> Iterator[None]:
    """Whatever goes wrong inside, as MailboxTrouble."""
    where = f"{host}:{port}"
    try:
        yield
    except LoginError as error:
        said = said_by(error)
        if any(code in said for code in FOR_NOW):
            words = f"{where} cannot let anybody in right now: {said}."
            raise MailboxTrouble(Cause.UNREACHABLE, words) from error
        words = f"{where} refuses the user name or the password: {said}. Give it new ones."
        raise MailboxTrouble(Cause.SIGN_IN, words) from error
    except ssl.SSLCertVerificationError as error:
        words = (
            f"The certificate of {host} cannot be trusted: {error.verify_message}. Name the server "
            "as its certificate does, or have its issuer trusted on this machine."
        )
        raise MailboxTrouble(Cause.UNTRUSTED, words) from error
    except (Unreachable, OSError, IMAPClientAbortError) as error:
        raise MailboxTrouble(Cause.UNREACHABLE, _unreachable(error, host, where)) from error
    except IMAPClientError as error:
        words = f"{where} answers: {said_by(error)}"
        raise MailboxTrouble(Cause.UNREACHABLE, words, refused=True) from error


def said_by(error: Exception) -> str:
    """The server's own words; Python's library keeps some of them as bytes, or as their repr."""
    said = error.args[0] if error.args else ""
    if isinstance(said, bytes):
        return said.decode("utf-8", "replace")
    whole = QUOTED.fullmatch(str(said))
    return whole["words"] if whole else str(said)


def _unreachable(error: Exception, host: str, where: str) -> str:
    if isinstance(error, Unreachable):
        return str(error)
    if isinstance(error, socket.gaierror):
        return f"No machine is called {host}. Is the name written right?"
    if isinstance(error, ConnectionRefusedError):
        return f"{where} refuses the connection. Is the port right, and the server up?"
    if isinstance(error, TimeoutError):
        return f"{where} does not answer. Is the port right, and open in the firewall?"
    if isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER":
        return (
            f"{where} does not speak TLS from the first byte. Try --security starttls, or port 993."
        )
    return f"{where} ended the connection: {error}."
