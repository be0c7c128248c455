"""What the operating system says about processes: who lives, who holds a port, who dies with us."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from threering.runtime.env import Address

PR_SET_PDEATHSIG = 1
# Loaded before any fork: between fork and exec nothing may be imported.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(sign: signal.Signals, parent: int = 0) -> Callable[[], None]:
    """A preexec_fn: the kernel sends `sign` to the child when the calling thread ends, however.

    Start children from the main thread only. The kernel forgets the wish when the user changes,
    but subprocess changes the user before it calls us. A child that calls it for itself names its
    `parent`.
    """
    parent = parent or os.getpid()

    def ask_the_kernel() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, int(sign))
        if os.getppid() != parent:  # the parent died between fork and the wish
            os.kill(os.getpid(), signal.SIGKILL)

    return ask_the_kernel


def postgres_in(folder: Path) -> Iterator[psutil.Process]:
    """Every PostgreSQL process, server or backend, that works in this data folder."""
    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and Path(process.cwd()) == folder:
                yield process
        except (psutil.NoSuchProcess, psutil.AccessDenied, FileNotFoundError):
            continue  # gone meanwhile, or another user's: then not ours


def send(process: psutil.Process, sign: signal.Signals) -> None:
    """Signal a process; that it has ended meanwhile is what was wanted."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(sign)


def ended(processes: list[psutil.Process], patience: float) -> bool:
    """Wait up to `patience` seconds; whether all of them have ended."""
    return wait_until(lambda: not any(map(_works, processes)), patience, step=0.02)


def _works(process: psutil.Process) -> bool:
    try:  # where process 1 does not reap, as in many containers, the ended stay as zombies
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def is_free(address: Address) -> bool:
    """Whether we could listen here now."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError:
            return False
    return True


def holder_of(address: Address) -> str:
    """Who listens on this port, in words; 'another program' where the system does not tell."""
    try:
        for connection in psutil.net_connections("tcp"):
            listens = connection.status == psutil.CONN_LISTEN
            if listens and getattr(connection.laddr, "port", 0) == address.port and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass  # a normal user may not look at the sockets of others
    return "another program"


def wait_until(true: Callable[[], bool], patience: float, step: float = 0.05) -> bool:
    """Ask again and again, every `step` seconds, for up to `patience` seconds."""
    until = time.monotonic() + patience
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(step)
    return True
