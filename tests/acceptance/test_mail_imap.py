"""All mail, point 2: mailboxes on a real IMAP server, and everything that happens to them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.acceptance.house import INBOX, Installation, small_house, wait_until
from tests.acceptance.mailbox import HOUR, PACE, Read, letter, some_words
from tests.acceptance.post import Mailer
from tests.acceptance.visitor import ledger
from tests.dovecot import Dovecot, dovecot
from tests.wire import Wire, wire

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # minutes: `make verify`
Record = Callable[[str, object], None]
Reading = Callable[[str], Read]


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as started:
        yield started


@pytest.fixture(scope="module")
def cable(server: Dovecot) -> Iterator[Wire]:
    with wire(server.tls) as made:
        yield made


@pytest.fixture(scope="module")
def house(server: Dovecot) -> Iterator[Installation]:
    with small_house(THREERING_MAILBOX_PACE=str(PACE), **server.trust) as started:
        yield started


@pytest.fixture
def reading(house: Installation, server: Dovecot, cable: Wire) -> Iterator[Reading]:
    """Have a folder read over a cable; it is read no more when the test ends."""
    with ExitStack() as cleaning:

        def begin(folder: str) -> Read:
            found = Read(house, server, cable, folder)
            found.begin()
            cleaning.callback(house.must, "mailbox", "remove", INBOX)
            cleaning.callback(cable.mend)
            return found

        yield begin


def test_2a_a_mail_on_the_server_is_in_the_product_as_soon_as_it_comes(
    reading: Reading, server: Dovecot
) -> None:
    read = reading("Idle")
    read.wait_until_well()
    words = read.write(1)
    read.wait_for(words[0], patience=15)
    read.wait_for_all()
    with server.signed_in() as client:
        client.select_folder("Idle", readonly=True)
        assert client.search("SEEN") == []


@pytest.mark.full
def test_2a_ten_days_without_the_server_lose_and_double_nothing(
    reading: Reading, cable: Wire, record_property: Record
) -> None:
    read = reading("Ten days")
    read.write(3)
    read.wait_for_all()
    cable.cut()
    began = datetime.now(UTC) - timedelta(days=10)
    for day in range(10):
        read.write(8, at=began + timedelta(days=day))
    _strange_ones(read, began)
    assert "ended the connection" in read.wait_for_alarm("unreachable")
    cable.mend()
    read.wait_for_all()
    assert read.wait_until_well().past == "unreachable"
    times = read.visitor().get("/ledger").text
    assert f'datetime="{began + timedelta(days=3):%Y-%m-%dT%H:%M}' in times
    record_property("mails", len(read.said))


def _strange_ones(read: Read, at: datetime) -> None:
    """Without an id, twice the same without an id, one id for two mails, one mail twice."""
    nameless, doubled, first, second, copied = (some_words() for _ in range(5))
    twice, copy = letter(doubled, message_id="", at=at), letter(copied)
    one_id = {"message_id": f"<{some_words()}@x.test>"}
    mails = [letter(nameless, message_id="", at=at), twice, twice, copy, copy]
    mails += [letter(first, **one_id), letter(second, **one_id)]
    read.put(mails, [nameless, doubled, copied, first, second], at=at)


def test_2b_a_mail_that_somebody_else_read_is_taken_all_the_same(
    reading: Reading, server: Dovecot, cable: Wire
) -> None:
    read = reading("Seen")
    read.wait_until_well()
    cable.cut()
    read.write(12)
    with server.signed_in() as client:
        client.select_folder("Seen")
        client.add_flags(client.search(), [b"\\Seen"])
    cable.mend()
    read.wait_for_all()


def test_2c_a_folder_that_is_numbered_anew_loses_and_doubles_nothing(
    reading: Reading, server: Dovecot, cable: Wire
) -> None:
    read = reading("Anew")
    at = datetime.now(UTC) - timedelta(hours=1)
    read.write(15)
    _strange_ones(read, at)
    read.wait_for_all()
    cable.cut()
    with server.signed_in() as client:
        before = client.folder_status("Anew", "UIDVALIDITY")
        client.rename_folder("Anew", "Other")
        client.create_folder("Anew")
        client.select_folder("Other")
        client.copy(client.search(), "Anew")
        client.close_folder()
        client.delete_folder("Other")
        assert client.folder_status("Anew", "UIDVALIDITY") != before
    read.write(5)
    cable.mend()
    read.wait_for_all()
    assert read.wait_until_well().past == "renumbered"
    lines = ledger(read.visitor())
    assert len({line.key.partition("/")[0] for line in lines if "/" in line.key}) > 1
    read.wait_for_all()


@pytest.mark.parametrize("anew", [3, 7], ids=["below the mark", "beyond the mark"])
def test_2c_a_server_restored_from_its_backup_loses_and_doubles_nothing(
    reading: Reading, server: Dovecot, cable: Wire, house: Installation, anew: int
) -> None:
    read = reading(f"Restored {anew}")
    read.write(6)
    read.wait_for_all()
    lying, aside = server.maildir / f".Restored {anew}", server.root / "backup"
    subprocess.run(["cp", "-a", lying, aside], check=True)
    read.write(4)
    read.wait_for_all()
    mark = int(read.wait_until_well().mark)
    cable.cut()
    shutil.rmtree(lying)
    aside.rename(lying)
    read.write(anew)
    with server.signed_in() as client:
        after = client.folder_status(f"Restored {anew}", "UIDNEXT")[b"UIDNEXT"]
    assert (after <= mark) == (anew == 3)
    cable.mend()
    read.wait_for_all()
    assert read.wait_until_well().past == "renumbered"
    assert f"{6 + anew} mails, none missing" in house.must("mailbox", "compare", INBOX)


def test_2d_a_renamed_folder_is_found_again(reading: Reading, server: Dovecot) -> None:
    read = reading("Before")
    read.write(6)
    read.wait_for_all()
    with server.signed_in() as client:
        client.rename_folder("Before", "After")
    read.write(4, folder="After")
    read.wait_for_all()
    assert read.wait_until_well("After").past == "renamed"


@pytest.mark.full
def test_2d_a_folder_that_is_gone_is_said_and_taken_up_again(
    reading: Reading, server: Dovecot
) -> None:
    read = reading("Gone")
    read.wait_until_well()
    with server.signed_in() as client:
        client.delete_folder("Gone")
    said = read.wait_for_alarm("no folder")
    assert "There is no folder Gone" in said
    assert "INBOX" in said
    with server.signed_in() as client:
        client.create_folder("Gone")
    read.write(3)
    read.wait_for_all()
    assert read.wait_until_well().past in {"no folder", "renumbered"}


@pytest.mark.full
def test_2e_a_server_that_refuses_for_an_hour_is_neither_lost_nor_stormed(
    reading: Reading, cable: Wire, house: Installation, record_property: Record
) -> None:
    read = reading("Hour")
    read.write(3)
    read.wait_for_all()
    cable.cut()
    cable.attempts = 0
    began = datetime.now(UTC)
    read.wait_for_alarm("unreachable")
    read.write(10)
    wait_until(lambda: (datetime.now(UTC) - began).total_seconds() > HOUR, "an hour is over")
    record_property("attempts in the hour", cable.attempts)
    assert 5 < cable.attempts < 60
    assert "mailbox" in house.run("doctor").stdout
    cable.mend()
    read.wait_for_all()
    assert read.wait_until_well().past == "unreachable"


@pytest.mark.full
def test_2e_a_server_that_falls_silent_is_left_and_asked_anew(
    reading: Reading, cable: Wire
) -> None:
    read = reading("Silent")
    read.wait_until_well()
    cable.silence()
    read.write(3)
    wait_until(lambda: read.shown().state != "Read to its end", "the silence is noticed")
    cable.cut()
    cable.mend()
    read.wait_for_all()
    read.wait_until_well()


@pytest.mark.full
def test_2f_what_the_ledger_lacks_is_found_by_the_comparison_and_told(
    reading: Reading, server: Dovecot, house: Installation
) -> None:
    read = reading("Compare")
    read.write(4)
    read.wait_for_all()
    read.wait_until_well()
    assert "none missing" in house.must("mailbox", "compare", INBOX)
    assert "none missing" in read.shown().compared
    locked = _unreadable(server, read)
    assert "1 of them had been missing" in house.run("mailbox", "compare", INBOX).stdout
    assert "does not hand out 1 of them" in read.wait_for_alarm("missing")
    locked.chmod(0o644)
    house.run("mailbox", "compare", INBOX)
    assert "It is here now" in read.wait_for_alarm("missing")
    read.wait_for_all()
    house.must("mailbox", "compare", INBOX)
    assert read.wait_until_well().past == "missing"


def _unreadable(server: Dovecot, read: Read) -> Path:
    """A mail that the server cannot open when it comes, so that the watch has to pass it over."""
    with server.signed_in() as client:
        client.create_folder("Aside")
    read.write(1, folder="Aside")
    (mail,) = (server.maildir / ".Aside").glob("[nc][eu][wr]/*")
    target = server.maildir / f".{read.folder}" / "new" / mail.name.partition(",")[0]
    mail.chmod(0)
    mail.rename(target)
    with server.signed_in() as client:  # it gets its number now, below that of the next one
        client.select_folder(read.folder, readonly=True)
    mark = str(read.shown().mark)
    read.wait_for(read.write(1)[0])
    assert read.shown().mark != mark
    return next(
        path for path in target.parent.parent.glob("*/*") if path.name.startswith(target.name)
    )


@pytest.mark.full
def test_2g_a_mail_that_came_by_smtp_too_is_one_message(
    reading: Reading, house: Installation
) -> None:
    read = reading("Both")
    ways = {"named": letter(some := some_words()), "nameless": letter(other := some_words(),
            message_id="", at=datetime.now(UTC))}  # fmt: skip
    for raw in ways.values():
        Mailer(house.smtp).deliver(raw, INBOX)
    traced = b"Return-Path: <a@x.test>\r\nReceived: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\r\n"
    read.put([traced + raw for raw in ways.values()], [some, other])
    lead = read.visitor()
    wait_until(
        lambda: len([x for x in ledger(lead, "?outcome=duplicate") if "/" in x.key]) >= 2,
        "both are known",
    )
    read.wait_for_all()
