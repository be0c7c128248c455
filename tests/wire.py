"""A cable between a program and a server on 127.0.0.1 that can be cut, or go silent."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Wire:
    """Connects to `to`; `port` is this end. Open at first."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.attempts = 0
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._flows = threading.Event()
        self._flows.set()
        self._door: socket.socket | None = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._refuses = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection; who comes is turned away at once."""
        self._refuses = True
        for pair in self._pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._pairs.clear()

    def mend(self) -> None:
        """Let everybody through again."""
        self._refuses = False
        self._flows.set()

    def silence(self) -> None:
        """Keep the connections, and let nothing through: nobody is told."""
        self._flows.clear()

    def close(self) -> None:
        """Take it away."""
        self.cut()
        self._flows.set()
        if self._door:
            with suppress(OSError):
                self._door.shutdown(socket.SHUT_RDWR)
            self._door.close()

    def _accept(self) -> None:
        while self._door:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            self.attempts += 1
            if self._refuses:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                near.close()
                continue
            self._pairs.append((near, far))
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._flow, args=(source, target), daemon=True).start()

    def _flow(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                self._flows.wait()
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire(to: int) -> Iterator[Wire]:
    """One that is taken away at the end."""
    made = Wire(to)
    try:
        yield made
    finally:
        made.close()
