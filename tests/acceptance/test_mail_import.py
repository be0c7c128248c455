"""All mail: `threering import mail`, from files of every form to tickets with their own times."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.acceptance.house import AGENT, INBOX, PASSWORD, Installation, small_house, wait_until
from tests.acceptance.oldmail import Letter, letters, maildir, mboxcl2, mboxo, mboxrd
from tests.acceptance.post import Mailer
from tests.acceptance.visitor import Visitor, ledger, messages, tickets
from tests.mail import mail, too_many_words

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # minutes: `make verify`
Forms = dict[str, Callable[[Path, list[bytes]], Path]]


@pytest.fixture(scope="module")
def house() -> Iterator[Installation]:
    with small_house() as made:
        yield made


@pytest.fixture
def folder(house: Installation) -> Path:
    made = house.data.parent / "old"
    made.mkdir(exist_ok=True)
    return made


@cache  # signing in too often is refused
def boss(house: Installation) -> Visitor:
    return Visitor(house.port).sign_in(AGENT, PASSWORD)


def bring_in(house: Installation, *paths: Path, code: int = 0) -> str:
    """Import; what the command said."""
    done = house.run("import", "mail", *map(str, paths), "--inbox", INBOX)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def found(house: Installation, number: int, view: str = "all") -> list[str]:
    """The tickets of a view in which the words of that old mail were said."""
    asked = urlencode({"q": f'"Old words number {number}" in:{view}'})
    tree = boss(house).get(f"/tickets/all/list?{asked}").tree
    return [str(link.attributes["href"]) for link in tree.css("li.row > a")]


def single_files(path: Path, mails: list[bytes]) -> Path:
    for number, raw in enumerate(mails):
        (path / f"{number % 3}").mkdir(parents=True, exist_ok=True)
        (path / f"{number % 3}" / f"{number}.eml").write_bytes(raw)
    (path / "notes.txt").write_text("no mail at all, only notes\n")
    return path


def one_file(form: Callable[[list[bytes]], bytes]) -> Callable[[Path, list[bytes]], Path]:
    def write(path: Path, mails: list[bytes]) -> Path:
        path.write_bytes(form(mails))
        return path

    return write


FORMS: Forms = {
    "mboxo": one_file(mboxo),
    "mboxrd": one_file(mboxrd),
    "mboxcl2": one_file(mboxcl2),
    "dos": one_file(lambda mails: mboxrd(mails).replace(b"\n", b"\r\n")),
    "maildir": lambda path, mails: maildir(path, mails[:6], sent=mails[6:]),
    "eml": single_files,
}


@pytest.mark.parametrize("form", FORMS)
def test_import_reads_every_form_and_every_word(
    house: Installation, folder: Path, form: str
) -> None:
    first = 1000 * (1 + list(FORMS).index(form))
    old = letters(9, first=first - first % 3)
    path = FORMS[form](folder / form, [one.raw() for one in old])
    said = bring_in(house, path)
    assert "9 mails read: 9 imported" in said, said
    for thread in (old[:3], old[3:6], old[6:]):
        (ticket,) = found(house, thread[0].number)
        shown = messages(boss(house), ticket)
        assert [one.kind for one in shown] == ["customer", "agent", "customer"]
        for letter, one in zip(thread, shown, strict=True):
            assert f"Old words number {letter.number}." in one.text
            assert one.text.rstrip().endswith("From x to y")


def test_import_keeps_the_times_and_closes_what_is_past(house: Installation, folder: Path) -> None:
    old = letters(3, first=90_000)
    path = FORMS["mboxrd"](folder / "times", [one.raw() for one in old])
    said = bring_in(house, path)
    assert "3 by Date" in said
    assert "1 tickets are closed; in 0 a customer waits" in said
    (ticket,) = found(house, 90000)
    page = boss(house).get(ticket)
    stamps = re.findall(r'datetime="(2015-[^"]+)"', page.text)
    assert {stamp[:10] for stamp in stamps} >= {str(one.at)[:10] for one in old}
    assert not found(house, 90_000, "open")
    assert found(house, 90_000, "solved") == [ticket]


def test_import_leaves_open_where_a_customer_waits_since_a_short_while(
    house: Installation, folder: Path
) -> None:
    lately = datetime.now(UTC) - timedelta(days=4)
    asked = letters(1, first=93_000, began=lately)
    answered = letters(2, first=93_003, began=lately)
    path = FORMS["mboxrd"](folder / "lately", [one.raw() for one in (*asked, *answered)])
    assert "1 tickets are closed; in 1 a customer waits" in bring_in(house, path)
    assert found(house, 93000, "open")
    assert not found(house, 93003, "open")


def test_import_says_whose_word_it_took_where_a_date_is_absurd(
    house: Installation, folder: Path
) -> None:
    def dated(number: int, more: bytes) -> bytes:
        raw = Letter(number, "x@shopper.example", INBOX, "Dates", f"date {number}", None).raw()
        return more + raw

    received = b"Received: from a by b; Tue, 03 Feb 2015 10:00:00 +0100\n"
    mails = [
        dated(95_000, b"Date: Mon, 05 Jan 2015 10:00:00 +0000\n"),
        dated(95_001, b"Date: Mon, 05 Jan 2055 10:00:00 +0000\n" + received),
        dated(95_002, b"Date: Thu, 01 Jan 1970 00:00:00 +0000\n" + received),
        dated(95_003, b"Date: yesterday\n"),
    ]
    single = folder / "single.eml"
    single.write_bytes(dated(95_004, b""))
    said = bring_in(house, FORMS["mboxrd"](folder / "dates", mails), single)
    for part in ("1 by Date", "2 by Received", "1 by mbox", "1 by file"):
        assert part in said, said


def test_import_again_changes_nothing_and_says_so(house: Installation, folder: Path) -> None:
    path = FORMS["mboxrd"](folder / "again", [one.raw() for one in letters(30, first=96_000)])
    bring_in(house, path)
    before = len(ledger(boss(house)))
    said = bring_in(house, path)
    assert "30 mails read: 0 imported" in said
    assert "30 duplicates" in said
    assert "nothing was changed" in said
    assert len(ledger(boss(house))) == before


def test_import_knows_what_came_by_smtp_already(house: Installation, folder: Path) -> None:
    raw = letters(1, first=97_002)[0].raw()
    Mailer(house.smtp).deliver(raw.replace(b"\n", b"\r\n"), INBOX)
    wait_until(lambda: found(house, 97002), "it came by SMTP")
    said = bring_in(house, FORMS["mboxrd"](folder / "smtp", [raw]))
    assert "0 imported" in said
    assert "1 duplicates" in said
    (ticket,) = found(house, 97002)
    assert len(messages(boss(house), ticket)) == 1


def test_import_sets_aside_what_cannot_be_read_and_says_where(
    house: Installation, folder: Path
) -> None:
    good = letters(1, first=98_001)[0].raw()
    path = FORMS["eml"](folder / "bad", [good, b"Subject: from nobody\n\nno sender\n"])
    said = bring_in(house, path, code=3)
    assert "1 imported" in said
    assert "1 quarantined" in said
    assert "/ledger?outcome=quarantined" in said
    assert [line for line in ledger(boss(house), "?outcome=quarantined")]


def test_import_goes_on_after_a_mail_that_the_database_cannot_search(
    house: Installation, folder: Path
) -> None:
    one, other = (letter.raw() for letter in letters(2, first=99_001))
    large = mail(too_many_words(), message_id="<large@old.test>")
    said = bring_in(house, FORMS["eml"](folder / "large", [one, large, other]), code=3)
    assert "2 imported" in said
    assert "1 quarantined" in said
    assert "too long for tsvector" in said


def test_import_killed_in_the_middle_goes_on_and_doubles_nothing() -> None:
    with small_house() as house:
        old = letters(1500)
        path = house.data.parent / "killed.mbox"
        path.write_bytes(mboxrd(one.raw() for one in old))
        words = [sys.executable, "-m", "threering", "import", "mail", str(path), "--inbox", INBOX]
        quiet = subprocess.DEVNULL
        for least in (1, 600):
            command = subprocess.Popen(words, env=house.environment, stdout=quiet, stderr=quiet)
            wait_until(lambda least=least: arrived(house) >= least, f"{least} are in")
            command.kill()
            command.wait()
        assert 600 <= arrived(house) < 1500
        said = bring_in(house, path)
        assert "1,500 mails read" in said
        lines = ledger(boss(house))
        assert len({line.key for line in lines}) == len(lines) == 1500
        assert {line.outcome for line in lines} == {"Message"}
        assert len(list(tickets(boss(house)))) == 500
        assert "1,500 duplicates" in bring_in(house, path)


def arrived(house: Installation) -> int:
    """How many messages the ledger page counts."""
    count = boss(house).get("/ledger").tree.css_first('a[href="/ledger?outcome=message"]')
    return int(re.sub(r"\D", "", count.text())) if count else 0


def test_import_refuses_what_is_not_there(house: Installation, folder: Path) -> None:
    nowhere = house.run("import", "mail", str(folder / "nowhere"), "--inbox", INBOX)
    assert (nowhere.returncode, "is not there" in nowhere.stderr) == (1, True)
    empty = folder / "empty"
    empty.mkdir()
    for words, why in (
        ((str(empty), "--inbox", INBOX), "There is no mail in"),
        ((str(folder), "--inbox", "no@where.example"), "There is no inbox"),
    ):
        done = house.run("import", "mail", *words)
        assert (done.returncode, why in done.stderr) == (1, True), done.stderr
