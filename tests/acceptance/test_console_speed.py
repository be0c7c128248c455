"""The console, point 4: what its pages cost the server at a million tickets, and a small sibling.

Only at full size time is asserted; the smaller one holds that every search finds its ticket.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bench import browser, desk
from bench.figures import Figure, table

pytestmark = [pytest.mark.acceptance, pytest.mark.full]

SMALL = 10_000
Told = Callable[[str, object], None]


def told(figures: list[Figure], record_property: Told) -> dict[str, Figure]:
    """Print the figures, keep them for the table of `make verify`; by what they are of."""
    print(f"\n{table(figures)}")
    for figure in figures:
        record_property(figure.name, figure.cells()[1])
    return {figure.name.removeprefix("desk: ").partition(", p95")[0]: figure for figure in figures}


@pytest.fixture(scope="module")
def million(request: pytest.FixtureRequest) -> list[Figure]:
    """Loaded and measured once."""
    return desk.measure(desk.TICKETS)


@pytest.mark.parametrize("kind", ["list", "page with counts", "ticket", "search"])
def test_4a_at_a_million_tickets_the_server_is_in_time(
    kind: str, million: list[Figure], record_property: Told
) -> None:
    assert told(million, record_property)[kind].met, table(million)


@pytest.fixture(scope="module")
def seen() -> dict[str, Figure]:
    """Measured in a browser, once."""
    return {figure.name.removeprefix("browser: "): figure for figure in browser.measure()}


@pytest.mark.parametrize("what", ["open a ticket", "own message", "a colleague's note"])
def test_4b_in_the_browser_nobody_waits(
    what: str, seen: dict[str, Figure], record_property: Told
) -> None:
    (figure,) = (figure for name, figure in seen.items() if name.startswith(what))
    told([figure], record_property)
    assert figure.met, table([figure])


def test_4a_at_ten_thousand_tickets_every_search_finds_its_ticket(
    record_property: Told,
) -> None:
    figures = told(desk.measure(SMALL), record_property)
    assert figures["search"].value > 0
