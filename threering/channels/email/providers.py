"""Handing a mail to a provider's HTTP door, through django-anymail.

Where the provider takes whole mails it is given our very bytes (doors.py). Else it is given
the fields of the mail and writes one of its own; ours and theirs then share what threads a
conversation: In-Reply-To and References always, the Message-ID where the provider keeps it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from importlib import import_module
from typing import Any

import requests
from anymail.exceptions import (
    AnymailConfigurationError,
    AnymailError,
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
)
from anymail.message import AnymailMessage
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

from threering.channels.contract import DeliveryFailed, DeliveryUncertain, Packed, Way

PATIENCE = (15, 60)  # seconds to open the connection, and to answer
LONGEST = 500  # characters of what a provider said
WRITTEN_BY_PROVIDER = {
    "from", "to", "cc", "subject", "date", "message-id", "mime-version", "dkim-signature",
    "content-type", "content-transfer-encoding", "content-disposition",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """What a provider asks for, and what it does with a mail."""

    name: str
    needs: tuple[str, ...] = ("api_key",)
    may: tuple[str, ...] = ()
    raw: bool = False
    """It takes whole mails: the very bytes leave."""
    keeps_id: bool = False
    """The customer sees our Message-ID."""
    extra: tuple[tuple[str, str], ...] = ()
    """Headers that tell it to."""
    repeatable: bool = False
    """It knows a mail again by its key for a day: what may have been taken can be sent again."""


PROVIDERS = {
    "brevo": Provider(name="Brevo"),
    "mailersend": Provider(name="MailerSend", needs=("api_token",)),
    "mailgun": Provider(name="Mailgun", may=("sender_domain",), raw=True, keeps_id=True),
    "mailjet": Provider(name="Mailjet", needs=("api_key", "secret_key")),
    "mandrill": Provider(name="Mandrill", raw=True, keeps_id=True),
    "postmark": Provider(
        name="Postmark",
        needs=("server_token",),
        may=("message_stream",),
        keeps_id=True,
        extra=(("X-PM-KeepID", "true"),),
    ),
    "resend": Provider(name="Resend", repeatable=True),
    "sendgrid": Provider(name="SendGrid", keeps_id=True),
    "sparkpost": Provider(name="SparkPost", may=("subaccount",), raw=True, keeps_id=True),
}
OFTEN = ("api_url",)  # every provider's, for its other regions


def send(parcel: Packed, way: Way, handing_over: Callable[[], None]) -> str:
    """Send one mail; the provider's id of it. Raises as transport.send does."""
    provider = PROVIDERS[way.kind]
    message = _message(parcel, provider)
    try:
        backend = _backend(way, provider)
    except AnymailConfigurationError as error:
        raise DeliveryFailed(f"{provider.name} is not set up: {error}") from error
    asked = _watched(backend, handing_over)
    try:
        backend.send_messages([message])
    except AnymailRecipientsRefused as error:
        said = f"{provider.name} refuses to send to {', '.join(parcel.recipients)}."
        raise DeliveryFailed(said, permanent=True) from error
    except AnymailRequestsAPIError as error:
        raise verdict(error, provider) from error
    except AnymailError as error:
        if asked:  # it answered, in a form that anymail does not know
            raise DeliveryUncertain(_said(error)) from error
        raise DeliveryFailed(_said(error), permanent=True) from error
    _heed(message.anymail_status.esp_response, provider)
    return _id(message.anymail_status.message_id)


def _heed(answer: Any, provider: Provider) -> None:
    """Some backends take a refusal for an answer. Raises DeliveryFailed."""
    if answer is not None and answer.status_code >= requests.codes.bad_request:
        said = f"{provider.name} API response {answer.status_code}: {answer.text}"
        raise DeliveryFailed(said[:LONGEST], permanent=True)


def _watched(backend: Any, handing_over: Callable[[], None]) -> list[bool]:
    """Tell when the request is about to go; the list is empty until then."""
    asked: list[bool] = []
    ask = backend.post_to_esp

    def post(payload: Any, mail: Any) -> Any:
        handing_over()
        asked.append(True)
        return ask(payload, mail)

    backend.post_to_esp = post
    return asked


