"""What things are called that several parts of the console name, and how numbers are written."""

from __future__ import annotations

from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext_noop

PRIORITY_LABELS = (
    gettext_noop("Low"),
    gettext_noop("Normal"),
    gettext_noop("High"),
    gettext_noop("Urgent"),
)


def number(n: int) -> str:
    """A number as the reader writes it: 10,000."""
    return str(format_decimal(n, locale=translation.get_language() or "en"))
