"""What languages are called by their reader."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from threering.web.moments import locale_of

OFFERED = (
    *("en", "de", "fr", "es", "it", "nl", "pt", "pl", "cs", "sk", "sv", "da", "nb", "fi", "et"),
    *("lv", "lt", "hu", "ro", "bg", "el", "hr", "sl", "sr", "uk", "ru", "tr", "ar", "he", "fa"),
    *("hi", "id", "ms", "th", "vi", "ja", "ko", "zh"),
)


def language_name(code: str) -> str:
    """The name of a language in the reader's own, the code where it has none."""
    if not code:
        return _("Every language")
    try:
        known = Locale.parse(code.replace("-", "_")).get_language_name(
            locale_of(get_language() or "en")
        )
    except (UnknownLocaleError, ValueError):
        return code
    return known[:1].upper() + known[1:] if known else code


def choices() -> list[tuple[str, str]]:
    """Every language that may be chosen, by its name."""
    named = sorted((language_name(code), code) for code in OFFERED)
    return [("", language_name("")), *((code, name) for name, code in named)]
