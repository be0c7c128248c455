"""The worker process: two loops on their own queues, and procrastinate for everything else."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable

import psycopg
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from threering.channels.registry import adapter, kinds, transport
from threering.jobs.arrivals import drain_arrivals
from threering.jobs.bulks import go_on
from threering.jobs.deliveries import (
    Result,
    attempt,
    claim_delivery,
    closing,
    sweep_lost_deliveries,
    write_result,
)
from threering.jobs.pushes import keep_pushing
from threering.kernel.announce import ARRIVALS, DELIVERIES, connection_params
from threering.kernel.time import now
from threering.ledger.models import Delivery
from threering.ledger.queries import next_due_at

log = logging.getLogger(__name__)
LOOK_EVERY = 5.0  # seconds: a bell may be lost with the connection, rows are not
AFTER_LOSS = 0.3
GONE = (OperationalError, InterfaceError)

stopping = threading.Event()
bells = {ARRIVALS: threading.Event(), DELIVERIES: threading.Event()}


def run() -> None:
    """Work until SIGTERM or SIGINT; what is under way is finished first."""
    for kind in kinds():  # the first mail shall not wait for the imports of its channel
        adapter(kind), transport(kind)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop())
    threads = [
        threading.Thread(target=listen, name="bells", daemon=True),
        threading.Thread(target=_loop, args=(ARRIVALS, drain_arrivals), name="arrivals"),
        threading.Thread(
            target=_loop, args=(DELIVERIES, send_next, until_next_due), name="deliveries"
        ),
        threading.Thread(target=_timetable, name="timetable", daemon=True),
        threading.Thread(target=keep_pushing, args=(stopping,), name="pushes"),
    ]
    for thread in threads:
        thread.start()
    while all(thread.is_alive() for thread in threads) and not stopping.wait(0.5):
        pass
    broken = not stopping.is_set()
    stop()
    for loop in threads[1:3]:
        loop.join()
    if broken:
        raise SystemExit("A part of the worker ended by an error; it has to be started again.")


def stop() -> None:
    """Let the loops finish what they hold and end."""
    stopping.set()
    closing.set()
    for bell in bells.values():
        bell.set()


def until_next_due() -> float:
    """How long the deliveries may sleep, in seconds: until the next one's time for undo is over."""
    at = now()
    due = next_due_at(at)
    return min(LOOK_EVERY, (due - at).total_seconds()) if due else LOOK_EVERY


def _loop(
    queue: str, work: Callable[[], int], patience: Callable[[], float] = lambda: LOOK_EVERY
) -> None:
    """Work while there is work, then wait for the bell. A lost server is waited for."""
    while not stopping.is_set():
        try:
            close_old_connections()
            if work():
                continue
            bells[queue].wait(patience())
            bells[queue].clear()
        except GONE as error:
            log.warning("%s: PostgreSQL went away, trying again: %s", queue, error)
            connection.close()
            stopping.wait(AFTER_LOSS)
    connection.close()


def send_next() -> int:
    """Send one delivery: claim, wire, result. Returns 0 when nothing is due."""
    sweep_lost_deliveries()
    delivery = claim_delivery()
    if delivery is None:
        return 0
    _write_result(delivery, attempt(delivery))
    return 1


def _write_result(delivery: Delivery, result: Result) -> None:
    """We know how it ended: wait for the server as long as it takes to write that down."""
    while True:
        try:
            close_old_connections()
            write_result(delivery, result)
        except GONE as error:
            log.warning("a result waits for PostgreSQL: %s", error)
            connection.close()
            if stopping.wait(AFTER_LOSS):
                raise
        else:
            return


def listen() -> None:
    """Turn NOTIFY into bells; after a lost connection every bell rings once."""
    while not stopping.is_set():
        try:
            with psycopg.connect(**connection_params(), autocommit=True) as wire:
                for name in bells:
                    wire.execute(f"listen {name}")
                _ring_all()
                for notice in wire.notifies():
                    bells[notice.channel].set()
        except psycopg.OperationalError:
            stopping.wait(AFTER_LOSS)


def _ring_all() -> None:
    for bell in bells.values():
        bell.set()


def _timetable() -> None:
    """procrastinate's worker, on a connection of its own; it comes back after a lost server."""
    while not stopping.is_set():
        try:
            close_old_connections()
            go_on(now())  # what the worker before this one was killed at
            asyncio.run(_work_timetable())
        except (ConnectorException, psycopg.OperationalError, *GONE) as error:
            log.warning("timetable: PostgreSQL went away, trying again: %s", error)
            stopping.wait(AFTER_LOSS)


async def _work_timetable() -> None:
    wired = app.with_connector(PsycopgConnector(kwargs=connection_params(), min_size=1, max_size=3))
    async with wired.open_async():
        await wired.run_worker_async(
            install_signal_handlers=False,
            listen_notify=True,
            concurrency=1,
            delete_jobs="successful",
        )
