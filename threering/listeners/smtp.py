"""Our SMTP and LMTP listener: a mail is on disk before the sender is told that we have it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from datetime import timedelta
from typing import AnyStr

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from threering.channels.models import Inbox
from threering.channels.queries import inbox_for, taking
from threering.kernel.time import now
from threering.ledger.actions import Raw, arrive

log = logging.getLogger(__name__)
TRY_AGAIN = "451 4.3.0 Cannot store it right now, please try again"
UNKNOWN = "550 5.1.1 Nobody here has this address"
TAKEN = "250 2.0.0 Stored"
RETRIED_FOR = timedelta(days=6)
"""A sender that did not hear our answer tries for four to five days (RFC 5321, 4.5.4.1). What comes
later was sent anew: a device or form that knows no date says the same next month."""


class LongLines(SMTP):
    """aiosmtpd's server, taking the over-long lines that real mailers send."""

    line_length_limit = 2**20

    async def handle_exception(self, error: Exception) -> str:
        """Whatever we did not foresee: the mail stays with its sender, who will try again."""
        log.error("%s in our listener: %s", type(error).__name__, error, exc_info=error)
        if self.envelope and self.envelope.content is not None:
            self.envelope = Envelope()  # or the next mail on this connection is out of order
        return TRY_AGAIN


class LongLinesLMTP(LongLines, LMTP):
    """The same, speaking LMTP: after the data every recipient has an answer of its own."""

    _owed = 0

    async def push(self, status: AnyStr) -> None:
        """Answer once, and as often as RFC 2033 wants for what comes after `354`."""
        times, self._owed = self._owed or 1, 0
        if self.envelope and str(status).startswith("354 "):
            self._owed = len(self.envelope.rcpt_tos)
        for _ in range(times):
            await super().push(status)


class Door:
    """aiosmtpd's handler: who it is for is asked at RCPT, what it is at DATA."""

    async def handle_RCPT(  # noqa: N802 - the names and shape are aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse an address that is not ours before the mail is sent."""
        try:
            known = await asyncio.to_thread(_known, address)
        except (DatabaseError, InterfaceError):
            return TRY_AGAIN
        if not known:
            return UNKNOWN
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Store one arrival for each inbox, then say so."""
        try:
            await asyncio.to_thread(store, envelope)
        except (DatabaseError, InterfaceError, OSError) as error:
            log.warning("a mail could not be stored, the sender will try again: %s", error)
            return TRY_AGAIN
        return TAKEN


def _known(address: str) -> bool:
    close_old_connections()
    try:
        return taking(address) is not None
    except (DatabaseError, InterfaceError):
        connection.close()
        raise


def store(envelope: Envelope) -> None:
    """Write the raw mail down for every inbox it is for. Raises when it could not be written."""
    close_old_connections()
    content = envelope.content or b""
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
    inboxes = {i.pk: i for i in map(inbox_for, envelope.rcpt_tos) if i}
    try:
        for inbox in inboxes.values():
            arrive(inbox.brand, _raw(raw, inbox, envelope))
    except (DatabaseError, InterfaceError):
        connection.close()
        raise


def _raw(content: bytes, inbox: Inbox, envelope: Envelope) -> Raw:
    """The key is the content itself: a sender that did not hear our answer sends the same again."""
    return Raw(
        source=f"smtp:{inbox.uuid}",
        external_key=hashlib.sha256(content).hexdigest(),
        retried_for=RETRIED_FOR,
        kind="email",
        content=content,
        received_at=now(),
        envelope={
            "inbox": inbox.pk,
            "from": envelope.mail_from,
            "to": list(envelope.rcpt_tos),
        },
    )
