"""People and safety, consent and opt-out: one press in a mail program, and nothing more comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.acceptance.demo import Demo
from tests.acceptance.desk import Desk, stranger
from tests.acceptance.house import AGENT, INBOX, PASSWORD, small_house, wait_until
from tests.acceptance.post import Received, mail, sink
from tests.acceptance.visitor import Visitor
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN

pytestmark = pytest.mark.acceptance
URL, BOSS = "https://desk.example", "boss@north.example"
ONE_CLICK = b"List-Unsubscribe=One-Click"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass(frozen=True)
class Eager:
    """A house whose brand acknowledges, and the admin who looks."""

    desk: Desk
    boss: Visitor

    def told(self, address: str) -> list[Received]:
        """What left to an address."""
        return [one for one in self.desk.demo.sink.received if one.recipients == (address,)]

    def asked(self, address: str) -> str:
        """Let somebody ask something new; the ticket of it."""
        raw = mail("Hello?", to=INBOX, subject=f"Question {uuid4().hex}", sender=address)
        return self.desk.ticket(raw, address)

    def link(self, left: Received) -> str:
        """Where a mail says that it can be refused, on the address we reach the house at."""
        head = str(left.parsed["List-Unsubscribe"])
        assert head.startswith(f"<{URL}/stop/"), head
        assert left.parsed["List-Unsubscribe-Post"] == ONE_CLICK.decode()
        return head.strip("<>").removeprefix(URL)

    def privacy(self, ticket: str) -> str:
        """The page of privacy of a ticket's customer."""
        link = self.boss.get(ticket).tree.css_first("#side .who a")
        assert link
        return self.boss.get(f"{link.attributes['href']}/privacy").text


@pytest.fixture(scope="module")
def eager() -> Iterator[Eager]:
    with (
        sink() as outgoing,
        small_house(THREERING_SMTP_URL=outgoing.url, THREERING_URL=URL) as house,
    ):
        words = ("--name", "Boss", "--client", "North", "--role", "admin", "--password-stdin")
        house.must("createagent", BOSS, *words, text=PASSWORD + "\n")
        house.must("acknowledgement", "north", "text", text="We have your mail {number}.")
        house.must("acknowledgement", "north", "on")
        lead, boss = (Visitor(house.port).sign_in(who, PASSWORD) for who in (AGENT, BOSS))
        yield Eager(Desk(Demo(house, outgoing), lead, INBOX), boss)


def acknowledged(eager: Eager, address: str) -> tuple[str, Received]:
    ticket = eager.asked(address)
    return ticket, wait_until(lambda: eager.told(address), "it is acknowledged")[0]


def test_4g_one_press_refuses_looking_does_not_and_answers_still_come(eager: Eager) -> None:
    ann, bob = stranger("ann"), stranger("bob")
    ticket, left = acknowledged(eager, ann)
    link, program = eager.link(left), Visitor(eager.desk.demo.house.port)
    for _ in range(2):  # a scanner, and the person
        page = program.get(link)
        assert (page.status, ann in page.text) == (200, False)
    assert "Automatic acknowledgements: nothing said" in eager.privacy(ticket)
    for _ in range(2):  # without a cookie, without a token
        assert program.exchange("POST", link, ONE_CLICK, FORM).status == 200
    page_of_ann = eager.privacy(ticket)
    assert "Automatic acknowledgements: refused" in page_of_ann
    assert page_of_ann.count("by the link in a mail") == 1
    second = eager.asked(ann)
    acknowledged(eager, bob)  # who wrote later is told: so whatever she were told has left, too
    assert len(eager.told(ann)) == 1
    answer = f"Here you are {uuid4().hex}"
    assert "List-Unsubscribe" not in eager.desk.reply(second, answer).parsed
    assert len(eager.told(ann)) == 2


def test_4g_a_link_of_somebody_else_or_changed_refuses_nothing(eager: Eager) -> None:
    cleo = stranger("cleo")
    ticket, left = acknowledged(eager, cleo)
    words, _, sign = eager.link(left).rpartition("-")
    program = Visitor(eager.desk.demo.house.port)
    forged = (f"{words}-{sign[::-1]}", f"{words.replace('acknowledgement', 'offer')}-{sign}")
    for link in (*forged, words, "/stop/x"):
        assert program.exchange("POST", link, ONE_CLICK, FORM).status == 404
    page = eager.privacy(ticket)
    assert page.count("nothing said") == 3


@pytest.mark.browser
@pytest.mark.full
@ON_EVERY_SCREEN
def test_4g_the_page_that_stops_mails_is_for_everybodys_eyes(
    eager: Eager, browser: Browser, size: ViewportSize, scheme: str
) -> None:
    dora = stranger("dora")
    ticket, left = acknowledged(eager, dora)
    base = f"http://127.0.0.1:{eager.desk.demo.house.port}"
    look = {"viewport": size, "color_scheme": scheme, "bypass_csp": True}
    context = browser.new_context(base_url=base, **look)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(eager.link(left))
    assert violations(page) == []
    assert not page.evaluate(WIDE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You get no more of these mails")).to_be_visible()
    assert violations(page) == []
    context.close()
    assert "Automatic acknowledgements: refused" in eager.privacy(ticket)
