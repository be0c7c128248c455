"""The console at a million tickets and five million messages: the server's time for its pages.

Loaded once by COPY (the build time is told), then asked over HTTP by one agent on this machine,
page by page. 200 searches: rare and common words, two words, slips of the keyboard, numbers, and an
address within a brand. The agent keeps some views of their own, which count with every page. Last
the same house is worked in by a browser. TICKETS makes it smaller.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from urllib.parse import quote_plus

from bench import browser
from bench.console import Console
from bench.figures import Figure
from bench.installation import Installation, folder
from bench.million import COMMON, MESSAGES, Million
from threering.runtime.demo.cast import FEDERLINDE, HOME

TICKETS = 1_000_000
SEARCHES = 200
ROUNDS = 200
AGENT = "orla@desk.example"
TARGETS = {  # ms of the server
    "list": 50,
    "page with counts": 100,  # a list and all counts
    "counts of saved views": 50,
    "ticket": 50,
    "search": 200,
}
SAVED = {
    "Old and waiting": "status:pending before:30d",
    "Mine at Federlinde": f"assignee:me brand:{FEDERLINDE.slug} status:open",
    "VIPs": "tag:vip is:open",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One page, of what kind it is, and what must stand in it."""

    kind: str
    path: str
    holds: str = ""


@dataclass(frozen=True)
class Desk:
    """A demo installation with so many tickets more, open."""

    installation: Installation
    million: Million
    built: Figure


@contextmanager
def loaded(tickets: int = TICKETS) -> Iterator[Desk]:
    """Start it and load it."""
    with folder() as here:
        installation = Installation(here / "data")
        installation.start()
        try:
            million = Million(installation.database_url(), tickets)
            seconds = million.load()
            yield Desk(installation, million, _built(here, tickets, seconds))
        finally:
            installation.stop()


def _built(here: Path, tickets: int, seconds: float) -> Figure:
    size = sum(path.stat().st_size for path in here.rglob("*") if path.is_file())
    return Figure(
        name=f"desk: {tickets:,} tickets, {tickets * MESSAGES:,} messages loaded",
        value=seconds,
        unit="s",
        note=f"{size / 2**30:.1f} GB",
    )


def asked(desk: Desk, *, rounds: int = ROUNDS) -> list[Figure]:
    """p95 of each kind of page. Raises where a search does not find what is there."""
    pages = [*_pages(desk.million, rounds), *_searches(desk.million)]
    return _figures(_ask(desk.installation, pages))


def _ask(installation: Installation, pages: list[Asked]) -> dict[str, list[float]]:
    """Milliseconds of each kind. Each kind is warmed by one page that does not count."""
    console = Console(installation.web, AGENT)
    for name, query in SAVED.items():
        console.keep_view(HOME, name, query)
    times: dict[str, list[float]] = defaultdict(list)
    warm: set[str] = set()
    for page in pages:
        if page.kind not in warm:
            warm.add(page.kind)
            console.look(page.path)
        began = time.perf_counter()
        text = console.look(page.path)
        times[page.kind].append((time.perf_counter() - began) * 1000)
        if page.holds and page.holds not in text:
            raise RuntimeError(f"{page.path} does not show {page.holds}.")
    return times


def _pages(million: Million, rounds: int) -> Iterator[Asked]:
    dice = Random(5)
    views = ("open", "mine", "unassigned", "pending", "solved", "all")
    for n in range(rounds):
        yield Asked("list", f"/tickets/{views[n % len(views)]}/list")
        yield Asked("page with counts", f"/tickets/{views[n % len(views)]}", "VIPs")
        yield Asked("counts of saved views", "/views", "VIPs")
        number = 10_000 + dice.randrange(million.tickets)
        yield Asked("ticket", f"/tickets/all/{HOME}/{number}/part", f"#{number}")


def _searches(million: Million) -> Iterator[Asked]:
    """In the shares in which people search, mixed."""
    dice = Random(6)
    made = [_search(million, dice, n) for n in range(SEARCHES)]
    dice.shuffle(made)
    yield from made


def _search(million: Million, dice: Random, n: int) -> Asked:
    ticket = dice.randrange(million.tickets)
    row = f"/{HOME}/{10_000 + ticket}"
    rare, common = million.rare(ticket), COMMON[n % len(COMMON)]
    address = million.address(ticket % million.customers)
    kinds = {
        "rare": (rare, row),
        "common": (common, 'class="row"'),
        "two words": (f"{common} {dice.choice(COMMON)}", 'class="row"'),
        "typo": (_slipped(rare, dice), row),
        "number": (million.order(ticket) if n % 2 else f"#{10_000 + ticket}", row),
        "address in a brand": (f"from:{address} brand:{million.brand(ticket)}", row),
        "common word, one status": (f"{common} status:pending", 'class="row"'),
        "common typo": (_slipped(common, dice), ""),
    }
    kind = list(kinds)[n % len(kinds)]
    words, holds = kinds[kind]
    return Asked(f"search: {kind}", f"/tickets/all/list?q={quote_plus(words)}", holds)


def _slipped(word: str, dice: Random) -> str:
    """The word with two letters changed round, or one left out."""
    at = dice.randrange(1, len(word) - 1)
    if word[at] == word[at + 1] or dice.random() < 0.5:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _figures(times: dict[str, list[float]]) -> list[Figure]:
    searches = [ms for kind, took in times.items() if kind.startswith("search") for ms in took]
    counted = {"search": searches} | times
    return [_figure(kind, took) for kind, took in sorted(counted.items())]


def _figure(kind: str, took: list[float]) -> Figure:
    return Figure(
        name=f"desk: {kind}, p95 of {len(took)}",
        value=quantiles(took, n=100)[94],
        unit="ms",
        target=TARGETS.get(kind),
        note=f"p50 {median(took):.0f} ms, longest {max(took):.0f} ms",
    )


def measure() -> list[Figure]:
    """At the size that the environment asks for (TICKETS), over HTTP and in a browser."""
    with loaded(int(os.environ.get("TICKETS", TICKETS))) as desk:
        return [desk.built, *asked(desk), *browser.worked(desk.installation)]
