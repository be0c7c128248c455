from __future__ import annotations

import socket

import pytest

from tests.tokens import provider
from threering.kernel.http import (
    NotPermitted,
    Unreachable,
    permitted_address,
    post_form,
    refuse_private,
)

LOCAL = ("127.0.0.1",)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.1.2.3", "192.168.0.7", "169.254.169.254", "::1"])
def test_a_machine_inside_is_not_asked_unless_it_is_permitted(host: str) -> None:
    with pytest.raises(Unreachable, match="THREERING_PRIVATE_HOSTS"):
        permitted_address(host, 443, ())
    assert permitted_address(host, 443, (host,)) == host


@pytest.mark.parametrize(
    "host",
    [
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1"),  # NAT64
        *("2002:7f00:1::", "2002:a00:1::1", "::ffff:127.0.0.1", "::127.0.0.1"),  # IPv4 in IPv6
        *("224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"),  # groups of machines
        *("fec0::1", "fe80::1%1", "fd00::1", "0.0.0.0", "100.64.0.1", "255.255.255.255", "::"),
    ],
)
def test_no_other_spelling_of_an_address_leads_inside(host: str) -> None:
    with pytest.raises(NotPermitted):
        refuse_private("spelled.example", ["93.184.216.34", host])


def test_public_machines_may_be_asked_also_through_a_translator() -> None:
    refuse_private("x.example", ["8.8.8.8", "2606:4700::1", "64:ff9b::808:808", "::ffff:8.8.8.8"])


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://x.test/", "token", ""])
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(Unreachable, match="https"):
        post_form(url, {}, LOCAL)


def test_an_answer_comes_back_whatever_its_status() -> None:
    with provider("me@x.test") as gives:
        fields = {"client_id": "x", "client_secret": "y", "refresh_token": "z"}
        answer = post_form(f"{gives.url}/token", fields, LOCAL)
    assert answer.status == 400
    assert b"invalid_grant" in answer.body


def test_a_server_that_is_not_there_is_said_by_name() -> None:
    with provider("me@x.test") as gives:
        url = gives.url
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1 cannot be asked"):
        post_form(url, {}, LOCAL)


def test_a_name_that_changes_its_address_is_asked_at_the_one_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers, asked = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"]), []

    def looked_up(host: str, port: int, **_more: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connected(to: tuple[str, int], **_more: object) -> socket.socket:
        asked.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(socket, "create_connection", connected)
    with pytest.raises(Unreachable):
        post_form("https://rebinding.example/", {})
    assert asked == [("93.184.216.34", 443)]


def test_a_name_of_which_one_address_is_inside_is_not_asked_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def looked_up(host: str, port: int, **_more: object) -> list[tuple[object, ...]]:
        both = ("93.184.216.34", "10.0.0.7")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in both]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with pytest.raises(Unreachable, match=r"10\.0\.0\.7"):
        post_form("https://both.example/", {})
