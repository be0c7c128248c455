"""The console: the customer beside the ticket, on a page of their own, and two who are one."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.demo import Demo
from tests.acceptance.post import mail
from tests.acceptance.test_console import HELP, show
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]


def written(demo: Demo, word: str, address: str) -> str:
    """Somebody called after a word writes from an address; the subject."""
    subject = f"From {address}"
    raw = mail("Hello!", to=HELP, subject=subject, sender=f"Vera {word} <{address}>")
    demo.mailer.deliver(raw, HELP)
    return subject


def twins(demo: Demo) -> tuple[str, str]:
    """Two tickets of one name and two addresses."""
    word = f"Q{uuid4().hex[:10]}"
    return (written(demo, word, f"{word}@a.example"), written(demo, word, f"v{word}@b.example"))


def test_1v_a_note_about_the_customer_is_written_by_keyboard_and_a_colleague_sees_it(
    open_page: Open, demo: Demo
) -> None:
    subject, words = twins(demo)[0], f"Rings before noon {uuid4().hex[:6]}"
    here, there = show(open_page("orla"), subject), show(open_page("tobias"), subject)
    expect(here.locator("[data-attending] li")).to_have_count(1)
    here.bring_to_front()
    here.keyboard.press("Shift+N")
    here.keyboard.type(words)
    here.keyboard.press("Control+Enter")
    expect(here.locator(".known")).to_contain_text(words)
    expect(there.locator(".known")).to_contain_text(words)
    assert demo.sink.holding(words) == []
    expect(here.locator(".msg", has_text=words)).to_have_count(0)
    there.get_by_role("button", name="Remove the note").click()
    expect(here.locator(".known")).to_have_count(0)
    there.locator(".toast").get_by_role("button", name="Undo").click()
    expect(here.locator(".known")).to_contain_text(words)
    here.keyboard.press("Escape")
    here.keyboard.press("g")
    here.keyboard.press("p")
    here.wait_for_url("**/customers/*")
    expect(here.locator(".known")).to_contain_text(words)
    expect(here.locator(".theirs")).to_contain_text(subject)


def test_1v_two_customers_are_merged_with_evidence_and_parted_at_once_and_later(
    open_page: Open, demo: Demo
) -> None:
    first, second = twins(demo)
    page = show(open_page("orla"), second)
    side = page.locator("#side")
    expect(side.locator(".likeness")).to_contain_text("Both are called Vera")
    for later in (False, True):
        page.keyboard.press("Shift+M")
        page.locator(".likely").first.click()
        expect(page.locator(".twins")).to_contain_text(first.removeprefix("From ").lower())
        page.keyboard.press("Enter")
        expect(page.locator(".toast")).to_contain_text("Now one person")
        expect(side).to_contain_text("All 2 tickets")
        log = page.locator(".event", has_text="two customers are one person")
        if later:
            page.reload()
            log.last.get_by_role("button", name="Undo").click()
        else:
            page.locator(".toast").get_by_role("button", name="Undo").click()
        expect(side.locator(".likeness")).to_contain_text("Both are called Vera")
        expect(page.locator("#log")).to_contain_text("two people again")


@pytest.mark.full
@ON_EVERY_SCREEN
def test_2v_axe_finds_nothing_about_customers(
    open_page: Open, demo: Demo, scheme: str, size: dict[str, int]
) -> None:
    page = open_page("tobias", viewport=size, color_scheme=scheme, bypass_csp=True)
    second = twins(demo)[1]
    show(page, second)
    page.keyboard.press("Shift+N")
    page.keyboard.type("Half a note")
    found = {"a note is written": violations(page)}
    page.keyboard.press("Control+Enter")
    expect(page.locator(".known")).to_contain_text("Half a note")
    found["a note"] = violations(page)
    found |= compared(page)
    link = page.locator("#side .who a")
    page.goto(str(link.get_attribute("href")))
    page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    found["the page"] = violations(page)
    page.get_by_role("button", name="Same person as another customer").click()
    page.locator(".likely").first.click()
    page.get_by_role("button", name="One person").click()
    expect(page.locator(".aliases")).to_contain_text("merged by")
    found["one person"] = violations(page)
    assert {state: told for state, told in found.items() if told} == {}


def compared(page: Page) -> dict[str, list[str]]:
    """What is found where two are compared; the dialog is closed again."""
    page.locator(".likeness [data-do=ask]").click()
    expect(page.locator(".twins")).to_be_visible()
    found = {"two compared": violations(page)}
    page.get_by_role("button", name="Somebody else").click()
    expect(page.locator(".likely").first).to_be_visible()
    found["who it may be"] = violations(page)
    page.keyboard.press("Escape")
    return found
