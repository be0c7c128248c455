"""Whether a request comes from the provider that it names."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from datetime import timedelta

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.utils import get_request_basic_auth
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from threering.channels.email.hooks.providers import PROVIDERS, USER, Provider, Secret, view

FRESH = 300.0  # seconds that a signature is good for which is made anew for every attempt
REPEATED = 26 * 3600.0
"""Seconds that the others are good for: Mailgun repeats for 8 hours what we did not take, SendGrid
for 24, and neither promises to sign anew. After an outage a shorter time would lose mail."""
KEPT_FOR = timedelta(seconds=REPEATED + 2 * FRESH)
"""How long it has to be known what a signature came with: as long as it is good, and then some."""


class Forged(Exception):
    """The request does not prove that it comes from the provider. `asks`: it showed no password.

    `final`: it proves nothing however often it comes. A wrong signature is not final, because the
    key may be wrong with us: mended in time, what the provider repeats is taken.
    """

    def __init__(self, why: str, *, asks: bool = False, final: bool = False) -> None:
        super().__init__(why)
        self.asks, self.final = asks, final


def verify(provider: str, request: HttpRequest, secret: Secret, *, now: float) -> str:
    """Raise Forged unless the request proves where it comes from. `now`: Unix seconds.

    Returns the proof where it does not cover the body: it is good for one body only. Else "".
    """
    known, is_json = PROVIDERS[provider], request.content_type == "application/json"
    by_key = known.signs == "everything" or (known.signs == "json" and secret.key and is_json)
    if not by_key:
        _password(request, secret)
    elif provider == "resend":
        _svix(request, secret.key, now)
    else:
        _signature(known, request, secret.key)
        return _dated(provider, request, now)
    return ""


def _password(request: HttpRequest, secret: Secret) -> None:
    shown = get_request_basic_auth(request)
    if not secret.password or not constant_time_compare(shown or "", f"{USER}:{secret.password}"):
        raise Forged("no password" if shown is None else "a wrong password", asks=True)


def _signature(known: Provider, request: HttpRequest, key: str) -> None:
    """As anymail checks it. What cannot even be read as signed is not signed."""
    if not key:
        raise Forged("no key to check it with")
    try:
        view(known.tracking)(**{known.key: key, "webhook_secret": []}).run_validators(request)
    except AnymailWebhookValidationFailure as why:
        # Anymail names a cause where there is nothing to compare, and none where it compared.
        missing = why.__cause__ is not None
        raise Forged(f"{known.label}: signature missing or wrong", final=missing) from why
    except (AnymailError, ValueError, TypeError, KeyError, AttributeError) as why:
        raise Forged(f"{known.label}: signature unreadable ({type(why).__name__})") from why


def _dated(provider: str, request: HttpRequest, now: float) -> str:
    """Refuse what was signed too long ago. The signature was checked, and covers its moment."""
    if provider == "sendgrid":
        _not_too_old(provider, request.headers["X-Twilio-Email-Event-Webhook-Timestamp"], now)
    elif provider == "mailgun":
        is_json = request.content_type == "application/json"
        signed = json.loads(request.body)["signature"] if is_json else request.POST
        _not_too_old(provider, str(signed["timestamp"]), now)
        # Not the token: only both together are signed, and they can be cut apart elsewhere.
        return str(signed["signature"])
    return ""


def _not_too_old(provider: str, moment: str, now: float) -> None:
    age = now - int(moment) if moment.isascii() and moment.isdigit() else REPEATED + 1
    if not -FRESH <= age <= REPEATED:
        # Of what seems to be signed in the future, a clock may be wrong, and may be mended.
        raise Forged(f"{PROVIDERS[provider].label}: signed too long ago", final=age > REPEATED)


def _svix(request: HttpRequest, key: str, now: float) -> None:
    """The signature of Svix, which Resend uses: over id, moment and body, "v1," before each."""
    said = [request.headers.get(f"svix-{name}", "") for name in ("id", "timestamp", "signature")]
    try:
        secret = base64.b64decode(key.removeprefix("whsec_"), validate=True)
        moment = float(said[1])
    except (binascii.Error, ValueError) as why:
        raise Forged("Resend: signature missing or unreadable") from why
    signed = f"{said[0]}.{said[1]}.".encode() + request.body
    right = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    good = [hmac.compare_digest(one.encode(), f"v1,{right}".encode()) for one in said[2].split()]
    if not secret or not any(good) or abs(now - moment) > FRESH:
        raise Forged("Resend: signature wrong or too old")
