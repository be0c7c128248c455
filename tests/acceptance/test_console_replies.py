"""The console's composer: saved replies by `/`, and replies that settle their ticket."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.post import mail
from tests.browser.conftest import PHONE, Open
from threering.runtime.demo.cast import QUILLMERE

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
HELP = QUILLMERE.inbox_address
SLASH = "Saved replies"


def opened(demo: Demo, page: Page, text: str = "Please send my money back.") -> str:
    """A customer called Ingrid writes, and the ticket is open on the page; its subject."""
    subject = f"Refund {uuid4().hex}"
    sender = f"i.{uuid4().hex[:8]}@shopper.example"
    raw = mail(text, to=HELP, subject=subject, sender=f"Ingrid Solvang <{sender}>")
    demo.mailer.deliver(raw, HELP, sender)
    row = page.locator(".row", has_text=subject)
    row.wait_for()
    row.locator("a").click()
    expect(page.locator(".thread__head h2")).to_contain_text(subject)
    return subject


def field(page: Page) -> Locator:
    return page.get_by_label("Message", exact=True)


def picker(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Find a saved reply")


def chips(page: Page) -> Locator:
    return page.locator(".composer__besides .chip")


def chosen(page: Page, typed: str) -> None:
    """Type / and a word at the beginning of a line, and take the first that fits."""
    page.keyboard.type(f"/{typed}")
    expect(page.locator("[role=option][aria-selected=true]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()


def status(page: Page) -> str:
    return str(page.locator("#thread").get_attribute("data-status"))


def used(page: Page, name: str) -> int:
    """How often the page of saved replies says that it was used."""
    row = page.locator(".shelf tr", has=page.get_by_text(name, exact=True))
    return int(row.locator(".shelf__used").inner_text().rpartition(":")[2])


def test_1r_a_saved_reply_is_chosen_filled_in_and_sent_by_keyboard_alone(
    open_page: Open, demo: Demo
) -> None:
    page = open_page("orla")
    page.goto("/replies")
    before = used(page, "Refund is on its way")
    page.goto("/tickets/open")
    opened(demo, page)
    token = uuid4().hex
    page.keyboard.press("r")
    page.keyboard.type("/refund")
    offered = page.locator("[role=option][aria-selected=true]")
    expect(offered).to_contain_text("Refund is on its way")
    expect(page.get_by_label("How it will read")).to_contain_text("Hello Ingrid,")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value(
        "Hello Ingrid,\n\nyour refund left us today. It goes back the way you paid and is usually"
        " there within three to five working days; on cards it may be listed under the day of the"
        " purchase.\n\nNothing else is needed from you.\n\nOrla, Quillmere"
    )
    assert chips(page).locator(".cut").all_inner_texts() == [
        "Refund is on its way", "Mark as done", "Tag: refund",
    ]  # fmt: skip
    page.keyboard.type(f"\n{token}")
    page.keyboard.press("Control+Enter")
    expect(chips(page)).to_have_count(0)
    assert "Hello Ingrid,\n" in demo.sink.wait_for(token).text.replace("\r\n", "\n")
    expect(page.locator("#thread")).to_have_attribute("data-status", "solved")
    expect(page.locator(".tags__list")).to_contain_text("refund")
    page.goto("/replies")
    assert used(page, "Refund is on its way") == before + 1


def test_1r_what_was_no_saved_reply_stays_as_it_was_typed(open_page: Open, demo: Demo) -> None:
    page = open_page("orla")
    opened(demo, page)
    page.keyboard.press("r")
    page.keyboard.type("and/or")
    expect(field(page)).to_have_value("and/or")
    page.keyboard.press("Enter")
    page.keyboard.type("/home")
    expect(picker(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("and/or\n/home")
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    expect(picker(page)).to_be_focused()
    page.keyboard.press("Backspace")
    expect(field(page)).to_have_value("and/or\n/home\n")
    field(page).fill("")


@pytest.mark.full  # a page of its own; others of this file open one every day
def test_1r_arrows_choose_and_the_browsers_own_undo_takes_it_out(
    open_page: Open, demo: Demo
) -> None:
    page = open_page("orla")
    opened(demo, page)
    page.keyboard.press("r")
    page.keyboard.type("Hello,\n/")
    first = page.locator("[role=option][aria-selected=true]")
    expect(first).to_be_visible()
    name = first.locator("b").inner_text()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]").locator("b")).not_to_have_text(name)
    active = picker(page).get_attribute("aria-activedescendant")
    assert page.locator("[role=option][aria-selected=true]").get_attribute("id") == active
    page.keyboard.press("ArrowUp")
    expect(page.locator("[role=option][aria-selected=true]").locator("b")).to_have_text(name)
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value(wrote_more(page, "Hello,\n"))
    page.keyboard.press("Control+z")
    expect(field(page)).to_have_value("Hello,\n")
    field(page).fill("")
    expect(chips(page)).to_have_count(0)


def wrote_more(page: Page, before: str) -> str:
    """What stands in the composer now, if it begins so and goes on."""
    value = field(page).input_value()
    return value if value.startswith(before) and len(value) > len(before) else "nothing"


@pytest.mark.full  # a page of its own; others of this file open one every day
def test_1r_a_misspelt_word_finds_it_and_what_is_unknown_stays_text(
    open_page: Open, demo: Demo
) -> None:
    page = open_page("orla")
    opened(demo, page)
    page.keyboard.press("r")
    page.keyboard.type("/refnud")
    expect(page.locator("[role=option][aria-selected=true]")).to_contain_text("Refund")
    page.keyboard.press("Escape")
    field(page).fill("")
    page.keyboard.type("/qwxz")
    found = page.locator(".picker:not([hidden]) .picker__found")
    expect(found).to_contain_text("No saved reply fits")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("/qwxz")
    field(page).fill("")


@pytest.mark.full  # a page of its own; others of this file open one every day
def test_1r_by_mouse_and_on_a_phone_a_chip_can_be_taken_off(open_page: Open, demo: Demo) -> None:
    page = open_page("orla", viewport=PHONE, has_touch=True)
    opened(demo, page)
    page.get_by_role("button", name="Insert a saved reply").tap()
    page.get_by_role("option").filter(has_text="Refund is on its way").tap()
    expect(field(page)).to_have_value(wrote_more(page, "Hello Ingrid,"))
    page.get_by_role("button", name="Not Mark as done").tap()
    expect(chips(page)).to_have_count(2)
    token = uuid4().hex
    field(page).press_sequentially(token)
    page.get_by_role("button", name="Send", exact=False).first.tap()
    demo.sink.wait_for(token)
    expect(page.locator("#thread")).to_have_attribute("data-status", "pending")


def test_1r_what_comes_with_a_draft_survives_closing_the_tab(open_page: Open, demo: Demo) -> None:
    page = open_page("orla")
    opened(demo, page)
    page.keyboard.press("r")
    chosen(page, "label")
    expect(page.locator("[data-kept]")).to_have_text("Draft kept")
    address = page.url
    page.close()
    again = open_page("orla")
    again.goto(address)
    expect(chips(again)).to_have_count(3)
    expect(field(again)).to_have_value(wrote_more(again, "Hello Ingrid,"))
    field(again).fill("")


def test_1s_a_reply_is_sent_and_the_ticket_done_and_undo_takes_both_back(
    open_page: Open, demo: Demo
) -> None:
    page, token = open_page("orla"), uuid4().hex
    opened(demo, page)
    was = status(page)
    page.keyboard.press("r")
    chosen(page, "where")
    field(page).press_sequentially(token)
    words = field(page).input_value()
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#thread")).to_have_attribute("data-status", "solved")
    expect(page.get_by_role("button", name="Reopen")).to_be_visible()
    expect(page.locator(".tags__list")).to_contain_text("shipping")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#thread")).to_have_attribute("data-status", was)
    expect(page.get_by_role("button", name="Done")).to_be_visible()
    expect(page.locator(".tags__list")).not_to_contain_text("shipping")
    expect(field(page)).to_have_value(words)
    expect(chips(page)).to_have_count(2)
    later = uuid4().hex
    field(page).fill(f"Better, {later}")
    page.keyboard.press("Control+Enter")
    demo.sink.wait_for(later)  # what was taken back would have left before
    assert demo.sink.holding(token) == []


@pytest.mark.full  # a page of its own; others of this file open one every day
def test_1s_the_button_beside_send_says_what_becomes_of_the_ticket(
    open_page: Open, demo: Demo
) -> None:
    here, there = open_page("orla"), open_page("tobias")
    subject = opened(demo, here)
    there.locator(".row", has_text=subject).locator("a").click()
    expect(there.locator(".thread__head h2")).to_contain_text(subject)
    here.bring_to_front()
    field(here).fill("We look into it.")
    here.get_by_role("button", name="More ways to send").click()
    here.get_by_role("button", name="Send and put on hold").click()
    for page in (here, there):
        expect(page.locator("#thread")).to_have_attribute("data-status", "on_hold")
        expect(page.locator(".msg--agent")).to_contain_text("We look into it.")
    expect(here.locator("#send-menu")).to_be_hidden()


def test_1s_solved_again_by_a_reply_that_has_left(open_page: Open, demo: Demo) -> None:
    page, token = open_page("orla"), uuid4().hex
    opened(demo, page)
    field(page).fill(f"Done, {token}")
    page.keyboard.press("Control+Shift+Enter")
    demo.sink.wait_for(token)
    expect(page.locator("#thread")).to_have_attribute("data-status", "solved")
    orla = demo.visitor("orla")
    path = page.url.partition(str(demo.house.port))[2]
    wait_until(lambda: 'data-state="sent"' in orla.get(path).text, "the reply has left")
