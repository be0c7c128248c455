"""The templates' words: filters for moments and names, and what every page knows of its reader."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_date, format_datetime
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from jinja2 import Environment

from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.organisation.queries import may
from threering.organisation.rules import Verb

WEEK = timedelta(days=7)


def _language() -> str:
    return translation.get_language() or "en"


def iso(moment: datetime) -> str:
    """For <time datetime>."""
    return moment.isoformat()


def ago(moment: datetime) -> str:
    """How long ago, in the fewest letters; a date after a week."""
    passed = now() - moment
    if passed >= WEEK:
        return format_date(timezone.localtime(moment), "d MMM", locale=_language())
    if passed >= timedelta(days=1):
        return f"{passed.days}d"
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return translation.gettext("now")
    return f"{minutes // 60}h" if minutes >= 60 else f"{minutes}m"


def clock(moment: datetime) -> str:
    """A moment of the last months: 20 Nov, 20:05."""
    return format_datetime(timezone.localtime(moment), "d MMM, HH:mm", locale=_language())


def day(moment: datetime) -> str:
    """The day: Friday, 20 November."""
    return format_date(timezone.localtime(moment), "EEEE, d MMMM", locale=_language())


def initials(name: str) -> str:
    """One or two letters for an avatar."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def url(name: str, *args: object) -> str:
    """The address of a route."""
    return reverse(name, args=[str(a) for a in args])


def environment(**options: Any) -> Environment:
    """The Jinja2 environment of all pages."""
    made = Environment(  # noqa: S701 - Django switches autoescape on in the options
        **options | {"auto_reload": False, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    words = {"iso": iso, "ago": ago, "clock": clock, "day": day, "initials": initials}
    made.filters.update(words)
    made.globals.update(words, static=static, url=url)
    return made


def reader(request: HttpRequest) -> dict[str, object]:
    """What every page knows: who reads it, in which language, under which nonce."""
    me = getattr(request, "user", None)
    return {
        "me": me,
        "nonce": getattr(request, "csp_nonce", ""),
        "lang": _language(),
        "demo": settings.DEMO,
        "may_ledger": isinstance(me, Agent) and may(me, Verb.READ_LEDGER),
        "may_reply": isinstance(me, Agent) and may(me, Verb.REPLY),
        "may_regroup": isinstance(me, Agent) and may(me, Verb.REGROUP),
    }
