"""What a browser says of its reader: the language it asks for, the zone its clock is in."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

ZONE_COOKIE = "zone"
"""Set by every page (shell.html), because no header names it."""
ODD = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")


def language_told(request: HttpRequest) -> str:
    """The language that the browser asks for and we have; "" when it asks for nothing."""
    if request.headers.get("Accept-Language", "*") in {"", "*"}:
        return ""
    return translation.get_language_from_request(request)


def zone_told(request: HttpRequest) -> str:
    """The zone of the browser's clock; "" when it is not known here."""
    told = request.COOKIES.get(ZONE_COOKIE, "")
    return told if told in _every_zone() else ""


@cache
def _every_zone() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def zones() -> tuple[str, ...]:
    """The zones to choose from: places, without old names for the same."""
    places = (name for name in _every_zone() if "/" in name and not name.startswith(ODD))
    return ("UTC", *sorted(places))


@cache
def languages() -> dict[str, str]:
    """The languages there are, each with its own name."""
    return {code: _own_name(code, name) for code, name in settings.LANGUAGES}


def _own_name(code: str, name: str) -> str:
    if code != name:
        return name
    try:
        return (Locale.parse(code, sep="-").display_name or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code
