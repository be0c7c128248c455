"""All mail, point 6: a backup made while mail comes in, restored elsewhere."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from tests.acceptance.copies import (
    Prints,
    arriving,
    external_keys,
    fingerprints,
    fingerprints_at_rest,
    promised,
)
from tests.acceptance.house import (
    AGENT,
    INBOX,
    PASSWORD,
    Installation,
    open_folder,
    small_house,
    wait_until,
)
from tests.acceptance.oldmail import letters, mboxrd
from tests.acceptance.post import Mailer, mail, sink
from tests.acceptance.visitor import Said, Visitor, ledger, messages, tickets

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # minutes: `make verify`
Record = Callable[[str, object], None]
SIZES = [pytest.param(200, id="small"), pytest.param(100_000, id="full", marks=pytest.mark.full)]
PASSPHRASE = "a passphrase of five words\n"


@dataclass(frozen=True)
class Restored:
    """A house, its backup made during arrival, and the house that was made of it."""

    count: int
    first: Installation
    second: Installation
    file: Path
    said: str
    here: Prints  # of the second house, before it was started
    before: list[str]  # keys of mails that were taken before the backup began
    during: int  # mails that were taken while it was made


@pytest.fixture(scope="module", params=SIZES)
def restored(request: pytest.FixtureRequest) -> Iterator[Restored]:
    """Filled, backed up during arrival, restored elsewhere and started."""
    with small_house() as first, open_folder() as elsewhere:
        fill(first, request.param)
        file = first.data.parent / "today.backup"
        with arriving(first) as mails:
            mails.wait_for(8)
            before = list(mails.taken)
            patiently(first, "backup", str(file), "--passphrase-stdin")
            during = len(mails.taken) - len(before)
        second = Installation(elsewhere)
        said = patiently(second, "restore", str(file), "--passphrase-stdin")
        here = fingerprints_at_rest(second.data)
        second.start()
        try:
            yield Restored(request.param, first, second, file, said, here, before, during)
        finally:
            second.close()


def fill(house: Installation, count: int) -> None:
    """Let so many old mails be there."""
    path = house.data.parent / "old.mbox"
    path.write_bytes(mboxrd(letter.raw() for letter in letters(count)))
    patiently(house, "import", "mail", str(path), "--inbox", INBOX)


def patiently(house: Installation, *words: str) -> str:
    """A command that may take minutes, under the passphrase; what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "threering", *words],
        env=house.environment,
        input=PASSPHRASE,
        capture_output=True,
        text=True,
        timeout=3600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def visitor(house: Installation) -> Visitor:
    return Visitor(house.port).sign_in(AGENT, PASSWORD)


def test_6a_mail_came_in_while_the_backup_was_made(
    restored: Restored, record_property: Record
) -> None:
    record_property("taken during the backup", restored.during)
    assert restored.during > 0


def test_6b_counts_and_hashes_are_equal(restored: Restored, record_property: Record) -> None:
    there, held = fingerprints(restored.first.data), promised(restored.file)
    for table, here in restored.here.items():
        record_property(table, len(here))
        assert len(here) == held[table]
        assert here.items() <= there[table].items(), table
    assert len(restored.here["tickets_message"]) >= restored.count
    assert len(restored.here["ledger_blob"]) >= restored.count


def test_6c_what_was_taken_before_is_in_it_and_is_understood(restored: Restored) -> None:
    boss = visitor(restored.second)
    wait_until(lambda: not ledger(boss, "?outcome=waiting"), "nothing waits elsewhere")
    found = {line.key for line in ledger(boss)} if restored.count < 1000 else keys(restored)
    assert [key for key in restored.before if key not in found] == []


def keys(restored: Restored) -> set[str]:
    """All keys of the second house; its ledger page would take a thousand requests."""
    return set(external_keys(restored.second.data))


def test_6d_mail_and_files_can_be_read_elsewhere(restored: Restored) -> None:
    there, here = visitor(restored.first), visitor(restored.second)
    ticket = next(t for t in tickets(here) if any(said.files for said in messages(here, t)))
    copies, originals = messages(here, ticket), messages(there, ticket)
    assert [one.text for one in copies] == [one.text for one in originals]
    # A mail that waited during the backup is understood by each house: each has its own address.
    copy, original = here.get(first_file(copies)), there.get(first_file(originals))
    assert (copy.status, original.status) == (200, 200), f"{copy.text} {original.text}"
    assert copy.text == original.text


def first_file(said: list[Said]) -> str:
    """The address of the first file of a thread."""
    return next(one.files[0] for one in said if one.files)


def test_6e_the_house_elsewhere_goes_on_counting(restored: Restored) -> None:
    mailer, boss = Mailer(restored.second.smtp), visitor(restored.second)
    mailer.deliver(mail("new here", to=INBOX, subject="After the restore"), INBOX)
    wait_until(lambda: "After the restore" in boss.get("/tickets/all/list").text, "a new ticket")


