"""People and safety, point 5: started where something is wrong, it says what, and loses nothing.

The disk is a file system in memory that the test mounts, so that it can be full or read-only for
root, too. The clock is set back by libfaketime, preloaded into our processes and PostgreSQL.
"""

from __future__ import annotations

import os
import re
import smtplib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import pytest

from tests.acceptance.house import (
    AGENT,
    INBOX,
    PASSWORD,
    Installation,
    furnish,
    open_folder,
    small_house,
    wait_until,
)
from tests.acceptance.post import SHOPPER, Mailer, key_of, mail
from tests.acceptance.visitor import Visitor, ledger, messages

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # a minute, most of it starting
LIST = "A line of a list that is so long that it gets a file of its own.\n" * 3000
ROOM = 400  # megabytes


@dataclass
class Lived:
    """A house in which something was said, and all the mails it took."""

    house: Installation
    mails: dict[str, bytes] = field(default_factory=dict)

    def send(self) -> None:
        """A mail with a file, taken."""
        text, raw = letter()
        Mailer(self.house.smtp).deliver(raw, INBOX)
        self.mails[text] = raw

    def lead(self) -> Visitor:
        """Somebody signed in."""
        return Visitor(self.house.port).sign_in(AGENT, PASSWORD)

    def is_whole(self) -> bool:
        """Every mail is there once, with its words, and its file opens."""
        lead = self.lead()
        wait_until(lambda: not ledger(lead, "?outcome=waiting"), "nothing waits")
        lines = ledger(lead)
        assert sorted(line.key for line in lines) == sorted(map(key_of, self.mails.values()))
        tickets = {line.key: line.ticket for line in lines}
        for text, raw in self.mails.items():
            (said,) = messages(lead, tickets[key_of(raw)])
            assert said.text.strip() == text
            (file,) = said.files
            assert lead.get(file).text.split() == LIST.split()
        return True

    def refused(self, **settings: str) -> str:
        """Start it in vain; what it said."""
        done = self.house.run("start", **settings)
        assert done.returncode == 1
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout + done.stderr


def letter() -> tuple[str, bytes]:
    """Words that nobody else says, and the mail with them and a long list."""
    text = f"Words {uuid4().hex}"
    return text, mail(text, to=INBOX, subject=text, file=LIST)


@pytest.fixture(scope="module")
def lived() -> Iterator[Lived]:
    with small_house() as house:
        lived = Lived(house)
        lived.send()
        yield lived


@pytest.fixture(scope="module")
def disk() -> Iterator[Path]:
    with open_folder() as folder, mounted(folder / "disk") as disk:
        yield disk


@contextmanager
def mounted(place: Path) -> Iterator[Path]:
    """A small disk of its own."""
    if os.geteuid():
        pytest.skip("only root may mount a disk")
    place.mkdir()
    options = f"size={ROOM}m,mode=755"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "threering", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.fixture(scope="module")
def on_disk(disk: Path) -> Iterator[Lived]:
    """A house on that disk; what it says goes elsewhere."""
    house = Installation(disk)
    house.said = disk.parent / "said.txt"
    try:
        furnish(house)
        lived = Lived(house)
        lived.send()
        yield lived
    finally:
        house.close()


def test_5a_a_rotated_key_takes_over_and_the_one_before_opens_nothing_any_more(
    lived: Lived,
) -> None:
    house, key = lived.house, lived.house.data / "secret.key"
    house.must("dkim", "add", "north.example")
    record, lead, old = house.must("dkim", "show"), lived.lead(), key.read_text()
    house.stop()
    key.rename(house.data / "secret.key.before")
    house.start()
    assert "Everything is sealed with the new secret key." in house.output()
    assert lead.get("/tickets/all").status == 200, "nobody has to sign in again"
    assert lived.is_whole()
    house.stop()
    (house.data / "secret.key.before").unlink()
    house.start()
    lived.send()
    assert lived.is_whole()
    assert house.must("dkim", "show") == record
    house.stop()
    assert "is not the one that the data is sealed with" in lived.refused(THREERING_SECRET_KEY=old)
    house.start()
    assert lived.is_whole()


def test_5b_a_lost_key_is_said_and_never_replaced_and_all_opens_when_it_is_back(
    lived: Lived,
) -> None:
    house, key = lived.house, lived.house.data / "secret.key"
    house.stop()
    kept = key.rename(house.data.parent / "kept.key")
    assert f"The secret key is gone: there is no {key}, but a database" in lived.refused()
    assert "The secret key is gone" in house.run("createclient", "South").stderr
    assert "is not the one that the data is sealed with" in lived.refused(
        THREERING_SECRET_KEY="one that somebody made up because there was none"
    )
    assert not key.exists()
    kept.rename(key)
    house.start()
    assert lived.is_whole()


def test_5c_a_read_only_disk_is_said_and_all_is_there_when_it_is_writable(
    on_disk: Lived, disk: Path
) -> None:
    on_disk.house.stop()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    try:
        said = on_disk.refused()
    finally:
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    assert f"{on_disk.house.data} lies on a disk that is read-only" in said
    on_disk.house.start()
    assert on_disk.is_whole()


def test_5d_a_full_disk_is_said_and_mail_stays_with_its_sender_until_there_is_room(
    on_disk: Lived, disk: Path
) -> None:
    house, ballast = on_disk.house, disk / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(bytes(2**16)):
            pass
    letters = [letter() for _ in range(4)]
    taken = {text: raw for text, raw in letters if is_taken(house, raw)}
    assert len(taken) < len(letters), "there was room"
    on_disk.mails |= taken
    house.stop()
    said = on_disk.refused()
    assert f"The disk of {house.data} is nearly full: 0 MB are free" in said
    ballast.unlink()
    house.start()
    assert on_disk.is_whole()
    for text, raw in letters:
        if text not in taken:
            Mailer(house.smtp).deliver(raw, INBOX)
            on_disk.mails[text] = raw
    assert on_disk.is_whole()


def is_taken(house: Installation, raw: bytes) -> bool:
    """Offer a mail once; no is always said in a way that makes a sender try again."""
    with smtplib.SMTP("127.0.0.1", house.smtp, timeout=30) as wire:
        wire.ehlo()
        wire.mail(SHOPPER)
        code, _ = wire.rcpt(INBOX)
        if code == 250:
            code, _ = wire.data(raw)
    assert code in {250, 451}
    return code == 250


def test_5e_a_clock_set_back_an_hour_is_said_and_work_goes_on(lived: Lived) -> None:
    house, right = lived.house, dict(lived.house.environment)
    lived.send()
    assert lived.is_whole()
    house.stop()
    house.environment |= {"LD_PRELOAD": faketime(), "FAKETIME": "-1h", "DONT_FAKE_MONOTONIC": "1"}
    known = len(house.output())
    house.start()
    behind = re.compile(r"stands (5[0-9]|60) minutes behind what was written last")
    assert behind.search(house.output()[known:])
    assert behind.search(house.run("doctor").stdout)
    lived.send()
    assert lived.is_whole()
    house.stop()
    house.environment, known = right, len(house.output())
    house.start()
    assert not behind.search(house.output()[known:])
    lived.send()
    assert lived.is_whole()


def faketime() -> str:
    """The library to preload, out of the package that brings it."""
    (folder,) = find_spec("libfaketime").submodule_search_locations or ()
    return str(Path(folder) / "vendor" / "libfaketime" / "src" / "libfaketime.so.1")
