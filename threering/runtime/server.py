"""The HTTP server of the `web` and `live` processes: Granian inside this process, one address.

In-process and without forks, so that killing the process leaves nobody holding the port.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from threering.runtime import processes
from threering.runtime.env import Address

BACKLOG = 4096  # connections the kernel keeps waiting
BACKPRESSURE = 20_000  # open requests; a stream is one
GRACE = 1.5  # seconds for requests in work, after which streams are cut: clients come back

Message = MutableMapping[str, Any]
Application = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


class PortTaken(Exception):
    """Somebody else listens where we should; the message says who and what to do."""


def serve(application: Application, address: Address) -> None:
    """Serve until SIGTERM or SIGINT. Raises PortTaken."""
    if not processes.is_free(address):
        raise PortTaken(
            f"{address} is taken by {processes.holder_of(address)}. Stop that, or choose another "
            "address: THREERING_ADDRESS=127.0.0.1:8001."
        )
    _allow_many_streams()
    _settle()
    server = Server(
        application,
        address=address.host,
        port=address.port,
        interface=Interfaces.ASGI,
        backlog=BACKLOG,
        backpressure=BACKPRESSURE,
        websockets=False,
        log_level=LogLevels.error,
    )
    asyncio.run(_until_told(server))


def _allow_many_streams() -> None:
    """Every stream is an open file: take as many as the system lets us have."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _settle() -> None:
    """Let the collector pass over what stays as long as the process.

    Else it looks at all of that in each of its full rounds: 80 ms in which somebody waits. And let
    it come less often: a page makes thousands of things, of which hardly any hang in circles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


async def _until_told(server: Server) -> None:
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, server.stop)
    serving = loop.create_task(server.serve())
    told: asyncio.Event = cast(asyncio.Event, server.main_loop_interrupt)
    stopping = loop.create_task(told.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.wait({serving}, timeout=GRACE)
    if serving.done():
        serving.result()
    # Open streams would keep the server for ever, and hold nothing to lose; the server's own
    # threads would now and then abort an interpreter that goes before them.
    os._exit(0)
