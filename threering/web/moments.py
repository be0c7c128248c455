"""Moments and days in the reader's language and zone."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from threering.kernel.time import now

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@cache
def locale_of(language: str) -> Locale:
    """How a language writes days; English as in Europe, also for what nobody knows."""
    with suppress(UnknownLocaleError, ValueError):
        if language != "en":
            return Locale.parse(language, sep="-")
    return Locale("en", "GB")


def _locale() -> Locale:
    return locale_of(translation.get_language() or "en")


def _short(moment: datetime) -> str:
    return _month_and_day(moment.date(), translation.get_language() or "en")


@lru_cache(4096)  # a list says the same few days a hundred times
def _month_and_day(day: date, language: str) -> str:
    return format_skeleton("MMMd", day, locale=locale_of(language))


def of_day(one: date) -> str:
    """A day of the next months or the last ones: 20 Nov; of another year with that."""
    if abs(one - now().date()) > 180 * DAY:
        return format_date(one, "medium", locale=_locale())
    return _month_and_day(one, translation.get_language() or "en")


def _both(first: str, then: str) -> str:
    """As the language puts a day and a time of day together."""
    return str(_locale().datetime_formats["medium"]).replace("{1}", first).replace("{0}", then)


def iso(moment: datetime) -> str:
    """For <time datetime>."""
    return moment.isoformat()


def ago(moment: datetime) -> str:
    """How long ago, in the fewest letters; a day after a week. clock.js goes on from there."""
    passed = now() - moment
    if passed >= WEEK:
        return _short(timezone.localtime(moment))
    if passed >= DAY:
        return _("{n}d").replace("{n}", str(passed.days))
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return _("now")
    if minutes < 60:
        return _("{n}m").replace("{n}", str(minutes))
    return _("{n}h").replace("{n}", str(minutes // 60))


def clock(moment: datetime) -> str:
    """A moment of the last months: 20 Nov, 20:05."""
    here = timezone.localtime(moment)
    return _both(_short(here), here.strftime("%H:%M"))


def dated(moment: datetime) -> str:
    """A moment with its year, for what is read without us: 20 Nov 2026, 20:05."""
    here = timezone.localtime(moment)
    return _both(format_date(here, "medium", locale=_locale()), here.strftime("%H:%M"))


def day(moment: datetime) -> str:
    """The day: Friday, 20 November."""
    here = timezone.localtime(moment)
    weekday = format_date(here, "EEEE", locale=_locale())
    return _both(weekday, format_skeleton("MMMMd", here, locale=_locale()))
