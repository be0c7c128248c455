"""The console, point 4: what it costs at a million tickets, and with fewer.

Only at full size time is asserted; the smaller ones hold that every search finds its ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bench import browser, desk
from bench.desk import Desk
from bench.figures import Figure, table

pytestmark = pytest.mark.acceptance

Told = Callable[[str, object], None]
Figures = dict[str, Figure]


def by_name(figures: list[Figure]) -> Figures:
    """The figures by what they are of."""
    print(f"\n{table(figures)}")
    return {figure.name.partition(": ")[2].partition(", p95")[0]: figure for figure in figures}


def told(figure: Figure, record_property: Told) -> Figure:
    """Keep it for the table of `make verify`."""
    record_property(figure.name, figure.cells()[1])
    return figure


@pytest.fixture(scope="module")
def million() -> Iterator[Desk]:
    """Loaded once."""
    with desk.loaded() as loaded:
        yield loaded


@pytest.fixture(scope="module")
def pages(million: Desk) -> Figures:
    """Asked for over HTTP, once."""
    return by_name([million.built, *desk.asked(million)])


@pytest.mark.full
@pytest.mark.parametrize("kind", desk.TARGETS)
def test_4a_at_a_million_tickets_the_server_is_in_time(
    kind: str, pages: Figures, record_property: Told
) -> None:
    told(next(iter(pages.values())), record_property)  # how long it took to load them
    assert told(pages[kind], record_property).met, table([*pages.values()])


@pytest.fixture(scope="module")
def seen(million: Desk) -> Figures:
    """Measured in a browser among a million tickets, once."""
    return by_name(browser.worked(million.installation))


@pytest.mark.full
@pytest.mark.parametrize(
    "what",
    ["open a ticket", "own message on the screen", "a colleague's note, commit to screen"],
)
def test_4b_in_the_browser_nobody_waits(what: str, seen: Figures, record_property: Told) -> None:
    figure = told(seen[what], record_property)
    assert figure.met, table([figure])


@pytest.mark.parametrize("tickets", [10_000, pytest.param(100_000, marks=pytest.mark.full)])
def test_4a_with_fewer_tickets_every_search_finds_its_ticket(
    tickets: int, record_property: Told
) -> None:
    with desk.loaded(tickets) as loaded:
        figures = by_name([loaded.built, *desk.asked(loaded, rounds=20)])
    told(figures["search"], record_property)
    assert set(desk.TARGETS) <= set(figures)  # who does not find a ticket has raised before
