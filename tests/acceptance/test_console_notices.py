"""The console: colleagues are named in notes, and hear of it at the bell."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.acceptance.demo import Demo
from tests.acceptance.test_console import show, write
from tests.acceptance.visitor import Visitor
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]


def waiting(page: Page) -> int:
    """What the bell counts."""
    bell = page.locator(".bell__count")
    return int(bell.inner_text()) if bell.is_visible() else 0


def expect_waiting(page: Page, count: int) -> None:
    bell = page.locator(".bell__count")
    if count:
        expect(bell).to_have_text(str(count))
    else:
        expect(bell).to_be_hidden()


def name_tobias(page: Page) -> None:
    """Name him in a note by keyboard alone; the draft still knows it after the tab was closed."""
    field = page.get_by_label("Message", exact=True)
    page.keyboard.press("n")
    page.keyboard.type("Could you decide, @tob")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Tobias Falkenried")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("Could you decide, @Tobias Falkenried ")
    page.keyboard.type("please? a@b.example")
    expect(page.locator("[data-kept]")).to_have_text("Draft kept")
    page.reload()
    expect(field).to_have_value("Could you decide, @Tobias Falkenried please? a@b.example")
    field.press("Control+Enter")
    expect(page.locator(".msg--note .mention")).to_have_text("@Tobias Falkenried")


def test_1u_a_colleague_is_named_by_keyboard_hears_it_live_and_has_read_it_when_it_is_opened(
    open_page: Open, demo: Demo
) -> None:
    subject = f"Notice {uuid4().hex}"
    write(demo, "Can you make an exception?", subject)
    page, there = show(open_page("orla"), subject), open_page("tobias")
    before = waiting(there)
    name_tobias(page)
    expect_waiting(there, before + 1)
    there.keyboard.press("g")
    there.keyboard.press("n")
    there.wait_for_url("**/notices")
    there.keyboard.press("j")
    line = there.locator(".notices .row").first
    expect(line).to_contain_text("Orla Pennick mentioned you")
    expect(line.locator("a")).to_be_focused()
    there.keyboard.press("Enter")
    expect(there.locator(".thread__head h2")).to_contain_text(subject)
    expect_waiting(there, before)


def _me(visitor: Visitor) -> str:
    body = visitor.get("/tickets/open").tree.css_first("body")
    assert body
    return str(body.attributes["data-me"])


def test_1u_nobody_of_another_client_can_be_named(open_page: Open, demo: Demo) -> None:
    subject = f"Walls {uuid4().hex}"
    write(demo, "Who reads this?", subject)
    page, stranger = show(open_page("orla"), subject), demo.visitor("celestine")
    ticket = page.locator("form#composer").get_attribute("action") or ""
    agent = demo.visitor("orla")
    offered = agent.get(ticket.replace("/reply", "/colleagues")).text
    assert "Tobias Falkenried" in offered
    assert not re.search("Célestine|Rafael|Juno", offered)
    form = {"kind": "note", "text": "@Eve look", "mentions": f"{_me(stranger)} Eve"}
    assert agent.post(ticket, form | {"key": str(uuid4())}).status == 422
    assert subject not in stranger.get("/notices").text
    assert page.locator(".msg--note").count() == 0


@pytest.mark.full
@ON_EVERY_SCREEN
def test_1u_naming_and_notices_are_for_everybody_s_eyes(
    open_page: Open, demo: Demo, size: ViewportSize, scheme: str
) -> None:
    subject = f"Eyes {uuid4().hex}"
    write(demo, "Is it legible?", subject)
    page = open_page("orla", viewport=size, color_scheme=scheme, bypass_csp=True)
    show(page, subject)
    page.locator("label:has([name=kind][value=note])").click()
    page.get_by_role("button", name="Mention a colleague").click()
    page.get_by_role("combobox", name="Find a colleague").fill("nad")
    expect(page.locator("#colleagues [role=option]")).to_have_count(1)
    assert violations(page) == []
    page.locator("#colleagues [role=option]").click()
    field = page.get_by_label("Message", exact=True)
    expect(field).to_have_value("@Nadia Brekkevold ")
    field.press("Control+Enter")
    expect(page.locator(".msg--note .mention")).to_have_text("@Nadia Brekkevold")
    assert violations(page) == []
    there = open_page("nadia", viewport=size, color_scheme=scheme, bypass_csp=True)
    there.goto("/notices")
    expect(there.locator(".row[data-unread]", has_text=subject)).to_have_count(1)
    assert violations(there) == []
    there.get_by_role("button", name="Mark all as read").click()
    expect(there.locator(".notices .row[data-unread]")).to_have_count(0)
    there.locator(".toast").get_by_role("button", name="Undo").click()
    expect(there.locator(".row[data-unread]", has_text=subject)).to_have_count(1)
    there.goto("/me")
    assert violations(there) == []
