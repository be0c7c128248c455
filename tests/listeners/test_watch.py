"""The watch of one mailbox against a server that does the worst, with a real PostgreSQL."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from tests.house import House, build
from tests.imap_server import PASSWORD, USER, Scripted, scripted
from tests.mail import mail
from threering.channels.actions import SetUp, set_up_mailbox
from threering.channels.models import Mailbox, MailboxAlarm
from threering.jobs.arrivals import drain_arrivals
from threering.jobs.mailboxes import compare
from threering.ledger.blobs import IN_ROW
from threering.ledger.models import Arrival
from threering.listeners.watch import Watch
from threering.tickets.models import Message

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30


@pytest.fixture
def house(transactional_db: None) -> House:
    return build()


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted() as started:
        yield started


@pytest.fixture
def mailbox(house: House, server: Scripted, settings: Settings) -> Mailbox:
    settings.MAILBOX_PACE = 1 / 500
    said = SetUp(
        host="127.0.0.1", port=server.port, security="plain", user=USER,
        folder="INBOX", auth="password", secret={"password": PASSWORD},
    )  # fmt: skip
    return set_up_mailbox(house.shop, said)


@contextmanager
def watched(mailbox: Mailbox) -> Iterator[Watch]:
    watch = Watch(mailbox.pk)
    watch.start()
    try:
        yield watch
    finally:
        watch.stopping.set()
        watch.join(PATIENCE)
        assert not watch.is_alive()


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what
        threading.Event().wait(0.02)


def alarm(mailbox: Mailbox, cause: str) -> MailboxAlarm | None:
    return MailboxAlarm.objects.filter(mailbox=mailbox, cause=cause).first()


def fresh(mailbox: Mailbox) -> Mailbox:
    return Mailbox.objects.get(pk=mailbox.pk)


def read_up_to(mailbox: Mailbox, mark: int) -> Callable[[], bool]:
    def reached() -> bool:
        now = fresh(mailbox)
        return now.seen_up_to == mark and now.last_ok_at is not None and not now.trouble

    return reached


def letter(number: int, text: str = "") -> bytes:
    return mail(text or f"Nr {number}", message_id=f"<{number}@x.test>")


def read_whole(server: Scripted, mailbox: Mailbox, count: int) -> None:
    for number in range(count):
        server.put(letter(number))
    with watched(mailbox):
        until(read_up_to(mailbox, count), "all is read")


@pytest.mark.parametrize(
    "anew", [1, 3, 6], ids=["below the mark", "up to the mark", "beyond the mark"]
)
def test_numbers_given_out_again_after_a_restore_lose_and_double_nothing(
    server: Scripted, mailbox: Mailbox, anew: int
) -> None:
    read_whole(server, mailbox, 8)
    for uid in range(5, 9):
        del server.mails[uid]
    server.uidnext = 5
    for number in range(100, 100 + anew):
        server.put(letter(number))
    Mailbox.objects.update(last_ok_at=None)
    with watched(mailbox):
        until(read_up_to(mailbox, 4 + anew), "all is read again")
    while drain_arrivals():
        pass
    ids = Message.objects.values_list("external_id", flat=True)
    wanted = [*range(8), *range(100, 100 + anew)]
    assert sorted(ids) == sorted(f"<{number}@x.test>" for number in wanted)
    assert alarm(mailbox, "renumbered")
    found = compare(fresh(mailbox))
    assert (found.count, found.missing) == (4 + anew, 0)


def test_a_mark_at_the_end_is_no_new_numbering(server: Scripted, mailbox: Mailbox) -> None:
    read_whole(server, mailbox, 3)
    server.mails.clear()  # the number of the next one stays what it is
    Mailbox.objects.update(last_ok_at=None)
    with watched(mailbox):
        until(read_up_to(mailbox, 3), "it is well")
    assert not alarm(mailbox, "renumbered")
    assert fresh(mailbox).generation == 0


def test_a_server_that_tells_sizes_and_times_carelessly_is_not_read_anew(
    server: Scripted, mailbox: Mailbox
) -> None:
    read_whole(server, mailbox, 3)
    server.mails[3] = server.mails[3] + b"an advertisement of the provider\r\n"
    server.days[3] = 5
    Mailbox.objects.update(last_ok_at=None)
    with watched(mailbox):
        until(read_up_to(mailbox, 3), "it is well")
    assert not alarm(mailbox, "renumbered")


def test_another_mail_of_the_same_size_is_told_by_its_time(
    server: Scripted, mailbox: Mailbox
) -> None:
    read_whole(server, mailbox, 3)
    server.mails[3], server.days[3] = letter(4), 5
    Mailbox.objects.update(last_ok_at=None)
    with watched(mailbox):
        until(read_up_to(mailbox, 3), "all is read again")
    assert alarm(mailbox, "renumbered")
    assert Arrival.objects.count() == 6


def test_a_numbering_that_comes_back_is_not_taken_for_the_one_of_then(
    server: Scripted, mailbox: Mailbox
) -> None:
    read_whole(server, mailbox, 2)
    for validity, number, stored in ((8, 10, 4), (7, 20, 6)):
        server.uidvalidity, server.uidnext = validity, 1
        server.mails.clear()
        server.put(letter(number))
        server.put(letter(number + 1))
        with watched(mailbox):
            until(lambda wanted=stored: Arrival.objects.count() == wanted, "both are stored")


def test_a_mail_that_was_never_asked_for_alone_is_not_passed_over(
    server: Scripted, mailbox: Mailbox
) -> None:
    server.cuts = lambda line: "SEARCH" in line
    for number in range(3):
        server.put(letter(number))
    with watched(mailbox):
        until(lambda: server.logins() > 6, "it was tried again and again")
        server.cuts = lambda line: "SIZE" in line and ":" in line.replace(",", ":")
        until(read_up_to(mailbox, 3), "all is read")
    assert Arrival.objects.count() == 3
    assert not alarm(mailbox, "missing")


def test_a_mail_that_ends_the_connection_is_passed_over_and_told(
    server: Scripted, mailbox: Mailbox
) -> None:
    server.cuts = lambda line: "BODY" in line and "2" in line.split(" ")[2].split(",")
    for number in range(4):
        server.put(letter(number))
    with watched(mailbox):
        until(read_up_to(mailbox, 4), "the others are read")
    assert Arrival.objects.count() == 3
    told = alarm(mailbox, "missing")
    assert told
    assert "mail number 2" in told.words


def test_a_full_disk_is_an_alarm_and_no_storm_and_passes(
    server: Scripted, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.MAILBOX_PACE = 1 / 20
    server.put(letter(1, "long\n" * IN_ROW))
    ordinary = Path.open

    def full(path: Path, *args: object, **more: object) -> object:
        if path.suffix == ".part":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return ordinary(path, *args, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as patched, watched(mailbox) as watch:
        patched.setattr(Path, "open", full)
        until(lambda: alarm(mailbox, "failed"), "the alarm is raised")
        told = alarm(mailbox, "failed")
        assert told
        assert "The disk is full" in told.words
        assert "disk is full" in fresh(mailbox).trouble
        until(lambda: watch.failures >= 3, "it is tried again")
        assert server.logins() <= watch.failures + 1
        assert watch.is_alive()
        patched.undo()
        until(read_up_to(mailbox, 1), "it is read")
    assert (alarm(mailbox, "failed") or told).cleared_at
    assert Arrival.objects.count() == 1


def test_a_server_that_does_not_number_for_good_is_told_of(
    server: Scripted, mailbox: Mailbox
) -> None:
    server.uidvalidity = None
    with watched(mailbox) as watch:
        until(lambda: watch.failures >= 2, "it is tried again")
        told = alarm(mailbox, "failed")
    assert told
    assert "UIDVALIDITY" in told.words


def test_a_password_sealed_under_another_key_is_told_of(
    server: Scripted, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    Mailbox.objects.update(secret=bytes(80))
    with watched(mailbox) as watch:
        until(lambda: watch.failures >= 2, "it is tried again")
        told = alarm(mailbox, "failed")
    assert told
    assert "THREERING_SECRET_KEY" in told.words
    assert "Traceback" in caplog.text
    assert server.logins() == 0


def test_a_database_that_takes_nothing_is_asked_ever_more_rarely(
    server: Scripted, mailbox: Mailbox
) -> None:
    server.put(letter(1))
    with connection.cursor() as cursor:
        cursor.execute(_FULL)
    try:
        with watched(mailbox) as watch:
            until(lambda: watch.failures >= 4, "it is tried again")
            assert server.logins() <= watch.failures + 1
            told = alarm(mailbox, "failed")
            assert told
            assert "The disk is full" in told.words
    finally:
        with connection.cursor() as cursor:
            cursor.execute("drop trigger full_disk on ledger_arrival; drop function full_disk()")


def test_mails_that_gmail_has_in_one_thread_are_one_ticket(
    server: Scripted, mailbox: Mailbox
) -> None:
    for uid, thread in ((1, 77), (2, 77), (3, 78)):
        server.put(mail(message_id=f"<{uid}@x.test>", subject=f"Other words {uid}"))
        server.threads[uid] = thread
    with watched(mailbox):
        until(read_up_to(mailbox, 3), "all is read")
    while drain_arrivals():
        pass
    tickets = dict(Message.objects.values_list("external_id", "ticket"))
    assert tickets["<1@x.test>"] == tickets["<2@x.test>"] != tickets["<3@x.test>"]


_FULL = """
create function full_disk() returns trigger language plpgsql as $$
begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
create trigger full_disk before insert on ledger_arrival
for each row execute function full_disk();
"""
