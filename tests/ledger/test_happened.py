"""When something old happened, by whose word."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from threering.channels.email.times import times
from threering.ledger.rules import happened_at

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
THEN = datetime(2015, 1, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "at", "source"),
    [
        ([("Date", THEN), ("file", NOW)], THEN, "Date"),
        ([("Date", None), ("Received", THEN)], THEN, "Received"),
        ([("Date", datetime(1970, 1, 1, tzinfo=UTC)), ("Received", THEN)], THEN, "Received"),
        ([("Date", NOW + timedelta(days=2)), ("file", THEN)], THEN, "file"),
        ([("Date", NOW + timedelta(hours=2))], NOW, "Date"),
        ([("Date", None)], NOW, "import"),
        ([], NOW, "import"),
    ],
)
def test_the_first_who_can_be_believed_says_when(
    said: list[tuple[str, datetime | None]], at: datetime, source: str
) -> None:
    assert happened_at(said, NOW) == (at, source)


@pytest.mark.parametrize(
    ("raw", "sent", "received"),
    [
        (b"Date: Mon, 05 Jan 2015 11:00:00 +0100\n\nDate: no", THEN, None),
        (b"date:Mon, 05 Jan 2015 10:00:00 GMT\r\n\r\nx", THEN, None),
        (b"Received: from a (x;y)\n\tby b; Mon, 5 Jan 2015 10:00:00 +0000\n\nx", None, THEN),
        (b"Received: from a\n by b;\n Mon, 5 Jan 2015 10:00:00 +0000 (UTC)\nDate: ?\n", None, THEN),
        (b"Received: broken\nDate: Mon, 99 Foo 2015 99:00:00\n\n", None, None),
        (b"\n\nDate: Mon, 05 Jan 2015 11:00:00 +0100", None, None),
        (b"", None, None),
    ],
)
def test_times_are_read_from_the_head_alone(
    raw: bytes, sent: datetime | None, received: datetime | None
) -> None:
    assert times(raw) == (sent, received)
