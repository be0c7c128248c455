"""People and safety, point 4: a customer is erased, and no figure changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import psycopg
import pytest

from tests.acceptance.house import (
    AGENT,
    PASSWORD,
    Installation,
    open_folder,
    small_house,
    wait_until,
)
from tests.acceptance.inside import Place, dumped, files, opened, pages
from tests.acceptance.lifetime import ADDRESS, FILES, OTHER, SECRETS, TICKETS, Life, live
from tests.acceptance.post import sink
from tests.acceptance.visitor import Visitor, messages
from tests.leftovers import leftovers
from threering.runtime.postgres import EmbeddedPostgres

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # minutes: `make verify`
Record = Callable[[str, object], None]
BOSS = "boss@north.example"
EVENTS = "select count(*) from ledger_event where ticket_id is not null or customer_id is not null"
ATTACHED = "select count(*) from tickets_attachment a join tickets_message m on m.id = a.message_id"
MONTH = (
    "select recorded_at, id, uuid, at, client_id, brand_id, kind, version, actor_kind, actor_id,"
    " cause, ticket_id, contact_id, customer_id, order_id, data from ledger_event"
    " where recorded_at < '{until}' order by recorded_at, id",
    "select id, uuid, ticket_id, origin_id, channel, direction, opened_at, ended_at"
    " from tickets_contact order by id",
    "select id, uuid, client_id, brand_id, number, customer_id, inbox_id, channel, status,"
    " priority, assignee_id, team_id, reason_id, merged_into_id, opened_at, last_at,"
    " waiting_since, solved_at from tickets_ticket order by id",
    "select id, ticket_id, contact_id, kind, author_id, customer_id, at, recorded_at"
    " from tickets_message order by id",
    "select ticket_id, tag_id from tickets_tagging order by 1, 2",
    "select * from tickets_workspan order by id",
    "select id, brand_id, source, kind, size, received_at, outcome, outcome_at"
    " from ledger_arrival order by id",
    "select id, brand_id, kind, inbox_id, sender, state, attempts, handed_over_at, settled_at"
    " from ledger_delivery where id <= {last} order by id",
)
"""All that figures of a month are made of, as it stands at its end."""


@dataclass
class Erased:
    """A house before and after, the copy of it that a backup made, and what a report brought."""

    life: Life
    before: list[bytes]
    after: list[bytes]
    counts: dict[str, int]
    found: list[str]
    """What was there to be found before."""
    given: Path
    """What was given out of them before."""
    copy: Path


@pytest.fixture(scope="module")
def erased() -> Iterator[Erased]:
    with sink() as out, small_house(THREERING_SMTP_URL=out.url) as house, open_folder() as beside:
        words = ("--name", "Boss", "--client", "North", "--role", "admin", "--password-stdin")
        house.must("createagent", BOSS, *words, text=PASSWORD + "\n")
        boss, lena = (Visitor(house.port).sign_in(who, PASSWORD) for who in (BOSS, AGENT))
        life = Life(house, out, boss, lena)
        live(life)
        month = _ended(house)
        counts = {"events": _count(house, EVENTS), "files": _count(house, ATTACHED)}
        found = everywhere(house)
        given = house.data.parent / "zwetana.zip"
        house.must("give-out-customer", ADDRESS, "--client", "North", "--file", str(given))
        before = figures(house, month)
        erase(life)
        after = figures(house, month)
        yield Erased(life, before, after, counts, found, given, _restored(house, beside))


def erase(life: Life) -> None:
    """Asked for on their page, hastened from the command line."""
    assert life.boss.post(f"{life.page}/erasure").status == 204
    assert "Until then it can be taken back" in life.boss.get(f"{life.page}/privacy").text
    said = life.house.must("erase-customer", ADDRESS, "--client", "North", "--now")
    assert "is being erased" in said
    wait_until(lambda: "Erased on" in life.boss.get(f"{life.page}/privacy").text, "it is done")


def figures(house: Installation, month: dict[str, str]) -> list[bytes]:
    """Everything that figures are made of, as PostgreSQL writes it down."""
    with _wire(house) as wire:
        return [_written(wire, words.format_map(month)) for words in MONTH]


def _written(wire: psycopg.Connection[tuple[object, ...]], words: str) -> bytes:
    with wire.cursor().copy(f"copy ({words}) to stdout (format csv)") as copy:
        return b"".join(bytes(block) for block in copy)


def _restored(house: Installation, beside: Path) -> Path:
    """The data folder that a backup of now makes elsewhere."""
    file = house.data.parent / "after.backup"
    house.must("backup", str(file))
    copy = Installation(beside)
    copy.data.mkdir()
    (copy.data / "secret.key").write_text((house.data / "secret.key").read_text())
    copy.must("restore", str(file))
    return copy.data


def everywhere(house: Installation) -> list[str]:
    """Where something of theirs is, as somebody finds it who has the machine."""
    return leftovers(SECRETS, _all_of(house.data, house.said.read_bytes()))


def _all_of(data: Path, said: bytes = b"") -> Iterable[Place]:
    yield "what it said", said
    yield from dumped(data)
    yield from opened(data)
    yield from files(data)


def _wire(house: Installation) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(EmbeddedPostgres(house.data / "postgres").url, autocommit=True)


def _one(house: Installation, words: str) -> str:
    with _wire(house) as wire:
        row = wire.execute(words).fetchone()
    return str(row[0]) if row else ""


def _count(house: Installation, words: str) -> int:
    return int(_one(house, words))


def _ended(house: Installation) -> dict[str, str]:
    """The month's last moment and last mail, once every mail of it has left or failed.

    What is told to colleagues later is another month's, also when it never leaves.
    """
    last = _one(house, "select max(id) from ledger_delivery")
    waiting = "select count(*) from ledger_delivery where state in ('queued', 'sending')"
    wait_until(lambda: not _count(house, f"{waiting} and id <= {last}"), "every mail has left")
    return {"until": _one(house, "select now()::text"), "last": last}


def test_4a_there_was_enough_to_erase(erased: Erased, record_property: Record) -> None:
    record_property("tickets", len(erased.life.theirs))
    for what, count in erased.counts.items():
        record_property(what, count)
    assert len(erased.life.theirs) >= TICKETS
    assert erased.counts["files"] >= FILES
    assert erased.counts["events"] >= 500
    for where, unsaid in (("COPY", {"Tannenzwirn"}), ("bytes", set())):  # in tables, and sealed
        places = [line for line in erased.found if line.startswith(where)]
        assert {line.rpartition(": ")[2] for line in places} == {*SECRETS} - unsaid, where


def test_4a_nothing_of_theirs_is_left_anywhere(erased: Erased, record_property: Record) -> None:
    record_property("places before", len(erased.found))
    assert everywhere(erased.life.house) == []


def test_4a_nothing_of_theirs_is_in_a_backup_made_after(erased: Erased) -> None:
    server = EmbeddedPostgres(erased.copy / "postgres")
    server.start()
    try:
        assert leftovers(SECRETS, _all_of(erased.copy)) == []
    finally:
        server.stop()


def test_4a_no_page_shows_it(erased: Erased) -> None:
    life = erased.life
    for path in ("/tickets/all/list", "/ledger", "/outbox", "/notices", "/views", life.page):
        assert leftovers(SECRETS, [(path, life.boss.get(path).text.encode())]) == []
    for words in ("quokkalampe", "Zwetana", ADDRESS, "Tannenzwirn"):
        assert life.boss.get(f"/tickets/all/list?q={words}").tree.css("li.row") == []
    for ticket in life.theirs[:5]:
        for path in (ticket, *(ticket.replace("/tickets/all/", "/t/") + end for end in ENDS)):
            assert leftovers(SECRETS, [(path, life.lena.get(path).text.encode())]) == []
        assert {said.text for said in messages(life.boss, ticket) if said.kind == "customer"} <= {
            ""
        }


ENDS = ("/history", "/print?notes=1", "/draft", "/recipients", "/files", "/tags/known")


def test_4a_nothing_can_be_given_out_any_more(erased: Erased) -> None:
    words = ("give-out-customer", ADDRESS, "--client", "North", "--file", str(erased.copy / "x"))
    done = erased.life.house.run(*words)
    assert (done.returncode, "knows nobody" in done.stderr) == (1, True), done.stderr
    assert erased.life.boss.post(f"{erased.life.page}/given-out").status == 404


def test_4b_the_figures_of_the_month_are_byte_identical(erased: Erased) -> None:
    assert sum(map(len, erased.before)) > 50_000
    assert erased.after == erased.before


def test_4c_a_report_that_comes_later_leaves_nothing(erased: Erased) -> None:
    life = erased.life
    life.send(life.bounce("quokkalampe 3 is"), sender="")
    assert everywhere(life.house) == []


def test_4d_before_all_of_it_could_be_given_out(erased: Erased, record_property: Record) -> None:
    with ZipFile(erased.given) as packed:
        told = json.loads(packed.read("data.json"))
        names = [name for name in packed.namelist() if name.startswith("files/")]
        assert all(b"Tannenzwirn" in packed.read(name) for name in names)
    record_property("size", erased.given.stat().st_size)
    assert len(told["tickets"]) >= TICKETS
    assert len(names) >= FILES
    assert len(told["events"]) >= 500
    assert {one["value"] for one in told["handles"]} == {ADDRESS, OTHER}


def test_4e_nor_do_the_pages_of_the_disk_once_postgresql_was_told_to_rewrite_them(
    erased: Erased,
) -> None:
    with _wire(erased.life.house) as wire:
        for words in (
            "vacuum full",
            "alter system set wal_recycle = off",
            "select pg_reload_conf()",
        ):
            wire.execute(words)
        for _ in range(3):
            wire.execute("select pg_switch_wal()")
            wire.execute("checkpoint")
    plain = [(place, content.lower()) for place, content in pages(erased.life.house.data)]
    assert [
        (place, s) for place, content in plain for s in SECRETS if s.lower().encode() in content
    ] == []
