"""The console's page of saved replies: written by a lead, used by an agent, in nobody's way."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.acceptance.demo import Demo
from tests.acceptance.test_console_replies import field, opened
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]


def test_1r_a_lead_writes_a_saved_reply_and_an_agent_uses_it_at_once(
    open_page: Open, demo: Demo
) -> None:
    lead, agent, word = open_page("tobias"), open_page("orla"), f"w{uuid4().hex[:8]}"
    lead.goto("/replies")
    lead.get_by_role("link", name="New saved reply").click()
    lead.get_by_label("Name", exact=True).fill(f"About {word}")
    lead.get_by_label("Shortcut", exact=True).fill(word)
    lead.get_by_role("textbox", name="Words", exact=True).fill(
        "Dear {{customer.first_name|friend}},"
    )
    lead.get_by_role("button", name="Add a language").click()
    lead.get_by_role("combobox", name="Language", exact=True).last.select_option("de")
    lead.get_by_role("textbox", name="Words", exact=True).last.fill(
        "Liebe {{customer.first_name}},"
    )
    lead.get_by_label("Tags to add").fill(word)
    lead.get_by_role("button", name="Save").click()
    expect(lead.locator(".shelf__name", has_text=f"About {word}")).to_be_visible()
    opened(demo, agent)
    agent.keyboard.press("r")
    agent.keyboard.type(f"/{word}")
    expect(agent.locator("[role=option][aria-selected=true]")).to_contain_text(f"About {word}")
    agent.keyboard.press("Enter")
    expect(field(agent)).to_have_value("Dear Ingrid,")
    expect(agent.locator(".composer__besides")).to_contain_text(f"Tag: {word}")
    field(agent).fill("")


def test_1r_words_are_read_while_typed_and_an_unknown_variable_is_told(open_page: Open) -> None:
    page = open_page("tobias")
    page.goto("/replies/new")
    words, read = page.get_by_role("textbox", name="Words", exact=True), page.locator("[data-read]")
    page.get_by_label("Name", exact=True).fill("Never kept")
    words.fill("Dear ")
    page.get_by_role("button", name="customer.first_name", exact=True).click()
    expect(read).to_contain_text("Dear Ingrid")
    words.press_sequentially(" and {{nobody}}")
    expect(read).to_contain_text("{{nobody}} is no variable")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert").first).to_contain_text("{{customer.first_name}}")
    expect(words).to_have_value("Dear {{customer.first_name}} and {{nobody}}")


def test_1r_what_is_archived_is_gone_from_the_list_and_undo_brings_it_back(
    open_page: Open,
) -> None:
    page = open_page("tobias")
    page.goto("/replies?q=Trade")
    page.get_by_role("button", name="Archive Trade account").click()
    expect(page.locator("#replies")).to_contain_text("Nothing found")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".shelf__name")).to_contain_text("Trade account")


def test_1r_the_list_is_reached_by_keys_and_searched(open_page: Open) -> None:
    page = open_page("orla")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/replies")
    page.get_by_label("Search saved replies").fill("daune")
    page.keyboard.press("Enter")
    expect(page.locator(".shelf__name")).to_have_count(1)
    expect(page.locator(".shelf__brand")).to_have_text("Federlinde")
    expect(page.get_by_role("link", name="New saved reply")).to_have_count(0)


@pytest.mark.full
@ON_EVERY_SCREEN
def test_2r_axe_finds_nothing_on_the_pages_and_states_of_saved_replies(
    open_page: Open, demo: Demo, scheme: str, size: dict[str, int]
) -> None:
    page = open_page("tobias", viewport=size, color_scheme=scheme, bypass_csp=True)
    found = {}
    for path in ("/replies", "/replies?show=archived&q=zzz", "/replies/new", "/replies/import"):
        page.goto(path)
        found[path] = violations(page)
    page.goto("/replies?q=label")
    address = page.locator(".shelf__name a").first.get_attribute("href")
    page.goto(str(address))
    expect(page.locator("[data-read] mark").first).to_be_visible()
    found["a saved reply"] = violations(page)
    page.get_by_role("textbox", name="Words", exact=True).first.fill("{{nobody}}")
    expect(page.locator("[data-read] .callout")).to_be_visible()
    found["a mistake"] = violations(page)
    page.goto("/tickets/open")
    opened(demo, page)
    page.get_by_role("button", name="Insert a saved reply").click()
    expect(page.locator("[role=option][aria-selected=true]")).to_be_visible()
    found["choosing"] = violations(page)
    page.keyboard.press("Enter")
    expect(page.locator(".composer__besides .chip").first).to_be_visible()
    page.get_by_label("More ways to send").click()
    found["sending"] = violations(page)
    page.keyboard.press("Escape")
    field(page).fill("")
    assert {state: told for state, told in found.items() if told} == {}
