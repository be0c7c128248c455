"""The console: words with marks, by keyboard, as they stand on the screen and in the mail."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.demo import Demo
from tests.acceptance.test_console_replies import field, opened
from tests.browser.conftest import Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]


def write(page: Page, word: str) -> None:
    """A reply with a bold word, a list and a link, by keyboard but for the link's button."""
    page.keyboard.press("r")
    page.keyboard.type("It leaves ")
    page.keyboard.press("Control+b")
    page.keyboard.type(word)
    expect(field(page)).to_have_value(f"It leaves **{word}**")
    page.keyboard.press("End")
    page.keyboard.type(".\n\n- with Parcelhare\n- on Monday, 30*40*20 cm\n\nSee the guide")
    for _ in "guide":
        page.keyboard.press("Shift+ArrowLeft")
    page.get_by_role("button", name="Format").click()
    page.locator("#format-menu").get_by_role("button", name="Link").click()
    page.keyboard.type("https://shop.example/guide")


def test_1w_marks_are_put_by_keyboard_and_survive_in_the_mail(open_page: Open, demo: Demo) -> None:
    page, word = open_page("orla"), f"w{uuid4().hex[:8]}"
    opened(demo, page)
    write(page, word)
    page.get_by_role("button", name="Format").click()
    page.get_by_role("button", name="Show how it will look").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.locator("strong")).to_have_text(word)
    expect(preview.locator("li")).to_have_count(2)
    field(page).press("Control+Enter")
    sent = page.locator(".msg:not([data-local])", has_text=word)
    expect(sent.get_by_role("link", name="guide")).to_have_attribute("target", "_blank")
    mail = demo.sink.wait_for(word)
    assert f"**{word}**" in mail.text
    body = mail.parsed.get_body(("html",))
    assert body
    html = body.get_content()
    assert f"<strong>{word}</strong>" in html
    assert '<a href="https://shop.example/guide">guide</a>' in html
    assert "30*40*20 cm</li>" in html
