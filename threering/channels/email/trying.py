"""Trying a mailbox and a way out: nothing is read in, nothing is sent, and it ends in 20 seconds.

What is wrong has one name here; the page that asked words it.
"""

from __future__ import annotations

import errno
import smtplib
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from imapclient.exceptions import CapabilityError, LoginError

from threering.channels.contract import DeliveryFailed
from threering.channels.email.imap import Account, connected
from threering.channels.email.imap_trouble import MailboxTrouble, NoSuchFolder, said_by
from threering.channels.email.transport import SenderRefused, rehearse
from threering.channels.rules import Cause
from threering.kernel.guard import Guard
from threering.kernel.http import NotPermitted

WITHIN = 20.0  # seconds for all of it: somebody waits
PACE = 0.4  # of the patience that there is where nobody waits


class Wrong(StrEnum):
    """What can be wrong with a mail server, as far as somebody can do something about it."""

    NO_NAME = "no name"
    REFUSED = "refused"
    SILENT = "silent"
    SLOW = "slow"
    NO_WAY = "no way"
    PRIVATE = "private"
    CERTIFICATE = "certificate"
    NOT_TLS = "not tls"
    NO_STARTTLS = "no starttls"
    NEEDS_TLS = "needs tls"
    NO_SIGN_IN = "no sign in"
    SIGN_IN = "sign in"
    NO_FOLDER = "no folder"
    SENDER = "sender"
    RELAY = "relay"
    LATER = "later"
    BROKE = "broke"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it. `wrong`: None where all is well; `said`: the server's own words."""

    host: str
    port: int
    wrong: Wrong | None = None
    said: str = ""
    folders: Sequence[str] = ()
    """Those that there are, where the one that was named is not."""
    mails: int = 0
    """How many stand in the folder."""


def try_mailbox(account: Account, folder: str, permitted: Sequence[str] | None) -> Tried:
    """Connect, sign in, open the folder, part."""
    here, pace = Tried(host=account.host, port=account.port), min(PACE, account.pace)
    with Guard(permitted, within=WITHIN) as guard:
        try:
            with connected(replace(account, guard=guard, pace=pace)) as session:
                opened = session.open(folder)
                mails = sum(len(uids) for uids in session.uids(1, opened.uidnext))
        except NoSuchFolder as trouble:
            return replace(here, wrong=Wrong.NO_FOLDER, folders=trouble.there)
        except MailboxTrouble as trouble:
            wrong = Wrong.SLOW if guard.burnt else in_mailbox(trouble)
            return replace(here, wrong=wrong, said=_said(trouble))
    return replace(here, mails=mails)


def try_way(url: str, sender: str, recipient: str, permitted: Sequence[str] | None) -> Tried:
    """Connect, sign in, name sender and recipient, take that back, part."""
    parts = urlsplit(url)
    default = 465 if parts.scheme == "smtps" else 25
    here = Tried(host=parts.hostname or "", port=parts.port or default)
    with Guard(permitted, within=WITHIN) as guard:
        try:
            rehearse(url, sender, recipient, guard)
        except DeliveryFailed as trouble:
            wrong = Wrong.SLOW if guard.burnt else on_way(trouble)
            return replace(here, wrong=wrong, said=_said(trouble))
    return here


def in_mailbox(trouble: MailboxTrouble) -> Wrong:
    """What it is, by what brought it about."""
    cause = trouble.__cause__
    if isinstance(cause, CapabilityError):
        return Wrong.NO_STARTTLS if "STARTTLS" in str(cause) else Wrong.NO_SIGN_IN
    if isinstance(cause, LoginError):
        if "PRIVACYREQUIRED" in str(cause):
            return Wrong.NEEDS_TLS
        return Wrong.SIGN_IN if trouble.cause is Cause.SIGN_IN else Wrong.LATER
    return on_the_wire(cause)


def on_way(trouble: DeliveryFailed) -> Wrong:
    """What it is, by what brought it about or by what the server said."""
    cause = trouble.__cause__
    if isinstance(cause, smtplib.SMTPNotSupportedError):
        return Wrong.NO_STARTTLS if "STARTTLS" in str(cause) else Wrong.NO_SIGN_IN
    if isinstance(cause, smtplib.SMTPAuthenticationError):
        is_for_now = 400 <= cause.smtp_code < 500
        return Wrong.LATER if is_for_now else Wrong.SIGN_IN
    if isinstance(trouble, SenderRefused):
        return Wrong.NEEDS_TLS if "STARTTLS" in str(trouble).upper() else Wrong.SENDER
    if cause is None or isinstance(cause, smtplib.SMTPResponseException):
        return Wrong.LATER if str(trouble).startswith("4") else Wrong.RELAY
    return on_the_wire(cause)


KINDS: tuple[tuple[type[BaseException], Wrong], ...] = (
    (NotPermitted, Wrong.PRIVATE),
    (UnicodeError, Wrong.NO_NAME),
    (socket.gaierror, Wrong.NO_NAME),
    (ConnectionRefusedError, Wrong.REFUSED),
    (ssl.SSLCertVerificationError, Wrong.CERTIFICATE),
    (TimeoutError, Wrong.SILENT),
)
NO_WAY = {errno.EHOSTUNREACH, errno.ENETUNREACH}
NOT_TLS = {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG"}


def on_the_wire(error: BaseException | None) -> Wrong:
    """What is wrong with a connection."""
    for kind, wrong in KINDS:
        if isinstance(error, kind):
            return wrong
    if isinstance(error, ssl.SSLError):
        return Wrong.NOT_TLS if error.reason in NOT_TLS else Wrong.BROKE
    if isinstance(error, OSError) and error.errno in NO_WAY:
        return Wrong.NO_WAY
    return Wrong.BROKE


def _said(trouble: Exception) -> str:
    """The other side's words where it said any, else our own of what happened; not too long."""
    cause = trouble.__cause__
    text = said_by(cause) if isinstance(cause, LoginError) else str(trouble)
    return " ".join(text.split())[:300]
