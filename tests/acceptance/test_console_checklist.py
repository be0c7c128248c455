"""The console: what has to be done on a ticket, ticked off where everybody sees it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.acceptance.demo import Demo
from tests.acceptance.test_console import write
from tests.browser.conftest import Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]


def test_1y_steps_and_fields_are_seen_by_a_colleague_and_undone(
    open_page: Open, demo: Demo
) -> None:
    subject = f"Steps {uuid4().hex}"
    write(demo, "It never came.", subject)
    mine, theirs = open_page("orla"), open_page("tobias")
    for page in (mine, theirs):
        page.locator(".row", has_text=subject).locator("a").click()
        expect(page.locator("#thread")).to_be_visible()
    for step in ("Ask the carrier", "Send another one"):
        mine.get_by_label("Add a step").fill(step)
        mine.keyboard.press("Enter")
        expect(mine.get_by_role("checkbox", name=step)).to_be_visible()
    theirs.get_by_role("checkbox", name="Ask the carrier").click()
    ticked = mine.get_by_role("checkbox", name="Ask the carrier")
    expect(ticked).to_be_checked()
    expect(mine.locator(".checklist__count")).to_have_text("1 of 2")
    theirs.locator(".toast").get_by_role("button", name="Undo").click()
    expect(ticked).not_to_be_checked()
    mine.get_by_label("Wanted outcome").select_option("Voucher")
    expect(theirs.get_by_label("Wanted outcome")).to_have_value("Voucher")
    mine.locator(".toast").get_by_role("button", name="Undo").click()
    expect(theirs.get_by_label("Wanted outcome")).to_have_value("")
