"""Request bodies, and what a slow one costs the others."""

from __future__ import annotations

import asyncio
import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus

import pytest

from threering.runtime import asgi, bodies, processes
from threering.runtime.bodies import Message, Receive, Refused, pieces_of, whole
from threering.runtime.env import Address
from threering.runtime.supervisor import accepts

SLOW = 12  # more than there are threads
PROGRAM = """
import sys
from threering.runtime.bringup import django
django()
from a2wsgi import WSGIMiddleware
from threering.runtime import asgi, bodies, server
from threering.runtime.env import Address

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(len(environ["wsgi.input"].read())).encode()]

asgi.django = WSGIMiddleware(application, workers=asgi.PAGE_THREADS)
bodies.PATIENCE = float(sys.argv[2])
server.serve(asgi.front, Address("127.0.0.1", int(sys.argv[1])))
"""


@contextmanager
def pages(address: Address, patience: float) -> Iterator[None]:
    """The front of the house before an application that counts the bytes it is sent."""
    words = [sys.executable, "-c", PROGRAM, str(address.port), str(patience)]
    with subprocess.Popen(words) as process:
        try:
            assert processes.wait_until(lambda: accepts(address), 30)
            yield
        finally:
            process.kill()


def post(address: Address, body: bytes, promised: int) -> socket.socket:
    """Begin to send a form."""
    wire = socket.create_connection(address.pair, timeout=30)
    head = f"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: {promised}\r\n\r\n"
    wire.sendall(head.encode() + body)
    return wire


def test_slow_senders_hold_up_nobody_else(free_address: Address) -> None:
    with pages(free_address, patience=600), ExitStack() as open_ones:
        for _ in range(SLOW):
            open_ones.enter_context(post(free_address, b"x", promised=100))
        connection = http.client.HTTPConnection(*free_address.pair, timeout=20)
        connection.request("POST", "/login", b"y" * 200_000)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"200000")
        connection.close()


def test_who_sends_nothing_more_is_told_so(free_address: Address) -> None:
    with (
        pages(free_address, patience=0.1),
        post(free_address, b"x", promised=100) as wire,
        wire.makefile("rb") as said,
    ):
        assert said.readline().split()[1] == b"408"


def from_(*messages: Message) -> Receive:
    """A sender of these messages, who then falls silent."""
    waiting = iter(messages)

    async def receive() -> Message:
        if (message := next(waiting, None)) is None:
            await asyncio.Event().wait()
        return message or {}

    return receive


def part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def run(receive: Receive, most: int = 10) -> bytes:
    body, size = asyncio.run(whole(receive, most))
    with body:
        found = body.read()
    assert size == len(found)
    return found


def test_a_body_is_put_together() -> None:
    assert run(from_(part(b"ab", more=True), part(b"cd", more=False))) == b"abcd"


def test_a_body_without_an_end_is_refused_while_it_comes() -> None:
    with pytest.raises(Refused) as refused:
        run(from_(part(b"x" * 11, more=True)))
    assert refused.value.status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_silence_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.01)
    with pytest.raises(Refused) as refused:
        run(from_(part(b"x", more=True)))
    assert refused.value.status is HTTPStatus.REQUEST_TIMEOUT


def test_who_leaves_needs_no_answer() -> None:
    with pytest.raises(bodies.Gone):
        run(from_(part(b"x", more=True), {"type": "http.disconnect"}))


def test_a_large_body_waits_on_disk_and_is_handed_over_in_pieces() -> None:
    sent = b"x" * (bodies.LARGE + 1)
    body, size = asyncio.run(whole(from_(part(sent, more=False)), 2 * len(sent)))
    with body:
        assert body._rolled  # type: ignore[attr-defined]
        receive, heard = pieces_of(body, size), []
        while not heard or heard[-1]["more_body"]:
            heard.append(asyncio.run(receive()))  # type: ignore[arg-type]
    assert b"".join(piece["body"] for piece in heard) == sent
    assert max(len(piece["body"]) for piece in heard) == bodies.PIECE


def test_a_large_body_for_an_address_that_nobody_was_given_is_refused_while_it_comes(
    free_address: Address,
) -> None:
    with pages(free_address, patience=20):
        wire = socket.create_connection(free_address.pair, timeout=30)
        path = "/hooks/mailgun/nobody/mime"
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {70 * 2**20}\r\n\r\n"
        with wire, wire.makefile("rb") as said:
            wire.sendall(head.encode() + b"x" * (bodies.LARGE + 1))
            assert said.readline().split()[1] == b"413"


def test_no_more_than_two_large_bodies_are_in_work_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, most = 0, 0

    async def slow(scope: object, receive: object, send: object) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        for _ in range(5):
            await asyncio.sleep(0)
        now -= 1

    async def all_at_once() -> None:
        monkeypatch.setattr(asgi, "large", asyncio.Semaphore(asgi.LARGE_AT_ONCE))
        sent = b"x" * (bodies.LARGE + 1)
        scope = {"type": "http", "path": "/login", "headers": []}
        work = [asgi.pages(scope, from_(part(sent, more=False)), None) for _ in range(6)]  # type: ignore[arg-type]
        await asyncio.gather(*work)

    monkeypatch.setattr(asgi, "django", slow)
    asyncio.run(all_at_once())
    assert most == asgi.LARGE_AT_ONCE
