"""The HTTP server as a process."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from threering.runtime import processes, server
from threering.runtime.env import Address
from threering.runtime.supervisor import accepts

PROGRAM = """
import asyncio, sys
from threering.runtime.env import Address
from threering.runtime.server import serve

async def application(scope, receive, send):
    if scope["type"] != "http":
        raise NotImplementedError(scope["type"])
    await send({"type": "http.response.start", "status": 200, "headers": []})
    stream = scope["path"] == "/stream"
    await send({"type": "http.response.body", "body": b"hello\\n", "more_body": stream})
    if stream:
        await asyncio.Event().wait()

serve(application, Address("127.0.0.1", int(sys.argv[1])))
"""


@contextmanager
def serving(address: Address) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-c", PROGRAM, str(address.port)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert processes.wait_until(lambda: accepts(address), 30)
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_an_open_stream_does_not_keep_it_from_stopping(free_address: Address, sign: int) -> None:
    with serving(free_address) as process:
        connection = http.client.HTTPConnection(free_address.host, free_address.port, timeout=30)
        connection.request("GET", "/stream")
        answer = connection.getresponse()
        assert answer.readline() == b"hello\n"
        process.send_signal(sign)
        assert process.wait() == 0
        connection.close()


def test_a_killed_one_leaves_the_port_to_the_next(free_address: Address) -> None:
    with serving(free_address) as process:
        process.kill()
        process.wait()
        with serving(free_address) as heir:
            heir.terminate()
            assert heir.wait() == 0


def test_a_taken_port_is_one_sentence(free_address: Address) -> None:
    with serving(free_address) as process:
        with pytest.raises(server.PortTaken, match=f"{free_address} is taken by .*{process.pid}"):
            server.serve(lambda *_words: None, free_address)  # type: ignore[arg-type]
        process.terminate()
        assert process.wait() == 0
