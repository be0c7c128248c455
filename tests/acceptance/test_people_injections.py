"""People and safety, point 2: what senders and colleagues write does nothing but stand there.

Each thing that people type and customers send is given words that want to be more: script, a
formula, a line of a head, a path, a bomb. Then every page of the owner is read.
"""

from __future__ import annotations

import csv
import io
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.acceptance.attacks import SLOT, guarded, things, ticket_of
from tests.acceptance.belongings import HELP
from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.post import key_of, mail, normal
from tests.acceptance.scripted import (
    SCRIPT,
    SHORT,
    customer_named,
    names_asked,
    refilled,
    settings_named,
)
from tests.acceptance.test_console import show
from tests.acceptance.visitor import Answer, Visitor, ledger
from tests.browser.conftest import Open
from threering.runtime.demo.cast import HOME, PASSWORD, QUILLMERE

pytestmark = pytest.mark.acceptance
FORMULA = '=HYPERLINK("http://evil.example","x")'
NAMED = {"/skills", "/break-reasons", "/brands", "/signatures", "/people"}
COME = "onerror=alert(1)&gt;&lt;script"
RUNS = re.compile(r"<img src=x onerror|<script>alert|javascript:alert", re.IGNORECASE)


@dataclass
class Seeded:
    """A ticket whose every word wants to be script, and who may read it."""

    admin: Visitor
    ticket: str
    mark: str
    pages: list[str] = field(default_factory=list)
    """Where else it stands."""

    @property
    def address(self) -> str:
        """Where is written to the ticket."""
        return self.ticket.replace("/tickets/all/", "/t/")


@pytest.fixture(scope="module")
def seeded(demo: Demo) -> Seeded:
    admin, mark = demo.visitor("nadia"), uuid4().hex
    words = f"{SCRIPT} {mark}"
    sender = f'"{SCRIPT[3:].replace("<", "")}" <{mark}@shopper.example>'  # is renamed
    raw = mail(words, to=HELP, subject=words, sender=sender, file=f"{FORMULA};{words}")
    demo.mailer.deliver(raw, HELP)
    done = Seeded(admin, ticket_of(admin, mark), mark)
    for path, form in _typed(done).items():
        answer = admin.post(path, form | {"key": str(uuid4())})
        kept = {302} if path.endswith("/new") else {200, 201, 204}
        assert answer.status in kept, f"{path}: {answer.status}"
    done.pages += [done.ticket, *settings_named(demo, admin, mark)]
    done.pages.append(customer_named(admin, done.ticket, mark))
    return done


def _typed(seeded: Seeded) -> dict[str, dict[str, str]]:
    """What a colleague can name and write, where."""
    name, place = f"{FORMULA} {SCRIPT} {seeded.mark}", f"{HOME}/{QUILLMERE.slug}"
    return {
        f"{seeded.address}/reply": {"kind": "note", "text": name},
        f"{seeded.address}/tags": {"add": SCRIPT[:40]},
        f"{seeded.address}/checklist": {"text": name},
        f"{seeded.address}/draft": {"kind": "reply", "text": name},
        "/replies/new": {"name": f"=1+{SHORT}", "place": place, "text": name, "language": ""},
        "/fields/new": {"name": f"{SHORT}{seeded.mark[:8]}", "kind": "text"},
        "/teams/new": {"name": f"={SHORT}{seeded.mark[:8]}"},
        "/reasons/new": {"name": f"{SHORT}{seeded.mark[:8]}", "under": ""},
        "/views/keep": {"name": SCRIPT[:60], "query": SCRIPT, "order": "latest", "client": HOME},
    }


def everything_read(demo: Demo, visitor: Visitor, query: str = "") -> Iterator[tuple[str, Answer]]:
    """Every page that there is, with each thing in its address that could be meant."""
    found = things(demo)
    for route in guarded().values():
        for address in found.addresses(route):
            answer = visitor.get(address + query)
            if answer.status < 300:
                yield address, answer


