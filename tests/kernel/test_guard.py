"""The guard of connections: where they may lead, and that they end."""

from __future__ import annotations

import socket
from time import monotonic

import pytest

from tests.ports import closed_port
from threering.kernel.guard import Guard
from threering.kernel.http import NotPermitted, refuse_private


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0"]
)
def test_an_address_of_a_private_network_is_refused_with_what_to_do(address: str) -> None:
    with pytest.raises(NotPermitted, match=r"add mail\.example to THREERING_PRIVATE_HOSTS"):
        refuse_private("mail.example", ["9.9.9.9", address])


def test_a_private_host_is_reached_where_the_operator_permits_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(NotPermitted):
            Guard(()).open("127.0.0.1", port, 5)
        for guard in (Guard(("127.0.0.1",)), Guard()):
            guard.open("127.0.0.1", port, 5).close()


def test_a_refusal_is_said_as_it_is() -> None:
    with closed_port() as port, pytest.raises(ConnectionRefusedError):
        Guard(("127.0.0.1",)).open("127.0.0.1", port, 5)


def test_the_fuse_ends_a_connection_that_says_nothing_however_patient_its_reader_is() -> None:
    began = monotonic()
    with socket.create_server(("127.0.0.1", 0)) as server, Guard(within=0.2) as guard:
        with guard.open("127.0.0.1", server.getsockname()[1], 60) as wire:
            assert wire.recv(1) == b""
        assert guard.burnt
        with pytest.raises(TimeoutError):
            guard.open("127.0.0.1", server.getsockname()[1], 60)
    assert monotonic() - began < 30


def test_a_name_that_leads_elsewhere_the_next_moment_is_asked_where_it_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter(["93.184.216.34", "10.0.0.7"])
    asked: list[tuple[str, int]] = []

    def looked_up(host: str, port: int, **_more: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connected(to: tuple[str, int], *_more: object) -> socket.socket:
        asked.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", connected)
    with pytest.raises(ConnectionRefusedError):
        Guard(()).open("rebinding.example", 993, 5)
    assert asked == [("93.184.216.34", 993)]