def _backend(way: Way, provider: Provider) -> Any:
    """anymail's half of the provider, with what this way says and nothing of Django's settings."""
    doors = import_module("threering.channels.email.doors")
    plain = import_module(f"anymail.backends.{way.kind}").EmailBackend
    return getattr(doors, provider.name, plain)(**way.secret, timeout=PATIENCE)


def _message(parcel: Packed, provider: Provider) -> AnymailMessage:
    """Our bytes as the fields of a mail, for the one who writes it anew."""
    mail = message_from_bytes(parcel.content, policy=default)
    assert isinstance(mail, EmailMessage)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    named = {recipient.addr_spec: str(recipient) for recipient in _addresses(mail, "cc")}
    made = AnymailMessage(
        subject=str(mail["subject"] or ""),
        body=str(text.get_content()) if text else "",
        from_email=str(mail["from"]),
        to=[address for address in parcel.recipients if address not in named],
        cc=[named[address] for address in parcel.recipients if address in named],
        headers=_headers(mail, provider),
    )
    if html:
        made.attach_alternative(str(html.get_content()), "text/html")
    for part in mail.iter_attachments():
        content = part.get_payload(decode=True)
        name = part.get_filename() or "file"
        made.attach(name, content if isinstance(content, bytes) else b"", part.get_content_type())
    made.raw = parcel.content
    made.repeat_key = str(mail["message-id"]).strip("<>") if provider.repeatable else ""
    return made


def _addresses(mail: EmailMessage, header: str) -> list[Any]:
    found = mail[header]
    return list(found.addresses) if found else []


def _headers(mail: EmailMessage, provider: Provider) -> dict[str, str]:
    found = {
        name: str(value).replace("\r\n", "").replace("\n", "")
        for name, value in mail.items()
        if name.lower() not in WRITTEN_BY_PROVIDER
    }
    if provider.keeps_id:
        found["Message-ID"] = str(mail["message-id"])
    return found | dict(provider.extra)


def _id(found: object) -> str:
    """One id: a provider that gives every recipient their own is asked for the first."""
    ids = sorted(str(one) for one in found if one) if isinstance(found, set) else [str(found or "")]
    return (ids or [""])[0][:200]


REFUSED_FOR_NOW = {
    requests.codes.unauthorized,  # the key is wrong, not the mail: mended, it may go
    requests.codes.request_timeout,
    requests.codes.too_many_requests,
    requests.codes.service_unavailable,
}


def verdict(error: AnymailRequestsAPIError, provider: Provider) -> Exception:
    """What a failed request says about the mail: it did not leave, or nobody can know."""
    if error.response is None:
        return _no_answer(error, provider)
    status, said = error.response.status_code, _said(error)
    if status in REFUSED_FOR_NOW:
        return DeliveryFailed(said, unreachable=status != requests.codes.request_timeout)
    if requests.codes.bad_request <= status < requests.codes.server_error:
        return DeliveryFailed(said, permanent=True)
    # An error of theirs, or a yes that cannot be read: some have been seen to send all the same.
    return DeliveryFailed(said) if provider.repeatable else DeliveryUncertain(said)


def _no_answer(error: AnymailRequestsAPIError, provider: Provider) -> Exception:
    cause = error.__cause__
    said = f"{provider.name} did not answer: {type(cause).__name__}"
    if _never_reached(cause):
        return DeliveryFailed(f"{provider.name} cannot be reached: {cause}"[:LONGEST],
                              unreachable=True)  # fmt: skip
    return DeliveryFailed(said) if provider.repeatable else DeliveryUncertain(said)


def _never_reached(cause: BaseException | None) -> bool:
    """Whether the request surely never left us: no connection was ever made."""
    if isinstance(cause, requests.exceptions.SSLError):
        return "certificate verify failed" in str(cause).lower()
    if isinstance(cause, requests.ConnectTimeout | ValueError):  # a ValueError: no usable address
        return True
    inner = cause.args[0] if cause and cause.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else inner
    return isinstance(reason, NewConnectionError | NameResolutionError)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:LONGEST]
