"""What every answer carries: a strict content security policy, and the reader's time zone."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from threering.organisation.actions import follow_browser
from threering.organisation.models import Agent
from threering.web.me.told import language_told, zone_told

Respond = Callable[[HttpRequest], HttpResponse]
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; form-action 'self'"
)
ONE_YEAR = "max-age=31536000"
SANDBOX = "default-src 'none'; sandbox"


class Headers:
    """Set the headers that keep a page from doing what we did not write."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce = secrets.token_urlsafe(12)
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=nonce))
        response.headers["X-Content-Type-Options"] = "nosniff"
        # Else the browser looks up the hosts of a mail's links before anybody follows one.
        response.headers["X-DNS-Prefetch-Control"] = "off"
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if settings.SESSION_COOKIE_SECURE:  # the house stands behind HTTPS: never without again
            response.headers["Strict-Transport-Security"] = ONE_YEAR
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ReaderZone:
    """Show times in the reader's zone and words in the reader's language."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reader = request.user
        if not isinstance(reader, Agent):
            return self.get_response(request)
        if request.method == "GET" and "HX-Request" not in request.headers:  # a page
            told = {"language": language_told(request), "time_zone": zone_told(request)}
            follow_browser(reader, **told)
        with timezone.override(ZoneInfo(reader.time_zone)), translation.override(reader.language):
            response = self.get_response(request)
        # Django's own would name what the browser asked for.
        response.headers["Content-Language"] = reader.language
        return response
