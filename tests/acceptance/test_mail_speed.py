"""All mail, point 5: how fast mail is taken in, beside the floor, at full size."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench import backfill, bulk, ingest, understanding
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


def test_5c_bulk_import_is_as_fast_as_the_floor(record_property: Record) -> None:
    judge(bulk.measure(), 1.0, record_property)


def test_5d_inspect_mail_reads_150_files_a_second(record_property: Record) -> None:
    figure = understanding.measure()
    record_property(figure.name, figure.cells()[1])
    assert figure.met, table([figure])


def test_5e_a_mailbox_of_100000_is_back_filled_in_15_minutes_with_flat_memory(
    record_property: Record,
) -> None:
    figures = backfill.measure(100_000)
    for figure in figures:
        record_property(figure.name, figure.cells()[1])
    assert all(figure.met for figure in figures), table(figures)
