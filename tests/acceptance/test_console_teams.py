"""The console: what a team says often, and many tickets given to it, in a real browser."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.demo import Demo
from tests.acceptance.test_console import write
from tests.acceptance.test_console_replies import field, opened
from tests.browser.conftest import Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]


def written(lead: Page, name: str, team: str) -> None:
    """A saved reply for a team, found by filtering the list."""
    lead.goto("/replies/new")
    lead.get_by_label("Name", exact=True).fill(name)
    lead.get_by_label("Team", exact=True).select_option(label=team)
    lead.get_by_role("textbox", name="Words", exact=True).fill("Dear {{customer.first_name}},")
    lead.get_by_role("button", name="Save").click()
    lead.get_by_role("button", name="All teams").click()
    lead.locator("#team-menu").get_by_role("link", name=team).click()
    line = lead.locator(".shelf tr", has_text=name)
    expect(line.locator(".shelf__team")).to_have_text(team)


def test_1r_a_saved_reply_of_a_team_is_offered_to_its_members_first_and_to_nobody_else(
    open_page: Open, demo: Demo
) -> None:
    lead, member, other = open_page("tobias"), open_page("orla"), open_page("nadia")
    word = f"w{uuid4().hex[:8]}"
    written(lead, f"Aa {word}", "Returns")
    opened(demo, member)
    member.keyboard.press("r")
    member.keyboard.type("/")
    offer = member.locator("[role=option][aria-selected=true]")
    expect(offer.locator(".pill")).to_have_text("Returns")
    member.keyboard.type(word)
    expect(offer).to_contain_text(f"Aa {word}")
    member.keyboard.press("Enter")
    expect(field(member)).to_have_value("Dear Ingrid,")
    field(member).fill("")
    opened(demo, other)
    other.keyboard.press("r")
    other.keyboard.type(f"/{word}")
    found = other.locator(".picker:not([hidden]) .picker__found")
    expect(found).to_contain_text("No saved reply fits")
    field(other).fill("")
    other.goto(f"/replies?q={word}")  # who keeps them all sees it
    expect(other.locator(".shelf__name")).to_contain_text(f"Aa {word}")


def test_1q_many_tickets_are_given_to_a_team_by_keyboard_and_taken_back(
    open_page: Open, demo: Demo
) -> None:
    word = f"Many {uuid4().hex}"
    agent, colleague = open_page("orla"), open_page("tobias")
    colleague.locator(".view", has_text="Returns").click()
    expect(colleague.locator(".list-pane h2")).to_have_text("Returns")
    for number in (1, 2):
        write(demo, "Where do I send it?", f"{word} {number}")
        agent.locator(".row", has_text=f"{word} {number}").locator(".row__pick").click()
    expect(agent.locator(".selection__count")).to_have_text("2 selected")
    agent.keyboard.press("Shift+A")
    agent.locator("#bulk-team").get_by_role("button", name="Returns").press("Enter")
    toast = agent.locator(".toast")
    expect(toast).to_contain_text("2 tickets given to the team Returns")
    theirs = colleague.locator(".row", has_text=word)
    expect(theirs).to_have_count(2)
    toast.get_by_role("button", name="Undo").click()
    expect(toast).to_contain_text("2 tickets put back")
    expect(theirs).to_have_count(0)
