"""People and safety: who is here, chosen in the console and seen by colleagues."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]


def choose(page: Page, label: str) -> None:
    """By the palette, as the keyboard does it."""
    page.keyboard.press("Control+k")
    page.locator("#palette input").fill(f"I am: {label}")
    page.keyboard.press("Enter")


def test_3g_a_state_is_chosen_by_keyboard_seen_live_and_undone(
    open_page: Open,
) -> None:
    lead, agent = open_page("tobias"), open_page("orla")
    lead.goto("/people?q=orla")
    seen = lead.locator(".staff .presence").first
    expect(seen).to_have_attribute("data-state", "online")
    choose(agent, "Busy")
    expect(agent.locator(".toast")).to_contain_text("You are busy")
    expect(seen).to_have_attribute("data-state", "busy")
    expect(agent.locator(".rail__me .presence")).to_have_attribute("title", "Busy")
    agent.locator(".toast").get_by_role("button", name="Undo").click()
    expect(seen).to_have_attribute("data-state", "online")
    agent.get_by_role("button", name="Account of").click()
    agent.locator("#me-menu").get_by_role("button", name="On a break").click()
    expect(seen).to_have_attribute("title", "On a break")


def test_3g_a_reason_that_a_lead_keeps_is_offered_to_agents(open_page: Open) -> None:
    lead, agent = open_page("tobias"), open_page("orla")
    lead.goto("/break-reasons/new")
    lead.get_by_label("Name").fill("Fire drill")
    lead.keyboard.press("Enter")
    lead.wait_for_url("**/break-reasons")
    agent.reload()
    agent.get_by_role("button", name="Account of").click()
    agent.locator("#me-menu").get_by_role("button", name="Fire drill").click()
    expect(agent.locator(".rail__me .presence")).to_have_attribute("title", "Fire drill")


@ON_EVERY_SCREEN
def test_3g_states_are_for_everybodys_eyes(
    open_page: Open, size: ViewportSize, scheme: str
) -> None:
    page = open_page("tobias", viewport=size, color_scheme=scheme, bypass_csp=True)
    page.get_by_role("button", name="Account of").click()
    expect(page.locator("#my-presence button").first).to_be_visible()
    assert violations(page) == []
    for path in ("/people", "/break-reasons", "/break-reasons/new", "/skills", "/skills/new"):
        page.goto(path)
        assert violations(page) == [], path
