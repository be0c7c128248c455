"""People and safety, point 4: the page on which a customer is given out and erased."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.acceptance.demo import Demo
from tests.acceptance.desk import HELP, Desk
from tests.acceptance.post import mail
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def consent(page: Page, number: str) -> None:
    """Note that they refuse surveys, and take it back."""
    page.get_by_label("Mails", exact=True).select_option(label="Surveys")
    page.get_by_label("Said in ticket number").fill(number)
    page.get_by_label("Said in ticket number").press("Enter")
    expect(page.get_by_text("Surveys: refused").first).to_be_visible()
    assert violations(page) == []
    assert not page.evaluate(WIDE)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#consents s")).to_contain_text("refused")


@ON_EVERY_SCREEN
def test_4f_the_page_of_privacy_is_for_everybodys_eyes(
    open_page: Open, demo: Demo, size: ViewportSize, scheme: str
) -> None:
    sender = f"{'a-long-name-' * 4}{uuid4().hex[:8]}@guest.example"
    desk = Desk(demo, demo.visitor("nadia"))
    raw = mail("Hello", to=HELP, subject="Hello", sender=sender)
    ticket = desk.ticket(raw, sender)
    page = open_page("nadia", viewport=size, color_scheme=scheme, bypass_csp=True)
    page.goto(ticket)
    page.goto(page.locator("#side .who a").get_attribute("href") or "")
    page.get_by_role("link", name="Privacy").click()
    expect(page.get_by_role("heading", name="Erase")).to_be_visible()
    assert violations(page) == []
    assert not page.evaluate(WIDE)
    consent(page, ticket.rpartition("/")[2])
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as ZIP").click()
    assert download.value.suggested_filename.endswith(".zip")
    page.get_by_role("button", name="Erase in 24 hours").click()
    expect(page.get_by_text("Until then it can be taken back")).to_be_visible()
    assert violations(page) == []
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Erase in 24 hours")).to_be_visible()
