"""Merging and splitting by keyboard, taken back from the toast and from the history."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open

pytestmark = pytest.mark.browser


def first(page: Page) -> str:
    """Open the first ticket; its number."""
    page.keyboard.press("j")
    expect(page.get_by_role("region", name="Messages")).to_be_visible()
    return page.url.rpartition("/")[2]


def chosen(page: Page) -> str:
    """Find any other ticket by a letter and choose the first; its number."""
    expect(page.get_by_label("Find a ticket")).to_be_focused()
    page.keyboard.type("e")
    expect(page.get_by_text("Found", exact=True)).to_be_visible()
    row = page.locator("#regroup-rows input").first
    row.focus()
    page.keyboard.press("Space")
    number = row.get_attribute("value") or ""
    expect(page.get_by_label("Find a ticket")).to_have_value(number)
    return number


def test_a_merged_ticket_says_where_it_leads_and_history_undoes_it(open_page: Open) -> None:
    page = open_page()
    source = first(page)
    where = page.url
    page.keyboard.press("m")
    number = chosen(page)
    page.get_by_role("button", name="Merge", exact=True).click()
    expect(page.locator(".toast")).to_contain_text(f"Merged into #{number}")
    page.goto(where)
    expect(page.locator(".notice")).to_contain_text(f"was merged into #{number}")
    page.locator(".event", has_text="merged this ticket into").get_by_role("button").click()
    expect(page.locator(".notice")).to_have_count(0)
    assert page.url.endswith(source)


@ON_EVERY_SCREEN
def test_the_dialogs_are_in_nobodys_way(open_page: Open, scheme: str, size: dict[str, int]) -> None:
    page = open_page(viewport=size, color_scheme=scheme, bypass_csp=True)
    page.locator(".row a").first.click()
    expect(page.get_by_role("region", name="Messages")).to_be_visible()
    found = {}
    for name in ("merge", "split"):
        if name == "merge":
            page.keyboard.press("m")
        else:
            page.get_by_role("button", name="Forward, move or split").first.click()
            page.get_by_role("button", name="Split from here…").click()
        expect(page.locator("#regroup")).to_be_visible()
        found[name] = violations(page)
        page.locator("#regroup").get_by_role("button", name="Cancel").click()
    assert {name: ids for name, ids in found.items() if ids} == {}
