"""All mail, point 5: how fast mail is taken in, beside the floor, at full size."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench import ingest
from bench.figures import Figure, table

pytestmark = [pytest.mark.acceptance, pytest.mark.full]
Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def figures() -> list[Figure]:
    """One worker and two, measured in turns with the floor."""
    found = ingest.measure(2000)
    print(f"\n{table(found)}")
    return found


def judge(figure: Figure, target: float, record_property: Record) -> None:
    record_property(figure.name, f"{figure.cells()[1]} ({figure.ratio} of the floor)")
    assert figure.ratio is not None, figure.note
    assert figure.ratio >= target, table([figure])


def test_5a_one_worker_takes_half_of_the_floors_mails_a_second(
    figures: list[Figure], record_property: Record
) -> None:
    judge(figures[0], 0.5, record_property)


def test_5b_two_workers_take_four_fifths_of_the_floors_mails_a_second(
    figures: list[Figure], record_property: Record
) -> None:
    judge(figures[1], 0.8, record_property)
