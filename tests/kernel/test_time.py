from __future__ import annotations

from datetime import UTC, datetime

import pytest

from threering.kernel.time import first_of_month, now


def test_now_is_aware_utc() -> None:
    assert now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "ahead", "first"),
    [
        (datetime(2026, 11, 21, 22, tzinfo=UTC), 0, datetime(2026, 11, 1, tzinfo=UTC)),
        (datetime(2026, 11, 21, 22, tzinfo=UTC), 1, datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime(2026, 11, 21, 22, tzinfo=UTC), 2, datetime(2027, 1, 1, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), 0, datetime(2026, 12, 1, tzinfo=UTC)),
    ],
)
def test_first_of_month(moment: datetime, ahead: int, first: datetime) -> None:
    assert first_of_month(moment, ahead=ahead) == first
