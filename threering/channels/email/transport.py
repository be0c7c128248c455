"""Handing a mail to an SMTP server, and knowing whether it may have been taken."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from urllib.parse import unquote, urlsplit

from threering.channels.contract import DeliveryFailed, DeliveryUncertain, Packed

TIMEOUT = 60.0
PERMANENT = 500


def send(parcel: Packed, server: str, handing_over: Callable[[], None]) -> None:
    """Send one mail. `server`: smtp://[user:password@]host:port, smtps:// or smtp+starttls://.

    Calls `handing_over` when the server is ready to take the content, before its first byte.
    Raises DeliveryFailed when it surely did not leave, DeliveryUncertain when the server may
    have taken it: the connection broke after the last byte and before the answer.
    """
    try:
        with closing(_connect(server)) as smtp:
            _offer(smtp, parcel.sender, parcel.recipients)
            handing_over()
            _hand_over(smtp, parcel.content)
            with suppress(smtplib.SMTPException, OSError):  # it is taken, however they part
                smtp.quit()
    except smtplib.SMTPResponseException as error:
        raise DeliveryFailed(_words(error), permanent=error.smtp_code >= PERMANENT) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(f"{type(error).__name__}: {error}") from error


def _connect(server: str) -> smtplib.SMTP:
    parts = urlsplit(server)
    if not parts.hostname:
        raise DeliveryFailed("No outgoing mail server is set: THREERING_SMTP_URL is empty.")
    secure = parts.scheme == "smtps"
    dial = smtplib.SMTP_SSL if secure else smtplib.SMTP
    smtp = dial(parts.hostname, parts.port or (465 if secure else 25), timeout=TIMEOUT)
    with ExitStack() as cleaning:
        cleaning.callback(smtp.close)
        if parts.scheme == "smtp+starttls":
            smtp.starttls()
        if parts.username:
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
        cleaning.pop_all()
    return smtp


def _offer(smtp: smtplib.SMTP, sender: str, recipients: Sequence[str]) -> None:
    """Everything up to DATA: a refusal here means that nothing was taken."""
    smtp.ehlo_or_helo_if_needed()
    _expect(smtp.mail(sender), 250)
    for recipient in recipients:
        _expect(smtp.rcpt(recipient), 250, 251)
    _expect(smtp.docmd("DATA"), 354)


def _hand_over(smtp: smtplib.SMTP, content: bytes) -> None:
    """The mail itself. From the closing dot until the answer nobody can know."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    dotted = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)
    try:
        smtp.send(dotted.removesuffix(b"\r\n") + b"\r\n.\r\n")
        answer = smtp.getreply()
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise DeliveryUncertain(f"The server went silent after the mail: {error}") from error
    _expect(answer, 250)


def _expect(answer: tuple[int, bytes], *codes: int) -> None:
    if answer[0] not in codes:
        raise smtplib.SMTPResponseException(*answer)


def _words(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{error.smtp_code} {text}"
