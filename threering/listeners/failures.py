"""What goes wrong on our side of a mailbox, in words that say what to do.

They are kept in English; web/kept tells them in the reader's language.
"""

from __future__ import annotations

import errno

from cryptography.exceptions import InvalidTag
from django.db import InterfaceError, OperationalError
from psycopg.errors import DiskFull

from threering.channels.email.imap_trouble import MailboxTrouble
from threering.channels.rules import Cause

FULL = {errno.ENOSPC, errno.EDQUOT}


def trouble_of(error: Exception) -> MailboxTrouble:
    """What to note of it on the mailbox. Values stay in the log: they may be of a mail."""
    if isinstance(error, MailboxTrouble):
        return error
    if isinstance(error, InvalidTag):
        return MailboxTrouble(Cause.FAILED, _sealed())
    if _is_full(error):
        return MailboxTrouble(Cause.FAILED, _full())
    if isinstance(error, OSError):
        what = error.strerror or type(error).__name__
        words = (
            f"Mail from here cannot be stored: {what}. Look whether the data folder is there and "
            "can be written. It is tried again; until then the mail waits on the server."
        )
        return MailboxTrouble(Cause.FAILED, words)
    if isinstance(error, OperationalError | InterfaceError):
        words = "PostgreSQL cannot be asked. It is tried again; the mail waits on the server."
        return MailboxTrouble(Cause.DATABASE, words)
    words = (
        f"Reading it fails here with {type(error).__name__}. It is tried again; until then the "
        "mail waits on the server. The log of threering listeners says where: please report it."
    )
    return MailboxTrouble(Cause.FAILED, words)


def _is_full(error: Exception) -> bool:
    """A disk: of the data folder, or of PostgreSQL."""
    if isinstance(error, OSError):
        return error.errno in FULL
    return isinstance(error.__cause__, DiskFull)


def _full() -> str:
    return (
        "The disk is full, so mail from here cannot be stored. Make room; until then the mail "
        "waits on the server, and then it goes on by itself."
    )


def _sealed() -> str:
    return (
        "The kept password cannot be opened with the secret key of this installation "
        "(THREERING_SECRET_KEY). Start with the key of then, or add the mailbox again: "
        "threering mailbox add."
    )
