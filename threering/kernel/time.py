"""Time is aware UTC inside the house; a reader's zone is applied at the doors."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC, to the microsecond."""
    return datetime.now(UTC)


def first_of_month(moment: datetime, *, ahead: int = 0) -> datetime:
    """Midnight UTC on the first day of the moment's month, `ahead` months later."""
    months = moment.astimezone(UTC).year * 12 + moment.astimezone(UTC).month - 1 + ahead
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
