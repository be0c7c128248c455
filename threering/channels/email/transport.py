"""Handing a mail to a server or a provider, and knowing whether it may have been taken."""

from __future__ import annotations

import smtplib
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from socket import socket
from urllib.parse import unquote, urlsplit

from threering.channels.contract import DeliveryFailed, DeliveryUncertain, Packed, Way
from threering.kernel.guard import ANYWHERE, Guard
from threering.kernel.http import Unreachable

CONNECTS_WITHIN = 15.0  # seconds; whoever does not open by then keeps others waiting
TIMEOUT = 60.0
TAKEN, REFUSED_FOR_NOW, REFUSED_FOR_GOOD = 200, 400, 500  # classes of answers, RFC 5321 §4.2.1


class SenderRefused(DeliveryFailed):
    """The server takes no mail from that address."""


def send(parcel: Packed, way: Way, handing_over: Callable[[], None]) -> str:
    """Send one mail; the provider's id of it, "" by SMTP.

    Calls `handing_over` when the other side is ready to take the content, before its first byte.
    Raises DeliveryFailed when it surely did not leave, DeliveryUncertain when it may have been
    taken: the connection broke after the last byte and before the answer.
    """
    if way.kind != "smtp":
        from threering.channels.email import providers  # costs memory where nobody needs it

        return providers.send(parcel, way, handing_over)
    guard = ANYWHERE if way.permitted is None else Guard(way.permitted)
    with closing(_connect(way.secret.get("url", ""), guard)) as smtp:
        _offer(smtp, parcel.sender, parcel.recipients)
        handing_over()
        _hand_over(smtp, parcel.content)
        with suppress(smtplib.SMTPException, OSError):  # it is taken, however they part
            smtp.quit()
    return ""


def reach(url: str) -> None:
    """Open the connection to a server and sign in, and part. Raises DeliveryFailed with why not."""
    with closing(_connect(url, ANYWHERE)) as smtp, suppress(smtplib.SMTPException, OSError):
        smtp.quit()


def rehearse(url: str, sender: str, recipient: str, guard: Guard) -> None:
    """Do all that comes before a mail's first byte, and take it back. Raises DeliveryFailed."""
    with closing(_connect(url, guard)) as smtp:
        try:
            code, said = smtp.mail(sender)
            if code >= REFUSED_FOR_GOOD:
                raise SenderRefused(f"{code} {said.decode('utf-8', 'replace')}")
            _expect((code, said), 250)
            _expect(smtp.rcpt(recipient), 250, 251)
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryFailed(_words(error)) from error
        with suppress(smtplib.SMTPException, OSError):  # nothing was handed over
            smtp.rset()
            smtp.quit()


def _connect(server: str, guard: Guard) -> smtplib.SMTP:
    """Open smtp://[user:password@]host:port, smtps:// or smtp+starttls://.

    Whatever is wrong here is wrong with the server, not with the mail.
    """
    if not urlsplit(server).hostname:
        raise DeliveryFailed("No outgoing mail server is set: THREERING_SMTP_URL is empty.")
    try:
        return _dial(server, guard)
    except (smtplib.SMTPException, OSError, Unreachable) as error:
        raise DeliveryFailed(_words(error), unreachable=True) from error


class _Guarded(smtplib.SMTP):
    """Opens its connection through a guard."""

    guard = ANYWHERE

    def _get_socket(self, host: str, port: int, timeout: float) -> socket:
        return self.guard.open(host, port, timeout)


class _GuardedTLS(smtplib.SMTP_SSL, _Guarded):  # the second is the first one's way to a socket
    """The same with TLS from the first byte."""


def _dial(server: str, guard: Guard) -> smtplib.SMTP:
    parts, trusted = urlsplit(server), ssl.create_default_context()
    with ExitStack() as cleaning:
        if parts.scheme == "smtps":
            smtp: smtplib.SMTP = _GuardedTLS(timeout=CONNECTS_WITHIN, context=trusted)
        else:
            smtp = _Guarded(timeout=CONNECTS_WITHIN)
        cleaning.callback(smtp.close)
        _greet(smtp, parts.hostname or "", parts.port, guard)
        if parts.scheme == "smtp+starttls":
            smtp.starttls(context=trusted)
        if parts.username:
            _sign_in(smtp, unquote(parts.username), unquote(parts.password or ""))
        smtp.ehlo_or_helo_if_needed()
        if smtp.sock:
            smtp.sock.settimeout(TIMEOUT)
        cleaning.pop_all()
    return smtp


def _greet(smtp: smtplib.SMTP, host: str, port: int | None, guard: Guard) -> None:
    """Connect, as smtplib's constructor would, but through the guard."""
    default = 465 if isinstance(smtp, smtplib.SMTP_SSL) else 25
    smtp.guard, smtp._host = guard, host  # type: ignore[attr-defined]
    code, said = smtp.connect(host, port or default)
    if code != 220:
        raise smtplib.SMTPConnectError(code, said)


def _sign_in(smtp: smtplib.SMTP, user: str, password: str) -> None:
    """As smtplib does; it knows ASCII only, so other words are said by PLAIN (RFC 4616) here."""
    if f"{user}{password}".isascii():
        smtp.login(user, password)
        return
    smtp.ehlo_or_helo_if_needed()
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").split():
        raise smtplib.SMTPNotSupportedError("AUTH PLAIN is not offered.")
    word = b64encode(f"\0{user}\0{password}".encode()).decode()
    code, said = smtp.docmd("AUTH", f"PLAIN {word}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said)


def _offer(smtp: smtplib.SMTP, sender: str, recipients: Sequence[str]) -> None:
    """Everything up to DATA: a refusal here means that nothing was taken."""
    try:
        _expect(smtp.mail(sender), 250, blame_mail=False)
        for recipient in recipients:
            about = recipient if len(recipients) > 1 else ""
            _expect(smtp.rcpt(recipient), 250, 251, about=about)
        _expect(smtp.docmd("DATA"), 354, blame_mail=False)
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(_words(error)) from error


def _hand_over(smtp: smtplib.SMTP, content: bytes) -> None:
    """The mail itself. From the closing dot until a clear answer nobody can know."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    dotted = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines)
    try:
        smtp.send(dotted.removesuffix(b"\r\n") + b"\r\n.\r\n")
        answer = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryUncertain(f"The server went silent after the mail: {error}") from error
    if TAKEN <= answer[0] < 300:
        return
    if not REFUSED_FOR_NOW <= answer[0] < 600:
        raise DeliveryUncertain(f"The server answered the mail with {answer!r}.")
    _expect(answer)


def _expect(
    answer: tuple[int, bytes], *codes: int, blame_mail: bool = True, about: str = ""
) -> None:
    """Raise DeliveryFailed for another answer; for good, when it is about this mail.

    `about`: the one of several recipients whom it is about.
    """
    if answer[0] not in codes:
        words = f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"
        words += f" ({about})" if about and about not in words else ""
        raise DeliveryFailed(words, permanent=blame_mail and answer[0] >= REFUSED_FOR_GOOD)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {text}"
    return f"{type(error).__name__}: {error}"
