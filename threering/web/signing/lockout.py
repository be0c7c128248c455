"""What locks when somebody guesses, and when it opens again.

Counted by django-allauth in Django's cache, which is a table of PostgreSQL: all processes count in
one place, and a restart forgets nothing.
"""

from __future__ import annotations

import math
import time

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

COUNTED = {"app": "allauth.account", "action": "login_failed"}
LOCKED = "too_many_login_attempts"


def locked(request: HttpRequest, key: str) -> ValidationError:
    """The sentence for whoever is locked out. `key`: what is guessed at."""
    minutes = max(1, math.ceil((_opens_at(request, key) - time.time()) / 60))
    said = ngettext(
        "Too many wrong attempts. Try again in %(n)d minute.",
        "Too many wrong attempts. Try again in %(n)d minutes.",
        minutes,
    )
    return ValidationError(said % {"n": minutes}, code=LOCKED)


def _opens_at(request: HttpRequest, key: str) -> float:
    """In seconds since 1970. A limit is a list of moments, the oldest last."""
    moments = [0.0]
    for rate in get_rates(**COUNTED):
        wrong = cache.get(get_cache_key(request, **COUNTED, rate=rate, key=key), [])
        if len(wrong) >= rate.amount:
            moments.append(wrong[-1] + rate.duration)
    return max(moments)
