"""One thread for every mailbox that is set up; what is added, changed or removed is noticed."""

from __future__ import annotations

import logging
import threading

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from threering.channels.queries import set_ups
from threering.listeners.watch import Watch

log = logging.getLogger(__name__)
LOOK_EVERY = 2.0  # seconds


class Watching(threading.Thread):
    """Keeps a watch on every mailbox there is."""

    def __init__(self) -> None:
        super().__init__(name="mailboxes", daemon=True)
        self.stopping = threading.Event()
        self.watches: dict[tuple[int, int], Watch] = {}

    def run(self) -> None:
        """Look again and again which mailboxes there are, until stopped."""
        while not self.stopping.is_set():
            try:
                close_old_connections()
                self.adjust(set_ups())
            except (OperationalError, InterfaceError) as error:
                log.warning("mailboxes: PostgreSQL went away, trying again: %s", error)
                connection.close()
            self.stopping.wait(LOOK_EVERY)
        self.adjust({})
        connection.close()

    def adjust(self, wanted: dict[int, int]) -> None:
        """Begin what is new or was set up anew, end what is no more, replace what died."""
        for key, watch in list(self.watches.items()):
            if key not in wanted.items() or not watch.is_alive():
                watch.stopping.set()
                del self.watches[key]
        for key in wanted.items() - self.watches.keys():
            self.watches[key] = Watch(key[0])
            self.watches[key].start()

    def stop(self) -> None:
        """Let every thread end; what it has not stored yet is simply read again next time."""
        self.stopping.set()
        self.join(5)


def start() -> Watching:
    """Begin to watch."""
    watching = Watching()
    watching.start()
    return watching
