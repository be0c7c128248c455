"""In which order a list stands, and what comes after a row of it. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum


class Order(StrEnum):
    """What stands first."""

    LATEST = "latest"
    OLDEST = "oldest"
    WAITING = "waiting"
    URGENT = "urgent"
    NEWEST = "newest"
    FIRST = "first"
    WAKING = "waking"


COLUMNS = {
    Order.LATEST: ("-last_at", "-pk"),
    Order.OLDEST: ("last_at", "pk"),
    Order.WAITING: ("waits_since", "pk"),
    Order.URGENT: ("-priority", "-last_at", "-pk"),
    Order.NEWEST: ("-opened_at", "-pk"),
    Order.FIRST: ("opened_at", "pk"),
    Order.WAKING: ("wakes_at", "pk"),
}
"""How each is sorted; a minus is downwards.

`waits_since` is far ahead where nobody waits, `wakes_at` where a ticket is not snoozed.
"""
Value = datetime | int


class BadCursor(Exception):
    """The cursor of a list was not made by us."""


def closed(values: Sequence[Value]) -> str:
    """The cursor of what comes after a row with these values."""
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode()


def opened(cursor: str, order: Order) -> list[Value]:
    """The values of the row that a cursor comes after. Raises BadCursor."""
    try:
        plain = json.loads(base64.urlsafe_b64decode(cursor))
        columns = [column.lstrip("-") for column in COLUMNS[order]]
        return [_read(*pair) for pair in zip(columns, plain, strict=True)]
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise BadCursor(cursor) from error


def _read(column: str, value: object) -> Value:
    if column in ("pk", "priority"):
        if isinstance(value, int) and abs(value) < 2**63:
            return value
        raise ValueError(value)
    at = datetime.fromisoformat(str(value))
    if at.tzinfo is None:
        raise ValueError(value)
    return at
