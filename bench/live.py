"""One event to 1,000 live listeners: from its NOTIFY to each of them.

An agent sets a ticket's status over HTTP; a connection of our own hears the NOTIFY of the commit.
Listeners of another client are connected too and must hear nothing. The floor is one asyncio loop
that writes the same number of bytes to as many sockets on a NOTIFY.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from statistics import quantiles

import psycopg

from bench.console import Console
from bench.crowd import crowd, module
from bench.figures import Figure
from bench.installation import Installation, running
from tests.ports import free_port

LISTENERS, STRANGERS, EVENTS = 1000, 100, 10
ENTITLED = ("nadia@desk.example", "tobias@desk.example", "orla@desk.example")
OTHERS = ("celestine@desk.example", "rafael@desk.example", "juno@desk.example")
SHOP = "quillmere-homeware"


def measure(listeners: int = LISTENERS, strangers: int = STRANGERS) -> list[Figure]:
    """Start the demo, connect the crowd, let an agent work; raises when a stranger hears it."""
    with running() as installation:
        dsn = installation.database_url()
        since_bell, since_post = _ours(installation, dsn, listeners, strangers)
        floor = _floor(dsn, listeners)
    told = f"p50 {_percentile(since_bell, 50):.0f} ms, floor's p50 {_percentile(floor, 50):.0f} ms"
    return [
        Figure(
            name=f"live: NOTIFY to each of {listeners:,} listeners, p99",
            value=_percentile(since_bell, 99),
            unit="ms",
            floor=_percentile(floor, 99),
            target=500,
            note=f"{told}; none of {strangers} listeners of another client heard anything",
        ),
        Figure(
            name="live: sending the POST to each listener, p99",
            value=_percentile(since_post, 99),
            unit="ms",
            note=f"p50 {_percentile(since_post, 50):.0f} ms",
        ),
    ]


def _ours(
    installation: Installation, dsn: str, listeners: int, strangers: int
) -> tuple[list[float], list[float]]:
    """Milliseconds to each listener: since the NOTIFY, and since the POST was sent."""
    entitled = [Console(installation.web, email) for email in ENTITLED]
    others = [Console(installation.web, email) for email in OTHERS]
    cookies = [entitled[n % len(entitled)].cookie for n in range(listeners)]
    cookies += [others[n % len(others)].cookie for n in range(strangers)]
    path = _a_ticket(entitled[0])
    since_bell: list[float] = []
    since_post: list[float] = []
    with crowd(installation.web, cookies) as readers, wire(dsn, "threering_live") as ears:
        for number in range(EVENTS):
            readers.expect(listeners)
            posted = time.monotonic()
            heard = bell(ears, partial(_set_status, entitled[0], path, number))
            times = readers.times()
            since_bell += [(at - heard) * 1000 for at in times]
            since_post += [(at - posted) * 1000 for at in times]
        _verify(readers.leave(), listeners)
    return since_bell, since_post


def _verify(heard: dict[int, int], listeners: int) -> None:
    if heard != dict.fromkeys(range(listeners), EVENTS):
        wrong = [n for n in range(listeners) if heard.get(n) != EVENTS]
        strangers = [n for n in heard if n >= listeners]
        raise RuntimeError(f"{len(wrong)} heard too little or too much, {len(strangers)} intruded.")


def _a_ticket(console: Console) -> str:
    """Where the status of an open ticket of the shop is set."""
    found = re.search(rf"/tickets/open/({SHOP}/\d+)", console.look("/tickets/open"))
    if found is None:
        raise RuntimeError("The first page of the demo's open tickets has none of the shop.")
    return f"/t/{found[1]}/status"


def _set_status(console: Console, path: str, number: int) -> None:
    console.post(path, status=("pending", "on_hold")[number % 2])


def _floor(dsn: str, listeners: int) -> list[float]:
    port = free_port()
    server = module("bench.fanout_floor", dsn, str(port))
    since_bell: list[float] = []
    try:
        assert server.stdout
        server.stdout.readline()
        with crowd(port, [""] * listeners) as readers, wire(dsn, "fanout_floor") as ears:
            for number in range(EVENTS):
                readers.expect(listeners)
                heard = bell(ears, partial(_ring, dsn, number))
                since_bell += [(at - heard) * 1000 for at in readers.times()]
    finally:
        with server:
            server.kill()
    return since_bell


def _ring(dsn: str, number: int) -> None:
    with psycopg.connect(dsn, autocommit=True) as ears:
        ears.execute("select pg_notify('fanout_floor', %s)", [str(number)])


def wire(dsn: str, channel: str) -> psycopg.Connection:
    """A connection that hears a channel."""
    ears = psycopg.connect(dsn, autocommit=True)
    ears.execute(f"listen {channel}")
    return ears


def bell(ears: psycopg.Connection, action: Callable[[], None], of: str = "") -> float:
    """When the NOTIFY of an action that holds `of` was heard, on the clock of the crowd."""
    with ThreadPoolExecutor(1) as hand:
        done = hand.submit(action)
        for notice in ears.notifies(timeout=30):
            if of in notice.payload:
                heard = time.monotonic()
                done.result()
                return heard
    raise RuntimeError("No NOTIFY was heard.")


def _percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    print(*measure(), sep="\n")
