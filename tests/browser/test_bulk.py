"""Selecting in the list, and changing what is selected."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open

pytestmark = pytest.mark.browser


def picked(page: Page) -> list[str]:
    """The tickets whose boxes are ticked, as their ids."""
    found = page.locator(".row:has(.row__pick :checked)")
    return [str(row.get_attribute("id")) for row in found.all()]


def selected(page: Page, count: int) -> None:
    expect(page.locator(".selection__count")).to_have_text(f"{count} selected")


def rows(page: Page) -> list[str]:
    page.locator(".row").first.wait_for()
    return [str(row.get_attribute("id")) for row in page.locator(".row").all()]


def test_tickets_are_selected_by_keyboard_and_nothing_opens(open_page: Open) -> None:
    page = open_page()
    shown = rows(page)
    page.keyboard.press("x")
    selected(page, 1)
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    selected(page, 3)
    assert picked(page) == shown[:3]
    expect(page).to_have_url(re.compile("/tickets/open$"))
    page.keyboard.press("Escape")
    expect(page.locator("#selection")).to_be_hidden()
    assert picked(page) == []
    page.keyboard.press("j")
    expect(page.locator("#thread")).to_be_visible()
    page.keyboard.press("x")
    selected(page, 1)
    assert picked(page) == shown[:1]


def test_a_click_on_the_avatar_selects_and_shift_reaches(open_page: Open) -> None:
    page = open_page()
    shown = rows(page)
    page.locator(f"#{shown[1]} .row__pick").click()
    page.locator(f"#{shown[4]} .row__pick").click(modifiers=["Shift"])
    selected(page, 4)
    assert picked(page) == shown[1:5]
    page.locator(f"#{shown[2]} .row__pick").click()
    selected(page, 3)
    page.locator(f"#{shown[6]} a").click(modifiers=["Control"])
    selected(page, 4)
    expect(page).to_have_url(re.compile("/tickets/open$"))


def test_another_view_or_search_lets_go_of_the_selection(open_page: Open) -> None:
    page = open_page()
    rows(page)
    page.keyboard.press("x")
    selected(page, 1)
    page.locator('.view[data-view="pending"]').click()
    expect(page.locator("#selection")).to_be_hidden()
    assert picked(page) == []


def test_one_can_be_taken_out_of_all(open_page: Open) -> None:
    page = open_page()
    shown = rows(page)
    page.keyboard.press("Shift+X")
    expect(page.locator(".selection__all")).to_contain_text("are selected")
    total = int(str(page.locator(".selection__bar").get_attribute("data-total")))
    selected(page, total)
    page.locator(f"#{shown[0]} .row__pick").click()
    selected(page, total - 1)
    assert shown[0] not in picked(page)


def test_a_few_are_tagged_by_keyboard_and_it_is_taken_back(open_page: Open) -> None:
    page = open_page()
    rows(page)
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    selected(page, 2)
    page.keyboard.press("t")
    page.get_by_label("Tag", exact=True).fill("seen together")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("“seen together” added to 2 tickets")
    expect(page.locator("#selection")).to_be_hidden()
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("2 tickets put back")


def test_a_few_are_merged_and_parted_again(open_page: Open) -> None:
    page = open_page("orla")
    before = rows(page)
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    page.keyboard.press("Shift+J")
    selected(page, 3)
    page.keyboard.press("m")
    page.get_by_role("heading", name="Merge 3 tickets").wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Merged into #")
    left = page.locator(", ".join(f"#{one}" for one in before[:3]))
    expect(left).to_have_count(1)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(left).to_have_count(3)


def test_what_cannot_be_merged_says_why(open_page: Open) -> None:
    page = open_page("orla")
    rows(page)
    page.keyboard.press("x")
    selected(page, 1)
    page.keyboard.press("m")
    expect(page.locator("#regroup")).to_contain_text("Select two to twenty tickets")


@ON_EVERY_SCREEN
def test_the_selection_is_in_nobodys_way(
    open_page: Open, scheme: str, size: dict[str, int]
) -> None:
    page = open_page(viewport=size, color_scheme=scheme, bypass_csp=True)
    rows(page)
    page.keyboard.press("x")
    page.keyboard.press("Shift+J")
    selected(page, 2)
    found = {"selected": violations(page)}
    for name in ("Assign", "Status", "Priority (P)", "Tags (T)", "Snooze (Z)"):
        page.get_by_role("button", name=name, exact=True).click()
        found[name] = violations(page)
        page.keyboard.press("Escape")
    selected(page, 2)
    page.keyboard.press("Shift+X")
    found["all"] = violations(page)
    page.keyboard.press("p")
    page.locator("#bulk-priority").get_by_role("button", name="Low").click()
    page.locator('.bulk[data-state="done"]').wait_for(timeout=60_000)
    found["done"] = violations(page)
    page.locator(".bulk").get_by_role("button", name="Undo").click()
    page.locator('.bulk[data-state="undone"]').wait_for(timeout=60_000)
    assert {state: ids for state, ids in found.items() if ids} == {}
