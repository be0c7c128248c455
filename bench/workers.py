"""`threering worker` as anybody calls it, started before what is measured and let go with it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

import psutil
import psycopg

WAITING = "select exists (select 1 from ledger_arrival where outcome is null)"
EVERY = 0.01  # seconds between two looks; the look after the end makes us slower, never quicker
PATIENCE = 120.0  # seconds for all of one step
STILL = 0.3  # seconds without work, after which a worker has nothing to do
Worker = subprocess.Popen[bytes]


@contextmanager
def standing_still(
    environment: Mapping[str, str], count: int, bring: Callable[[], None]
) -> Iterator[list[Worker]]:
    """So many workers that have taken in a mail each, which `bring` brings, and are stopped.

    What a worker does once in its life (imports, connections) is behind them. Whatever comes while
    they are stopped waits, as it waits after an outage.
    """
    with ExitStack() as stack:
        workers = []
        for _ in range(count):
            worker = stack.enter_context(_started(environment))
            bring()
            await_the_end(environment["DATABASE_URL"], [worker])
            _await_rest(worker)
            worker.send_signal(signal.SIGSTOP)
            workers.append(worker)
        yield workers


@contextmanager
def _started(environment: Mapping[str, str]) -> Iterator[Worker]:
    words = [sys.executable, "-m", "threering", "worker"]
    worker = subprocess.Popen(words, env=dict(environment))
    try:
        yield worker
    finally:
        worker.send_signal(signal.SIGCONT)
        worker.terminate()
        worker.wait()


def await_the_end(url: str, workers: Sequence[Worker], *, going: bool = False) -> float:
    """Seconds until nothing waits any more. `going`: they are stopped and begin now, together."""
    with psycopg.connect(url, autocommit=True) as watch:
        watch.execute(WAITING)
        began = time.perf_counter()
        for worker in workers if going else ():
            worker.send_signal(signal.SIGCONT)
        while _waits(watch):
            _still_fine(workers, began)
            time.sleep(EVERY)
        return time.perf_counter() - began


def _waits(watch: psycopg.Connection) -> bool:
    found = watch.execute(WAITING).fetchone()
    return bool(found and found[0])


def _await_rest(worker: Worker) -> None:
    seen, began, before = psutil.Process(worker.pid), time.perf_counter(), -1.0
    while (spent := sum(seen.cpu_times()[:2])) - before > STILL / 10:
        _still_fine([worker], began)
        before = spent
        time.sleep(STILL)


def _still_fine(workers: Sequence[Worker], began: float) -> None:
    if any(worker.poll() is not None for worker in workers):
        raise RuntimeError("A worker ended before all was taken in.")
    if time.perf_counter() - began > PATIENCE:
        raise RuntimeError(f"Mails still wait after {PATIENCE:.0f} s.")
