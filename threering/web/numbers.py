"""Numbers as their reader writes them."""

from __future__ import annotations

from babel.numbers import format_decimal
from django.utils import translation


def number(n: int) -> str:
    """A number as the reader writes it: 10,000."""
    return str(format_decimal(n, locale=translation.get_language() or "en"))