def test_6f_it_says_what_it_compared(restored: Restored) -> None:
    rows = sum(promised(restored.file).values())
    assert "Compared:" in restored.said
    assert rows > restored.count


@pytest.mark.full
def test_6g_at_rest_both_hold_the_same_rows() -> None:
    with small_house() as first, open_folder() as elsewhere:
        fill(first, 5)
        wait_until(lambda: not ledger(visitor(first), "?outcome=waiting"), "all understood")
        file = first.data.parent / "still.backup"
        first.must("backup", str(file), "--verify", "--passphrase-stdin", text=PASSPHRASE)
        second = Installation(elsewhere)
        second.must("restore", str(file), "--passphrase-stdin", text=PASSPHRASE)
        assert fingerprints_at_rest(second.data) == fingerprints(first.data)


@pytest.mark.full
def test_6h_a_backup_that_is_killed_leaves_no_file() -> None:
    with small_house() as house:
        fill(house, 20)
        file = house.data.parent / "killed.backup"
        for _ in range(3):
            kill_when(house, lambda: file.with_name("killed.backup.part").exists(), "backup", file)
            assert not file.exists()
        house.must("backup", str(file), "--verify")
        assert not file.with_name("killed.backup.part").exists()


@pytest.mark.full
def test_6i_a_restore_that_is_killed_leaves_no_installation_and_can_be_repeated() -> None:
    with small_house() as first, open_folder() as elsewhere:
        fill(first, 20)
        file = first.data.parent / "good.backup"
        first.must("backup", str(file))
        second = Installation(elsewhere)
        second.data.mkdir()
        (second.data / "secret.key").write_text((first.data / "secret.key").read_text())
        stage = second.data / ".restoring" / "postgres"
        for sign in (stage / "data", stage / "run" / ".s.PGSQL.5432"):
            kill_when(second, sign.exists, "restore", file)
            assert not (second.data / "postgres").exists()
        second.must("restore", str(file))
        assert fingerprints_at_rest(second.data) == fingerprints(first.data)
        assert not (second.data / ".restoring").exists()


def kill_when(house: Installation, seen: Callable[[], bool], word: str, file: Path) -> None:
    """kill -9 of a command as soon as something is seen."""
    words = [sys.executable, "-m", "threering", word, str(file)]
    quiet = subprocess.DEVNULL
    command = subprocess.Popen(words, env=house.environment, stdout=quiet, stderr=quiet)
    wait_until(lambda: seen() or command.poll() is not None, f"{word} is under way", step=0.001)
    command.kill()
    assert command.wait() == -signal.SIGKILL, f"{word} was done before it could be killed"


def test_6j_nothing_is_written_over_and_no_wrong_key_is_taken() -> None:
    with small_house() as first, open_folder() as elsewhere:
        file = first.data.parent / "a.backup"
        first.must("backup", str(file))
        for words, why in (
            (("restore", str(file)), "holds clients already"),
            (("backup", str(file)), "is there already"),
            (("restore", str(file), "--into", str(elsewhere / "new")), "secret key is needed"),
            (("restore", str(first.data / "lock")), "is not a whole backup"),
        ):
            done = first.run(*words)
            assert (done.returncode, why in done.stderr) == (1, True), done.stderr
        wrong = first.run(
            *("restore", str(file), "--into", str(elsewhere / "new")), THREERING_SECRET_KEY="x" * 40
        )
        assert (wrong.returncode, "not the one" in wrong.stderr) == (1, True), wrong.stderr
        assert not (elsewhere / "new").exists()
        assert visitor(first).get("/tickets/all").status == 200


@pytest.mark.full
def test_6k_a_reply_that_waited_is_not_sent_a_second_time() -> None:
    with sink() as outgoing, small_house() as first, open_folder() as elsewhere:
        Mailer(first.smtp).deliver(mail("Where is it?", to=INBOX, subject="A question"), INBOX)
        agent = visitor(first)
        ticket = wait_until(lambda: next(tickets(agent), ""), "a ticket")
        said = {"kind": "reply", "key": str(uuid4()), "text": "It left yesterday."}
        assert agent.post(ticket.replace("/tickets/all/", "/t/") + "/reply", said).status == 201
        file = first.data.parent / "with-reply.backup"
        first.must("backup", str(file), "--passphrase-stdin", text=PASSPHRASE)
        second = Installation(elsewhere, THREERING_SMTP_URL=outgoing.url)
        second.must("restore", str(file), "--passphrase-stdin", text=PASSPHRASE)
        try:
            second.start()
            there = visitor(second)
            wait_until(lambda: messages(there, ticket)[-1].state == "uncertain", "it is unsure")
            assert outgoing.received == []
        finally:
            second.close()
