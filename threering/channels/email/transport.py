"""Handing a mail to a server or a provider, and knowing whether it may have been taken."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, suppress
from urllib.parse import unquote, urlsplit

from threering.channels.contract import DeliveryFailed, DeliveryUncertain, Packed, Way

CONNECTS_WITHIN = 15.0  # seconds; whoever does not open by then keeps others waiting
TIMEOUT = 60.0
TAKEN, REFUSED_FOR_NOW, REFUSED_FOR_GOOD = 200, 400, 500  # classes of answers, RFC 5321 §4.2.1


def send(parcel: Packed, way: Way, handing_over: Callable[[], None]) -> str:
    """Send one mail; the provider's id of it, "" by SMTP.

    Calls `handing_over` when the other side is ready to take the content, before its first byte.
    Raises DeliveryFailed when it surely did not leave, DeliveryUncertain when it may have been
    taken: the connection broke after the last byte and before the answer.
    """
    if way.kind != "smtp":
        from threering.channels.email import providers  # costs memory where nobody needs it

        return providers.send(parcel, way, handing_over)
    with closing(_connect(way.secret.get("url", ""))) as smtp:
        _offer(smtp, parcel.sender, parcel.recipients)
        handing_over()
        _hand_over(smtp, parcel.content)
        with suppress(smtplib.SMTPException, OSError):  # it is taken, however they part
            smtp.quit()
    return ""


def reach(url: str) -> None:
    """Open the connection to a server and sign in, and part. Raises DeliveryFailed with why not."""
    with closing(_connect(url)) as smtp, suppress(smtplib.SMTPException, OSError):
        smtp.quit()


def _connect(server: str) -> smtplib.SMTP:
    """Open smtp://[user:password@]host:port, smtps:// or smtp+starttls://.

    Whatever is wrong here is wrong with the server, not with the mail.
    """
    if not urlsplit(server).hostname:
        raise DeliveryFailed("No outgoing mail server is set: THREERING_SMTP_URL is empty.")
    try:
        return _dial(server)
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed(_words(error), unreachable=True) from error


def _dial(server: str) -> smtplib.SMTP:
    parts, trusted = urlsplit(server), ssl.create_default_context()
    host, port = parts.hostname or "", parts.port
    with ExitStack() as cleaning:
        if parts.scheme == "smtps":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                host, port or 465, timeout=CONNECTS_WITHIN, context=trusted
            )
        else:
            smtp = smtplib.SMTP(host, port or 25, timeout=CONNECTS_WITHIN)
        cleaning.callback(smtp.close)
        if parts.scheme == "smtp+starttls":
            smtp.starttls(context=trusted)
        if parts.username:
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
        smtp.ehlo_or_helo_if_needed()
        if smtp.sock:
            smtp.sock.settimeout(TIMEOUT)
        cleaning.pop_all()
    return smtp


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
