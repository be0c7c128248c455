"""The console: views of a brand, saved views with any search and order, in a real browser."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.demo import Demo
from tests.acceptance.test_console import write
from tests.browser.conftest import Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]


def save(page: Page, query: str, name: str) -> None:
    """Search for it and make that a view for everybody, the oldest first."""
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search").fill(query)
    page.get_by_role("button", name="Save as view").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Order").select_option("oldest")
    page.get_by_label("Everybody of the client has it").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".list-pane h2")).to_have_text(name)


def test_views_a_saved_search_is_everybodys_and_fills_and_empties_live(
    open_page: Open, demo: Demo
) -> None:
    word, name = f"word{uuid4().hex[:10]}", f"My {uuid4().hex[:6]}"
    write(demo, f"Where is the {word}?", f"First {word}")
    save(open_page("tobias"), f"{word} is:unassigned", name)
    agent = open_page("orla")
    agent.locator("#saved-views .view", has_text=name).click()
    expect(agent.locator(".row")).to_have_count(1)
    write(demo, f"And where is the {word} now?", f"Second {word}")
    expect(agent.locator(".row")).to_have_count(2)
    expect(agent.locator(".row").first).to_contain_text("First")
    expect(agent.locator("#saved-views .view", has_text=name)).to_contain_text("2")
    agent.locator(".row", has_text="Second").locator("a").click()
    agent.locator("#thread-head [popovertarget=assign-menu]").click()
    agent.locator("#assign-menu button").first.click()
    agent.locator(".row", has_text="First").locator("a").click()
    expect(agent.locator(".row")).to_have_count(1)


def test_views_a_removed_view_is_brought_back(open_page: Open) -> None:
    page, name = open_page("tobias"), f"Gone {uuid4().hex[:6]}"
    save(page, "tag:returns", name)
    page.get_by_role("button", name="Change this view").click()
    page.get_by_role("button", name="Remove the view").click()
    expect(page.locator(".toast")).to_contain_text("View removed")
    expect(page.locator("#saved-views .view", has_text=name)).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".list-pane h2")).to_have_text(name)


def test_views_of_a_team_fill_live_when_a_ticket_is_given_to_it(
    open_page: Open, demo: Demo
) -> None:
    subject = f"Team {uuid4().hex}"
    write(demo, "Where is the courier?", subject)
    lead, agent = open_page("tobias"), open_page("orla")
    agent.locator(".view", has_text="Returns").click()
    expect(agent.locator(".list-pane h2")).to_have_text("Returns")
    lead.locator(".row", has_text=subject).locator("a").click()
    expect(lead.locator("#thread")).to_be_visible()
    lead.keyboard.press("Shift+A")
    lead.locator("#team-menu").get_by_role("button", name="Returns").press("Enter")
    expect(lead.locator(".toast")).to_contain_text("Given to the team Returns")
    expect(agent.locator(".row", has_text=subject)).to_have_count(1)
    expect(lead.locator("#thread")).to_contain_text("gave this to the team Returns")
    lead.locator(".toast").get_by_role("button", name="Undo").click()
    expect(agent.locator(".row", has_text=subject)).to_have_count(0)


def test_views_of_a_brand_show_its_tickets_alone_and_live(open_page: Open, demo: Demo) -> None:
    subject = f"Brand {uuid4().hex}"
    page = open_page("tobias")
    other, ours = (
        page.locator("[data-view^=brand-]", has_text=name) for name in ("Federlinde", "Quillmere")
    )
    ours.click()
    expect(page.locator(".list-pane h2")).to_have_text("Quillmere")
    write(demo, "Is this the right shop?", subject)
    expect(page.locator(".row", has_text=subject)).to_have_count(1)
    other.click()
    expect(page.locator(".list-pane h2")).to_have_text("Federlinde")
    expect(page.locator(".row").first).to_be_visible()
    expect(page.locator(".row", has_text=subject)).to_have_count(0)
