"""Our listener, spoken to over a real socket."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from aiosmtpd.smtp import SMTP
from django.db import OperationalError, connections
from django.db.models import F

from tests.house import House
from tests.mail import mail
from threering.ledger import blobs
from threering.ledger.models import Arrival
from threering.listeners import smtp

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def door(protocol: Callable[[], SMTP]) -> Iterator[int]:
    """The door open on a free port."""
    ready, stop, port = threading.Event(), [], [0]

    async def serve() -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        # One thread stores all mails: its connection is the only one, and is closed at the end.
        loop.set_default_executor(ThreadPoolExecutor(1))
        server = await loop.create_server(protocol, "127.0.0.1", 0)
        port[0] = server.sockets[0].getsockname()[1]
        stop.append(lambda: loop.call_soon_threadsafe(stopped.set))
        ready.set()
        await stopped.wait()
        server.close()
        await asyncio.to_thread(connections.close_all)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(10)
    try:
        yield port[0]
    finally:
        stop[0]()
        thread.join()


def send(port: int, to: list[str], content: bytes) -> dict[str, tuple[int, bytes]]:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as wire:
        return wire.sendmail("ingrid@example.com", to, content)


def test_a_mail_is_on_disk_byte_for_byte_before_the_sender_is_told(house: House) -> None:
    on_the_wire = mail().replace(b"\n", b"\r\n") + b".\r\n..dots\r\n"
    with door(lambda: smtp.LongLines(smtp.Door())) as port:
        send(port, ["help@shop.test"], on_the_wire)
    arrival = Arrival.objects.get()
    assert arrival.raw
    assert blobs.read(arrival.raw) == on_the_wire
    assert (arrival.client, arrival.outcome) == (house.north, None)


def test_the_same_mail_offered_again_is_the_same_arrival(house: House) -> None:
    with door(lambda: smtp.LongLines(smtp.Door())) as port:
        send(port, ["help@shop.test"], mail())
        send(port, ["help@shop.test"], mail())
    assert Arrival.objects.count() == 1


def test_the_same_bytes_after_the_days_of_a_retry_are_a_new_arrival(house: House) -> None:
    with door(lambda: smtp.LongLines(smtp.Door())) as port:
        for days in (5, 5, 0):  # the last arrivals are so old before the next
            send(port, ["help@shop.test"], mail())
            Arrival.objects.update(received_at=F("received_at") - timedelta(days=days))
        assert Arrival.objects.count() == 2
        send(port, ["help@shop.test"], mail())
        send(port, ["help@shop.test"], mail())
    assert Arrival.objects.count() == 2
    with door(lambda: smtp.LongLines(smtp.Door())) as port:
        Arrival.objects.update(received_at=F("received_at") - timedelta(days=30))
        send(port, ["help@shop.test"], mail())
        send(port, ["help@shop.test"], mail())
    assert Arrival.objects.count() == 3
    assert len(set(Arrival.objects.values_list("external_key", flat=True))) == 3


def test_an_address_that_is_not_ours_is_refused_at_once(house: House) -> None:
    with (
        door(lambda: smtp.LongLines(smtp.Door())) as port,
        pytest.raises(smtplib.SMTPRecipientsRefused) as refused,
    ):
        send(port, ["nobody@shop.test"], mail())
    assert refused.value.recipients["nobody@shop.test"][0] == 550


def test_a_mail_to_two_inboxes_arrives_at_both(house: House) -> None:
    with door(lambda: smtp.LongLines(smtp.Door())) as port:
        send(port, ["help@shop.test", "help@other.test"], mail())
    assert {arrival.client for arrival in Arrival.objects.all()} == {house.north, house.south}


def test_a_detail_in_the_address_is_passed_over(house: House) -> None:
    with door(lambda: smtp.LongLines(smtp.Door())) as port:
        assert send(port, ["Help+order42@Shop.test"], mail()) == {}


def test_over_long_lines_are_taken(house: House) -> None:
    with door(lambda: smtp.LongLines(smtp.Door())) as port:
        send(port, ["help@shop.test"], mail() + b"x" * 100_000 + b"\n")
    assert Arrival.objects.get().size > 100_000


def test_lmtp_is_spoken_too(house: House) -> None:
    with (
        door(lambda: smtp.LongLinesLMTP(smtp.Door())) as port,
        smtplib.LMTP("127.0.0.1", port) as wire,
    ):
        wire.sendmail("ingrid@example.com", ["help@shop.test"], mail())
    assert Arrival.objects.count() == 1


def test_what_cannot_be_stored_is_left_with_the_sender(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_arguments: object) -> None:
        raise OperationalError("the server went away")

    monkeypatch.setattr(smtp, "arrive", gone)
    with (
        door(lambda: smtp.LongLines(smtp.Door())) as port,
        pytest.raises(smtplib.SMTPDataError) as refused,
    ):
        send(port, ["help@shop.test"], mail())
    assert refused.value.smtp_code == 451
    assert not Arrival.objects.exists()


def test_what_nobody_foresaw_is_left_with_the_sender_and_the_next_mail_is_taken(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stumble_once(monkeypatch)
    with (
        door(lambda: smtp.LongLines(smtp.Door())) as port,
        smtplib.SMTP("127.0.0.1", port, timeout=10) as wire,
    ):
        assert [offer(wire, ["help@shop.test"]) for _ in range(2)] == [451, 250]
    assert "ValueError in our listener: nobody thought of this" in caplog.text
    assert Arrival.objects.count() == 1


def test_lmtp_answers_for_every_recipient(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    to = ["help@shop.test", "nobody@shop.test", "help@other.test"]
    stumble_once(monkeypatch)
    with (
        door(lambda: smtp.LongLinesLMTP(smtp.Door())) as port,
        smtplib.LMTP("127.0.0.1", port) as wire,
    ):
        for expected in (451, 250):
            assert [offer(wire, to), wire.getreply()[0]] == [expected] * 2
        assert wire.noop()[0] == 250
    assert Arrival.objects.count() == 2


def offer(wire: smtplib.SMTP, to: list[str]) -> int:
    """One mail on an open connection; the first answer to its data."""
    wire.ehlo_or_helo_if_needed()
    wire.mail("ingrid@example.com")
    for address in to:
        wire.rcpt(address)
    return wire.data(mail())[0]


def stumble_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first mail fail in a way that nobody foresaw."""
    arrive = smtp.arrive

    def once(*_arguments: object) -> None:
        monkeypatch.setattr(smtp, "arrive", arrive)
        raise ValueError("nobody thought of this")

    monkeypatch.setattr(smtp, "arrive", once)
