"""Connections to servers that somebody named on a page: only where they may lead, not for ever.

Whoever keeps an inbox names its mail servers. Such a name may point into the network behind us, or
at a machine that says a letter a minute. So all addresses of the name are looked at, what was
looked at is connected to (a name may mean another machine the next moment), and a fuse ends what
lasts.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Collection
from contextlib import suppress
from time import monotonic
from types import TracebackType
from typing import Self

from threering.kernel.http import refuse_private


class Guard:
    """Opens connections. `permitted`: hosts that may be private; None: all, an operator set it up.

    Used as a context it has a fuse: after `within` seconds everything that it opened is ended,
    whatever the other side is saying, and `burnt` is set.
    """

    def __init__(
        self, permitted: Collection[str] | None = None, *, within: float | None = None
    ) -> None:
        self.permitted, self.within, self.burnt = permitted, within, False
        self._wires: list[socket.socket] = []
        self._timer: threading.Timer | None = None
        self._until: float | None = None

    def open(self, host: str, port: int, timeout: float | None) -> socket.socket:
        """Connect to the first address that answers. Raises NotPermitted and OSError."""
        if self.permitted is None:
            return self._opened(host, port, timeout)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if host not in self.permitted:
            refuse_private(host, addresses)
        trouble: OSError | None = None
        for address in addresses:
            try:
                return self._opened(address, port, timeout)
            except OSError as error:
                trouble = error
        raise trouble or OSError(f"{host} has no address")

    def _opened(self, host: str, port: int, timeout: float | None) -> socket.socket:
        if self._until is None:
            return socket.create_connection((host, port), timeout)
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        wire = socket.create_connection((host, port), min(timeout or left, left))
        wire.settimeout(timeout)
        self._wires.append(wire.dup())  # TLS takes the first one over
        return wire

    def __enter__(self) -> Self:
        if self.within is not None:
            self._until = monotonic() + self.within
            self._timer = threading.Timer(self.within, self._burn)
            self._timer.daemon = True
            self._timer.start()
        return self

    def _burn(self) -> None:
        self.burnt = True
        for wire in list(self._wires):
            with suppress(OSError):  # it is closed already
                wire.shutdown(socket.SHUT_RDWR)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer.join()
        for wire in self._wires:
            wire.close()


ANYWHERE = Guard()
"""For what an operator set up on the command line or in the environment."""