@pytest.mark.full
def test_2b_stored_script_is_shown_as_words_on_every_page(demo: Demo, seeded: Seeded) -> None:
    read = dict(everything_read(demo, seeded.admin))
    pages = [
        (address, page)
        for address, page in [
            *read.items(),
            *((one, seeded.admin.get(one)) for one in seeded.pages),
        ]
        if not page.headers.get("content-disposition", "").startswith("attachment")
    ]
    assert [address for address, page in pages if RUNS.search(page.text)] == []
    name = f"Zz {escape(SHORT)}{seeded.mark[:8]}"
    named = {address for address, page in pages if name in page.text}
    assert named >= NAMED
    marked = {address for address, page in pages if seeded.mark in page.text}
    assert named | marked >= set(seeded.pages)


@pytest.mark.full
def test_2b_reflected_script_is_shown_as_words_whatever_a_page_is_asked(
    demo: Demo, seeded: Seeded
) -> None:
    names = names_asked()
    assert {"q", "client", "cursor", "who", "about", "since", "day", "brand", "in"} <= set(names)
    asked = urlencode(dict.fromkeys(names, SCRIPT))
    routes = [route for route in guarded().values() if not route.on_a_thing]
    for query in (asked, *(f"{name}={quote(SCRIPT)}" for name in names)):
        for route in routes:
            answer = seeded.admin.get(f"{SLOT.sub('all', route.shape)}?{query}")
            assert answer.status < 500, f"{route.name}?{query}"
            if "csv" not in answer.headers.get("content-type", ""):
                assert not RUNS.search(answer.text), f"{route.name}?{query}"


@pytest.mark.full
def test_2b_script_in_a_form_that_is_not_taken_comes_back_as_words(
    demo: Demo, seeded: Seeded
) -> None:
    sent = {
        action: answer
        for address, page in everything_read(demo, seeded.admin)
        for action, answer in refilled(seeded.admin, address, page)
    }
    assert [where for where, answer in sent.items() if answer.status >= 500] == []
    assert [where for where, answer in sent.items() if RUNS.search(answer.text)] == []
    again = {where.partition("?")[0] for where, answer in sent.items() if COME in answer.text}
    assert {"/teams/new", "/skills/new", "/fields/new", "/people/invite", "/inboxes/new"} <= again


@pytest.mark.browser
def test_2b_no_script_runs_in_a_browser(open_page: Open, seeded: Seeded) -> None:
    page = open_page("nadia")
    page.on("dialog", lambda dialog: pytest.fail(f"script ran: {dialog.message}"))
    show(page, seeded.mark)
    expect(page.locator("#log")).to_contain_text("onerror=alert(1)")
    pages = (
        "replies fields tags teams skills reasons break-reasons people brands inboxes signatures"
    )
    pages += " clients start audit me"
    for address in pages.split():
        page.goto(f"/{address}")
        expect(page.locator("main, [role=main]").first).to_be_visible()


