"""People and safety: who stands in while somebody is away, and the day's states."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.acceptance.belongings import HELP
from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.post import key_of, mail, message_id
from tests.acceptance.visitor import Visitor, ledger, tickets
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open

pytestmark = pytest.mark.acceptance
AWAY, STANDS_IN, LEAD = "orla", "nadia", "tobias"


def option(visitor: Visitor, select: str, name: str) -> str:
    """The value of the choice in a select that begins with a name."""
    found = visitor.get("/stand-ins").tree.css(f"{select} option")
    return str(next(o.attributes["value"] for o in found if o.text().lower().startswith(name)))


def arrived(demo: Demo, raw: bytes) -> str:
    """Send a mail; the page of its ticket."""
    demo.mailer.deliver(raw, HELP)
    lead = demo.visitor(LEAD)

    def place() -> str:
        lines = (one for one in ledger(lead) if one.key == key_of(raw) and one.ticket)
        return next((one.ticket for one in lines), "")

    return wait_until(place, "a ticket")


def test_3l_answers_tell_the_stand_in_until_it_ends_and_nothing_is_reassigned(demo: Demo) -> None:
    away, stands_in = demo.visitor(AWAY), demo.visitor(STANDS_IN)
    subject = f"Kettle {uuid4().hex}"
    first = mail("It leaks.", to=HELP, subject=subject)
    ticket = arrived(demo, first)
    address = ticket.replace("/tickets/all/", "/t/")
    assert away.post(f"{address}/assign", {"assignee": "me"}).status == 204
    whose = str(away.get("/me").tree.body.attributes["data-me"])
    place = f"/stand-ins/{whose}"
    assert away.post(place, {"stand_in": option(away, "#id_stand_in", STANDS_IN)}).status == 204
    assert f"{AWAY.title()}" in stands_in.get("/tickets/open").tree.css_first(".views").text()
    arrived(demo, mail("Still.", to=HELP, subject=subject, answers=message_id(first)))
    told = wait_until(lambda: _told(stands_in, subject), "the stand-in is told")
    assert "You stand in for" in told
    page = stands_in.get(ticket)
    assert "is away" in page.tree.css_first("#thread-head .notice").text()
    view = next(
        str(link.attributes["data-view"])
        for link in stands_in.get("/tickets/open").tree.css(".view")
        if str(link.attributes["data-view"]).startswith("for-")
    )
    assert ticket.rpartition("/")[2] in "".join(tickets(stands_in, view))
    assert demo.visitor(LEAD).get(f"/tickets/{view}").status == 404
    assert away.post(place, {"ended": "1"}).status == 204
    assert stands_in.get(f"/tickets/{view}").status == 404
    assert stands_in.get(ticket).tree.css_first("#thread-head .notice") is None
    assert _assignee(stands_in, ticket) == whose


def _told(visitor: Visitor, subject: str) -> str:
    lines = visitor.get("/notices").tree.css("[data-notice]")
    return next((line.text() for line in lines if subject in line.text()), "")


def _assignee(visitor: Visitor, ticket: str) -> str:
    thread = visitor.get(ticket).tree.css_first("#thread")
    assert thread
    return str(thread.attributes["data-assignee"])


@pytest.mark.browser
@pytest.mark.full
def test_3l_a_stand_in_is_named_by_keyboard_and_undone(open_page: Open) -> None:
    page = open_page(AWAY)
    page.keyboard.press("Control+k")
    page.locator("#palette input").fill("Go to stand-ins")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stand-ins")
    page.get_by_label("Who stands in for you").focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Save").press("Enter")
    page.locator("#stand-ins").get_by_text("until they are back").wait_for()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#stand-ins").get_by_text("Nobody is away")).to_be_visible()


@ON_EVERY_SCREEN
@pytest.mark.browser
@pytest.mark.full
def test_3l_stand_ins_and_the_days_states_are_for_everybodys_eyes(
    open_page: Open, size: ViewportSize, scheme: str
) -> None:
    page = open_page(LEAD, viewport=size, color_scheme=scheme, bypass_csp=True)
    for path in ("/stand-ins", "/states"):
        page.goto(path)
        assert violations(page) == [], path
