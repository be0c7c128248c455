"""What may stand in a custom field. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

LONGEST_NAME = 60
LONGEST_VALUE = 200
MOST_CHOICES = 50
_DIGITS = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,6})?")


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


class DoesNotFit(Exception):
    """Such a value cannot stand in a field of its kind."""


def one_line(words: str) -> str:
    """Without the blanks that nobody sees."""
    return " ".join(words.replace("\0", " ").split())


def choices_of(lines: str) -> list[str]:
    """What may be chosen, a line each; twice is once."""
    found = dict.fromkeys(one_line(line)[:LONGEST_VALUE] for line in lines.splitlines())
    return [choice for choice in found if choice][:MOST_CHOICES]


def value_of(kind: Kind, typed: str, choices: Sequence[str] = ()) -> str:
    """The value as it is kept, "" for none: 1.5, 2026-03-31, yes. Raises DoesNotFit."""
    typed = one_line(typed)
    if not typed:
        return ""
    if kind is Kind.TEXT and len(typed) <= LONGEST_VALUE:
        return typed
    if kind is Kind.NUMBER:
        return _number(typed)
    if kind is Kind.DATE:
        return _day(typed)
    if typed in (choices if kind is Kind.CHOICE else ("yes", "no") if kind is Kind.YES_NO else ()):
        return typed
    raise DoesNotFit


def _number(typed: str) -> str:
    if not _DIGITS.fullmatch(typed):
        raise DoesNotFit
    try:
        return f"{Decimal(typed.replace(',', '.')):f}"
    except InvalidOperation as error:
        raise DoesNotFit from error


def _day(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError as error:
        raise DoesNotFit from error