@pytest.mark.full
def test_2c_no_cell_of_an_exported_table_is_a_formula(demo: Demo, seeded: Seeded) -> None:
    tables = {
        address: list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
        for address, answer in everything_read(demo, seeded.admin)
        if "csv" in answer.headers.get("content-type", "")
        and "attachment" in answer.headers.get("content-disposition", "")
        and not address.startswith("/attachments/")  # what customers sent comes as it was sent
    }
    assert tables
    cells = [cell for rows in tables.values() for row in rows[1:] for cell in row]
    assert any(seeded.mark in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


@pytest.mark.full
@pytest.mark.parametrize(
    "head",
    [
        "Subject: =?utf-8?q?Hello=0D=0ABcc:_victim@third.example?=",
        "Subject: =?utf-8?b?SGVsbG8NCkJjYzogdmljdGltQHRoaXJkLmV4YW1wbGU=?=",
        "From: =?utf-8?q?Ann=0D=0ABcc:_victim@third.example?= <ann@shopper.example>",
        "Reply-To: =?utf-8?q?A=0ABcc:_victim@third.example?= <ann@shopper.example>",
        "Message-ID: <a\x0bBcc:victim@third.example@shopper.example>",
    ],
)
def test_2d_a_head_of_a_mail_never_becomes_a_head_of_our_reply(demo: Demo, head: str) -> None:
    mark, owner = uuid4().hex, demo.visitor("nadia")
    raw = mail(f"Hello {mark}", to=HELP, subject=f"Plain {mark}").decode()
    name = head.partition(":")[0]
    kept = [line for line in raw.split("\r\n") if not line.startswith(f"{name}:")]
    demo.mailer.deliver(normal("\r\n".join([head, *kept]).encode()), HELP)
    ticket = ticket_of(owner, mark)
    answer = owner.post(
        ticket.replace("/tickets/all/", "/t/") + "/reply",
        {"kind": "reply", "text": f"Answer {mark}", "key": str(uuid4())},
    )
    assert answer.status == 201
    left = demo.sink.wait_for(f"Answer {mark}")
    assert left.parsed["Bcc"] is None
    assert set(left.recipients) == {"ann@shopper.example"}
    assert b"\nbcc:" not in left.content.partition(b"\r\n\r\n")[0].lower()


@pytest.mark.full
@pytest.mark.parametrize("field", ["to", "cc", "bcc", "subject"])
def test_2d_lines_in_what_an_agent_types_never_become_heads(
    demo: Demo, seeded: Seeded, field: str
) -> None:
    mark = uuid4().hex
    evil = "ann@shopper.example\r\nBcc: victim@third.example"
    form = {"kind": "reply", "text": f"Answer {mark}", "key": str(uuid4()), field: evil}
    answer = seeded.admin.post(f"{seeded.address}/reply", form)
    if answer.status == 201:
        left = demo.sink.wait_for(f"Answer {mark}")
        assert "victim@third.example" not in left.recipients
        assert left.parsed["Bcc"] is None
    else:
        assert answer.status == 422


@pytest.mark.parametrize(
    "after", ["/x%0d%0aSet-Cookie:%20a=1", "//evil.example", "https://evil.example"]
)
def test_2e_signing_in_leads_nowhere_else_and_writes_no_head(demo: Demo, after: str) -> None:
    visitor = Visitor(demo.house.port)
    visitor.get(f"/login?next={after}")
    form = {"login": "orla@desk.example", "password": PASSWORD, "next": after}
    answer = visitor.post(f"/login?{urlencode({'next': after})}", form)
    assert "a" not in visitor.cookies
    assert "evil.example" not in answer.location


@pytest.mark.parametrize("path", ["/%0d%0aX-Evil:%201", "/login%0d%0aX-Evil:1", "/tickets/all%0a"])
def test_2e_lines_in_an_address_write_no_head(demo: Demo, path: str) -> None:
    answer = demo.visitor("orla").get(path)
    assert "x-evil" not in answer.headers
    assert answer.status in {301, 302, 400, 404}


@pytest.mark.parametrize("end", [b"\n.\n", b"\r\n.\n", b"\n.\r\n", b"\r.\r"])
def test_2e_a_mail_cannot_smuggle_another(demo: Demo, end: bytes) -> None:
    mark = uuid4().hex
    inner = b"MAIL FROM:<boss@north.example>\r\nRCPT TO:<" + HELP.encode() + b">\r\nDATA\r\n"
    inner += f"From: boss@north.example\r\nSubject: Smuggled {mark}\r\n\r\nPay.".encode()
    raw = mail(f"Plain {mark}", to=HELP, subject=f"Outer {mark}").rstrip() + end + inner
    with socket.create_connection(("127.0.0.1", demo.house.smtp), timeout=30) as wire:
        said = wire.makefile("rb")
        said.readline()
        for line in (
            b"EHLO x",
            b"MAIL FROM:<ann@shopper.example>",
            f"RCPT TO:<{HELP}>".encode(),
            b"DATA",
        ):
            wire.sendall(line + b"\r\n")
            while (answer := said.readline())[3:4] == b"-":
                pass
        assert answer.startswith(b"354")
        wire.sendall(raw + b"\r\n.\r\nQUIT\r\n")
        answers = said.readlines()
    assert len([line for line in answers if line.startswith(b"250")]) <= 1, answers
    owner = demo.visitor("nadia")
    ours = mail("After", to=HELP, subject=f"After {mark}")
    demo.mailer.deliver(ours, HELP)
    wait_until(lambda: [a for a in ledger(owner) if a.key == key_of(ours)], "the next one is there")
    found = f"/tickets/all/list?q={mark}"  # the outer one, in which the inner one is words
    wait_until(lambda: len(owner.get(found).tree.css("li.row")) >= 2, "both are there")
    assert len(owner.get(found).tree.css("li.row")) == 2
