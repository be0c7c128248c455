"""Ports of 127.0.0.1 for the tests' own servers, and one that stays closed."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager

# Below those that the kernel hands to servers and connections that name none: such a port cannot
# be taken by another test between the moment we find it and the moment our server opens it.
NOBODYS = range(12_000, 32_000)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    while True:
        port = random.choice(NOBODYS)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


@contextmanager
def closed_port() -> Iterator[int]:
    """A port that refuses everybody for as long as it is held."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield int(holder.getsockname()[1])
