"""The console's composer: a reply to all, a message passed on, and what those who got it answer."""

from __future__ import annotations

import re
from email.utils import formataddr
from uuid import uuid4

import pytest
from playwright.sync_api import Route, expect

from tests.acceptance.demo import Demo
from tests.acceptance.desk import Desk, stranger
from tests.acceptance.post import Received, mail, message_id, normal
from tests.acceptance.visitor import messages
from tests.browser.conftest import Open
from threering.runtime.demo.cast import QUILLMERE

pytestmark = pytest.mark.acceptance
HELP = QUILLMERE.inbox_address


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
@pytest.mark.full  # long; the way to the mail is tested above
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
    other = stranger("other")
    more.fill("")
    page.keyboard.type(f"{mette},{other},")  # faster than the server answers
    expect(in_cc).to_have_text([mette, other])
    expect(more).to_have_value("")
    more.press("Backspace")
    expect(in_cc).to_have_text([mette])
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


@pytest.mark.browser
def test_1t_who_would_rather_reply_than_forward_replies_to_the_customer(
    desk: Desk, open_page: Open
) -> None:
    ingrid, token = stranger("ingrid"), uuid4().hex
    ticket = desk.ticket(mail("It is broken.", to=HELP, subject=token, sender=ingrid), ingrid)
    page = open_page("tobias")
    page.goto(ticket)
    page.keyboard.press("f")
    expect(page.locator(".people__source")).to_contain_text("It is broken.")
    slow = re.compile(r"/recipients\?")  # those of the reply are long on their way
    page.route(slow, lambda _held: None)
    page.locator("label:has([name=kind][value=reply])").click()
    page.get_by_label("Message", exact=True).fill("A new one is on its way.")
    expect(page.locator("[data-kept]")).to_have_text("Draft kept")
    page.unroute(slow)
    page.reload()
    expect(page.get_by_label("Message", exact=True)).to_have_value("A new one is on its way.")
    expect(page.locator("[name=kind]:checked")).to_have_value("reply")
    expect(page.locator(".people__source")).to_have_count(0)
    expect(page.locator(".people .chip")).to_have_text([ingrid])


@pytest.mark.browser
def test_1t_a_message_is_forwarded_by_keyboard_with_its_files_and_taken_back(
    desk: Desk, open_page: Open
) -> None:
    ingrid, carrier, token = stranger("ingrid"), stranger("carrier"), uuid4().hex
    raw = mail(f"It is broken. {token}", to=HELP, subject="Broken", sender=ingrid, file=b"%PDF")
    ticket = desk.ticket(raw, ingrid)
    page = open_page("tobias")
    page.goto(ticket)
    page.keyboard.press("f")
    expect(page.get_by_role("textbox", name="Add somebody to forward it to")).to_be_focused()
    expect(page.locator(".people__source")).to_contain_text(token)
    expect(page.locator(".composer__files .chip")).to_contain_text("bill.pdf")
    page.keyboard.type(carrier)
    page.keyboard.press("Control+Enter")
    sent = page.locator(".msg--forward", has_text="Forwarded")
    expect(sent).to_contain_text(f"to {carrier}")
    held: list[Route] = []  # nobody waits until its file is shown
    page.route(re.compile(r"\?kept="), lambda route: held.append(route))
    sent.get_by_role("button", name="Undo").click()
    expect(sent).to_have_count(0)
    expect(page.locator(".people .chip")).to_have_text([carrier])
    page.keyboard.press("Control+Enter")
    held.pop().continue_()
    expect(sent).to_contain_text(f"to {carrier}")
    left = desk.demo.sink.wait_for(token)
    assert (addresses(left, "To"), left.recipients) == ([carrier], (carrier,))
    assert [part.get_filename() for part in left.parsed.iter_attachments()] == ["bill.pdf"]
    assert desk.status(ticket) == "new"


def test_1t_a_forward_reaches_the_third_party_alone_and_its_answer_comes_back_marked(
    desk: Desk,
) -> None:
    ingrid, carrier, token = stranger("ingrid"), stranger("carrier"), uuid4().hex
    ticket = asked(desk, ingrid, stranger("olaf"))
    place, source = ticket.replace("/tickets/all/", "/t/"), messages(desk.lead, ticket)[0].key
    form = {"kind": "forward", "forwards": source, "key": str(uuid4()), "text": token}
    refused = desk.lead.post(f"{place}/reply", form | {"to": ingrid})
    assert (refused.status, "Reply to them instead" in refused.text) == (422, True)
    for _ in range(2):  # the same key is the same forward
        assert desk.lead.post(f"{place}/reply", form | {"to": carrier}).status == 201
    left = desk.demo.sink.wait_for(token)
    assert (left.recipients, left.parsed["Subject"][:10]) == ((carrier,), "Fwd: Lost ")
    assert "Forwarded message" in left.text
    assert "Please send it again." in left.text
    assert desk.status(ticket) == "new"
    answer = mail("Between us: it is lost.", to=HELP, subject="Re: Fwd: Lost", sender=carrier,
                  answers=message_id(left.content))  # fmt: skip
    assert desk.ticket(answer, carrier) == ticket
    page = desk.page(ticket)
    assert "Not the customer" in page.tree.css("#log .msg--customer")[-1].text()
    assert page.tree.css_first("[data-people]").attributes["data-to"] == ingrid
    reply = desk.reply(ticket, f"We look for it. {uuid4().hex}")
    assert (reply.recipients, "Between us" in reply.text) == ((ingrid,), False)
    assert carrier not in reply.content.decode()
    assert len(desk.demo.sink.holding(token)) == 1
