"""The console's composer: a reply to all, by keyboard, and what those in Cc answer."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import formataddr
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from tests.acceptance.demo import Demo
from tests.acceptance.desk import Desk, stranger
from tests.acceptance.post import Received, mail, message_id, normal
from tests.acceptance.visitor import messages
from tests.browser.conftest import Open, chromium, open_page
from threering.runtime.demo.cast import QUILLMERE

__all__ = ["open_page"]
pytestmark = pytest.mark.acceptance
HELP = QUILLMERE.inbox_address


@pytest.fixture(scope="module")  # its event loop must end before other tests start theirs
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def desk(demo: Demo) -> Desk:
    return Desk(demo, demo.visitor("tobias"))


def asked(desk: Desk, sender: str, cc: str) -> str:
    """A customer asks and lets somebody else read it; the ticket."""
    raw = mail("Please send it again.", to=HELP, subject=f"Lost {uuid4().hex}",
               sender=formataddr(("Ingrid Solvang", sender)))  # fmt: skip
    return desk.ticket(normal(f"Cc: {cc}, {HELP}\r\n".encode() + raw), sender)


def addresses(left: Received, header: str) -> list[str]:
    return [one.addr_spec for one in left.parsed[header].addresses]


@pytest.mark.browser
def test_1t_a_reply_to_all_is_written_by_keyboard_and_reaches_each_in_head_and_envelope(
    desk: Desk, open_page: Open
) -> None:
    ingrid, olaf, mette = stranger("ingrid"), stranger("olaf"), stranger("mette")
    ticket, token = asked(desk, ingrid, olaf), uuid4().hex
    page = open_page("tobias")
    page.goto(ticket)
    in_cc = page.get_by_role("list", name="Cc").locator("li")
    more = page.get_by_role("textbox", name="Add somebody in Cc")
    expect(in_cc).to_have_count(0)
    page.keyboard.press("Shift+R")
    expect(in_cc).to_have_text([olaf])
    expect(page.get_by_label("Message", exact=True)).to_be_focused()
    page.keyboard.type(f"We send it again. {token}")
    more.fill(mette)
    page.keyboard.press("Control+Enter")
    left = desk.demo.sink.wait_for(token)
    assert (addresses(left, "To"), addresses(left, "Cc")) == ([ingrid], [olaf, mette])
    assert left.recipients == (ingrid, olaf, mette)
    sent = page.locator(".msg--agent", has_text=token)
    expect(sent).to_contain_text(f"to Ingrid Solvang, cc {olaf}, {mette}")
    expect(in_cc).to_have_count(0)


@pytest.mark.browser
def test_1t_recipients_are_typed_taken_off_and_kept_in_the_draft(
    desk: Desk, open_page: Open
) -> None:
    ticket, mette = asked(desk, stranger("ingrid"), stranger("olaf")), stranger("mette")
    page = open_page("tobias")
    page.goto(ticket)
    in_cc = page.get_by_role("list", name="Cc").locator("li")
    more = page.get_by_role("textbox", name="Add somebody in Cc")
    more.fill("mette")
    more.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("mette is not an address. Write it like")
    expect(more).to_have_value("mette")
    more.fill(mette)
    more.press(",")
    expect(in_cc).to_have_text([mette])
    expect(more).to_have_value("")
    expect(page.locator("[data-kept]")).to_have_text("Draft kept")
    page.reload()
    expect(in_cc).to_have_text([mette])
    more.press("Backspace")
    expect(in_cc).to_have_count(0)


def test_1t_who_was_in_cc_answers_into_the_ticket_and_stays_somebody_else(desk: Desk) -> None:
    ingrid, mette = stranger("ingrid"), stranger("mette")
    ticket, token = asked(desk, ingrid, stranger("olaf")), uuid4().hex
    place = ticket.replace("/tickets/all/", "/t/")
    form = {"kind": "reply", "key": str(uuid4()), "text": token, "to": ingrid, "cc": mette}
    for _ in range(2):  # the same key is the same reply
        assert desk.lead.post(f"{place}/reply", form).status == 201
    left = desk.demo.sink.wait_for(token)
    assert (addresses(left, "Cc"), left.recipients) == ([mette], (ingrid, mette))
    answer = mail("I have it.", to=HELP, subject="Re: Lost", sender=mette,
                  answers=message_id(left.content))  # fmt: skip
    assert desk.ticket(answer, mette) == ticket
    page = desk.page(ticket)
    said = page.tree.css("#log .msg--customer")
    assert ["Not the customer" in one.text() for one in said] == [False, True]
    side = page.tree.css_first("#side").text()
    assert (ingrid in side, mette in side) == (True, False)
    assert page.tree.css_first("[data-people]").attributes["data-to"] == ingrid
    assert len(desk.demo.sink.holding(token)) == 1


@pytest.mark.parametrize("wrong", [HELP, "mette", "help+anything@" + HELP.partition("@")[2]])
def test_1t_a_bad_recipient_is_said_in_words_and_nothing_leaves(desk: Desk, wrong: str) -> None:
    ticket, token = asked(desk, stranger("ingrid"), stranger("olaf")), uuid4().hex
    place = ticket.replace("/tickets/all/", "/t/")
    form = {"kind": "reply", "key": str(uuid4()), "text": token, "cc": wrong}
    answer = desk.lead.post(f"{place}/reply", form)
    assert (answer.status, wrong in answer.text) == (422, True)
    assert not any(token in said.text for said in messages(desk.lead, ticket))
    assert desk.demo.sink.holding(token) == []
