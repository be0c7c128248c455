"""The templates' words: filters for moments and names, and what every page knows of its reader."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from jinja2 import Environment
from markupsafe import Markup

from threering.organisation.models import Agent
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.tickets.notices.queries import unread
from threering.web.kept.telling import kept
from threering.web.links import as_written, linked
from threering.web.moments import ago, clock, dated, day, iso, locale_of
from threering.web.presence.words import mine_of


def initials(name: str) -> str:
    """One or two letters for an avatar."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalnum()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def url(name: str, *args: object) -> str:
    """The address of a route."""
    return reverse(name, args=[str(a) for a in args])


@cache
def drawn(name: str) -> Markup:
    """An icon of the sprite."""
    sprite = static("icons/sprite.svg")
    drawing = '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>'
    return Markup(format_html(drawing, sprite, name))  # noqa: S704 - escaped there


def worded(text: str, **values: object) -> Markup:
    """A text of ours in the reader's language, with values in it that are escaped.

    In place of Jinja2's own `_`, which takes four calls: a page has hundreds.
    """
    said = _in_language(translation.get_language(), text)
    return said % values if values or "%" in said else said


@cache
def _in_language(_language: str | None, text: str) -> Markup:
    return Markup(translation.gettext(text))  # noqa: S704 - the house wrote it


def environment(**options: Any) -> Environment:
    """The Jinja2 environment of all pages."""
    made = Environment(  # noqa: S701 - Django switches autoescape on in the options
        **options | {"auto_reload": False, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    words = {
        "iso": iso, "ago": ago, "clock": clock, "day": day, "initials": initials, "kept": kept,
        "linked": linked, "formatted": as_written, "dated": dated,
    }  # fmt: skip
    made.filters.update(words)
    made.globals.update(words, static=cache(static), url=url, drawn=drawn)
    made.globals["_"] = worded
    return made


def reader(request: HttpRequest) -> dict[str, object]:
    """What every page knows: who reads it, in which language, under which nonce."""
    me = getattr(request, "user", None)
    lang = translation.get_language() or "en"
    return {
        "me": me,
        "nonce": getattr(request, "csp_nonce", ""),
        "lang": lang,
        "dir": locale_of(lang).text_direction,
        "demo": settings.DEMO,
        "may_ledger": isinstance(me, Agent) and may(me, Verb.READ_LEDGER),
        "may_read": isinstance(me, Agent) and may(me, Verb.READ_TICKET),
        "may_reply": isinstance(me, Agent) and may(me, Verb.REPLY),
        "may_reasons": isinstance(me, Agent) and may(me, Verb.KEEP_REASONS),
        "may_teams": isinstance(me, Agent) and may(me, Verb.KEEP_TEAMS),
        "may_brands": isinstance(me, Agent) and may(me, Verb.KEEP_BRANDS),
        "may_release": isinstance(me, Agent) and may(me, Verb.RELEASE_FILES),
        "may_audit": isinstance(me, Agent) and may(me, Verb.READ_AUDIT),
        "may_inboxes": isinstance(me, Agent) and may(me, Verb.KEEP_INBOXES),
        "may_regroup": isinstance(me, Agent) and may(me, Verb.REGROUP),
        "my_presence": lambda: mine_of(me) if isinstance(me, Agent) else None,
        "unread_notices": lambda: unread(me) if isinstance(me, Agent) else 0,
    }
