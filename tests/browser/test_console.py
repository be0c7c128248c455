"""What an agent does all day, by keyboard and mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.demo import Demo
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def first(page: Page) -> Page:
    page.keyboard.press("j")
    expect(page.get_by_role("region", name="Messages")).to_be_visible()
    return page


def test_a_draft_survives_a_reload_and_a_change_of_ticket(open_page: Open) -> None:
    page = first(open_page())
    page.keyboard.press("r")
    page.keyboard.type("Half a sentence")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_label("Message", exact=True)).to_have_value("")
    page.keyboard.press("k")
    expect(page.get_by_label("Message", exact=True)).to_have_value("Half a sentence")
    page.reload()
    expect(page.get_by_label("Message", exact=True)).to_have_value("Half a sentence")
    page.get_by_label("Message", exact=True).fill("")


def test_a_note_is_amber_and_stays_inside(open_page: Open, demo: Demo) -> None:
    page = first(open_page())
    page.keyboard.press("n")
    page.keyboard.type("She is a regular, be generous.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg--note").last).to_contain_text("be generous")
    assert not any(b"be generous" in mail.content for mail in demo.sink.received)


def test_what_one_agent_does_another_sees(open_page: Open) -> None:
    here, there = first(open_page("nadia")), open_page("tobias")
    there.goto(here.url)
    expect(there.get_by_role("region", name="Messages")).to_be_visible()
    here.keyboard.press("n")
    here.keyboard.type("Look at this, Tobias.")
    here.keyboard.press("Control+Enter")
    expect(there.locator(".msg--note").last).to_contain_text("Look at this, Tobias.")


def test_single_keys_do_nothing_while_typing(open_page: Open) -> None:
    page = first(open_page())
    page.keyboard.press("r")
    page.keyboard.type("jeans")
    expect(page.get_by_label("Message", exact=True)).to_have_value("jeans")
    page.get_by_label("Message", exact=True).fill("")


def test_the_shortcuts_are_told(open_page: Open) -> None:
    page = open_page()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next ticket")


def test_a_light_agent_can_only_leave_notes(open_page: Open) -> None:
    page = first(open_page("juno"))
    expect(page.get_by_role("radio", name="Note")).to_be_checked()
    expect(page.get_by_role("radio", name="Reply")).to_have_count(0)


def test_a_wrong_password_is_said_in_words(open_page: Open) -> None:
    page = open_page("")
    page.goto("/login")
    page.get_by_label("Email").fill("nadia@desk.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()


def test_every_command_view_and_ticket_is_behind_one_key(open_page: Open) -> None:
    page = open_page("tobias")
    subject = page.locator(".row__subject bdi").first.inner_text()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find a command, a view or a ticket")
    expect(field).to_be_focused()
    page.keyboard.type("spam")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_text("Spam")
    page.keyboard.press("Enter")
    expect(page.locator(".list-pane h2")).to_have_text("Spam")
    page.keyboard.press("Control+k")
    expect(field).to_have_value("")
    page.keyboard.type("light and")
    expect(chosen).to_contain_text("Switch light and dark")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("Control+k")
    page.keyboard.type(subject)
    page.get_by_role("option").filter(has_text=f": {subject}").first.click()
    expect(page.locator(".thread__head h2")).to_contain_text(subject)


def test_the_palette_searches_all_tickets_and_leaves_the_page_by_escape(open_page: Open) -> None:
    page = open_page("tobias")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("tag:returns")
    page.get_by_role("option").filter(has_text="Search all tickets for “tag:returns”").click()
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("tag:returns")
    page.goto("/ledger")
    page.keyboard.press("Control+k")
    page.keyboard.type("zzz nothing")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tickets/all?q=zzz*")
