"""The console, point 1: a search with a typo, in a real browser; and who may find what."""

from __future__ import annotations

from random import choices
from string import ascii_lowercase
from urllib.parse import quote_plus
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.belongings import HELP
from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.post import mail
from tests.acceptance.test_console import write
from tests.acceptance.walls import STRANGER, neighbour
from tests.browser.conftest import PHONE, Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]


def new_word() -> str:
    """A word that nobody has written before."""
    return "zq" + "".join(choices(ascii_lowercase, k=9))


def slipped(word: str) -> str:
    """With two letters changed round, and never the same."""
    at = next(n for n in range(3, len(word) - 1) if word[n] != word[n + 1])
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def arrived(demo: Demo, word: str, subject: str) -> None:
    """A mail with the word came in and became a ticket."""
    write(demo, f"It is about a {word}, as I said. Größe M.", subject)
    orla = demo.visitor("orla")
    wait_until(lambda: subject in orla.get("/tickets/open").text, "the ticket is there")


def search(page: Page, typed: str) -> None:
    page.get_by_role("searchbox").fill(typed)
    page.keyboard.press("Enter")


def test_1h_a_search_with_a_typo_finds_and_marks_what_was_meant(
    open_page: Open, demo: Demo
) -> None:
    word, subject = new_word(), f"Search {uuid4().hex}"
    arrived(demo, word, subject)
    page = open_page("orla")
    page.keyboard.press("/")
    page.keyboard.type(slipped(word))
    row = page.locator(".row", has_text=subject)
    row.wait_for()
    expect(page.locator(".told")).to_contain_text(f"Showing results for {word}")
    expect(row.locator("mark")).to_have_text(word)
    search(page, f"{word} grosse")
    expect(row.locator("mark")).to_have_text([word, "Größe"])
    row.locator("a").click()
    expect(page.locator(".thread__head h2")).to_contain_text(subject)


def test_1h_operators_narrow_a_search_and_a_wrong_value_is_said(
    open_page: Open, demo: Demo
) -> None:
    word, subject = new_word(), f"Operators {uuid4().hex}"
    arrived(demo, word, subject)
    page = open_page("orla")
    page.keyboard.press("/")
    row = page.locator(".row", has_text=subject)
    for typed, found in (
        (f"{word} after:yesterday status:new to:{HELP}", True),
        (f"{word} before:2020-01-01", False),
        (f"{word} -status:new", False),
        (f"subject:{subject.split()[1]} -has:attachment", True),
        (f"{word} tag:nothing", False),
        (f"{word} in:open", True),
        (f"{word} in:solved", False),
    ):
        search(page, typed)
        expect(row).to_have_count(int(found))
    search(page, f"{word} before:soonish")
    expect(page.locator(".told")).to_contain_text("“soonish” is no day")
    expect(row).to_have_count(1)


def test_1h_a_search_is_over_everything_until_the_switch_is_thrown(
    open_page: Open, demo: Demo
) -> None:
    word, subject = new_word(), f"Everywhere {uuid4().hex}"
    arrived(demo, word, subject)
    page = open_page("orla")
    page.locator('.view[data-view="solved"]').click()
    page.keyboard.press("/")
    search(page, word)
    row = page.locator(".row", has_text=subject)
    row.wait_for()
    page.get_by_role("button", name="Only in “Done”").click()
    expect(row).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value(f"in:solved {word}")
    page.get_by_role("button", name="Search everything").click()
    row.wait_for()
    page.keyboard.press("Escape")


def test_1h_the_operators_are_told_at_the_field(open_page: Open) -> None:
    for size in ({}, {"viewport": PHONE}):
        page = open_page("orla", **size)
        page.locator('[data-do="search"]:visible').first.click()
        page.get_by_role("button", name="What can be searched for").click()
        page.get_by_role("button", name="from:").click()
        expect(page.get_by_role("searchbox")).to_be_focused()
        expect(page.get_by_role("searchbox")).to_have_value("from:")


def test_1h_nobody_finds_anything_of_another_client_or_brand(demo: Demo) -> None:
    word, subject = new_word(), f"Secret {uuid4().hex}"
    arrived(demo, word, subject)
    raw = mail(f"Also {word}", to=HELP, subject=subject, file=b"%PDF-1.4")
    demo.mailer.deliver(raw, HELP)
    strangers = (demo.visitor(STRANGER), neighbour(demo))
    for typed in (word, slipped(word), word[:6], f"from:shopper {word}", f'"{word}"', f"to:{HELP}"):
        for visitor in strangers:
            answer = visitor.get(f"/tickets/all/list?q={quote_plus(typed)}")
            assert (answer.status, subject in answer.text) == (200, False), typed
            told = answer.tree.css_first(".told")
            assert told
            assert word not in told.text().replace(typed, ""), typed
    assert subject in demo.visitor("orla").get(f"/tickets/all/list?q={slipped(word)}").text
