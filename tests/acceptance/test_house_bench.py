"""Point 5 of the house: the figures of `make bench`, at full size. Here alone time is asserted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bench import ingest, live, memory, start
from bench.figures import Figure, table

pytestmark = [pytest.mark.acceptance, pytest.mark.full]

Judge = Callable[..., None]


@pytest.fixture
def judge(record_property: Callable[[str, object], None]) -> Judge:
    """Print figures, keep them for the table of `make verify`, and hold them to their targets."""

    def judged(*figures: Figure) -> None:
        print(f"\n{table(figures)}")
        for figure in figures:
            cells = figure.cells()
            record_property(figure.name, f"{cells[1]} (floor {cells[2]}, ratio {cells[3]})")
        assert figures[0].met, table(figures)

    return judged


def test_5a_one_worker_takes_two_fifths_of_the_floors_mails_a_second(judge: Judge) -> None:
    one_worker, _ = ingest.measure(2000)
    judge(replace(one_worker, target=0.4))


def test_5b_all_processes_idle_in_600_mb(judge: Judge) -> None:
    judge(memory.measure())


def test_5c_an_existing_installation_opens_in_6_seconds(judge: Judge) -> None:
    judge(start.measure(5))


def test_5d_an_event_reaches_1000_listeners_in_half_a_second(judge: Judge) -> None:
    judge(*live.measure(listeners=1000))
