"""What stands around a reply in a browser: its files, the way back, and what went wrong."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.demo import Demo
from tests.acceptance.post import mail
from tests.browser.conftest import Open
from threering.runtime.demo.cast import QUILLMERE

pytestmark = pytest.mark.browser
HELP = QUILLMERE.inbox_address
FILES = [
    {"name": "Größe.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"},
    {"name": "vase.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff"},
]


def ticket(page: Page, demo: Demo, sender: str = "ann@shopper.example") -> None:
    """A customer writes, and their ticket is opened."""
    subject = f"Out {uuid4().hex}"
    demo.mailer.deliver(mail("Where is it?", to=HELP, subject=subject, sender=sender), HELP)
    row = page.locator(".row", has_text=subject)
    row.wait_for()
    row.locator("a").click()
    page.locator(".msg--customer").wait_for()


def test_a_reply_with_files_is_taken_back_and_sent_better(open_page: Open, demo: Demo) -> None:
    page = open_page("orla")
    ticket(page, demo)
    page.set_input_files("[data-attach]", FILES)
    expect(page.locator("[data-file]")).to_have_count(2)
    field, wrong, right = page.get_by_label("Message", exact=True), uuid4().hex, uuid4().hex
    field.fill(wrong)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast")).to_contain_text("Sent")
    page.keyboard.press("Control+z")  # the field is empty: undo is the reply's
    expect(field).to_have_value(wrong)
    expect(page.locator("[data-file]")).to_have_count(2)
    expect(page.locator(".msg--agent")).to_have_count(0)
    page.get_by_role("button", name="Remove vase.jpg").click()
    field.fill(right)
    page.keyboard.press("Control+Enter")
    left = demo.sink.wait_for(right).parsed
    assert [part.get_filename() for part in left.iter_attachments()] == ["Größe.pdf"]
    assert demo.sink.holding(wrong) == []


def test_a_draft_keeps_its_files_over_a_reload(open_page: Open, demo: Demo) -> None:
    page = open_page("orla")
    ticket(page, demo)
    page.set_input_files("[data-attach]", FILES)
    expect(page.locator("[data-file]")).to_have_count(2)
    page.reload()
    expect(page.locator("[data-file]")).to_have_count(2)
    for _ in FILES:
        page.locator(".chip__drop").first.click()
    expect(page.locator("[data-file]")).to_have_count(0)


def test_a_reply_that_could_not_be_delivered_says_what_to_do(open_page: Open, demo: Demo) -> None:
    page, gone = open_page("orla"), f"gone-{uuid4().hex[:8]}@shopper.example"
    demo.sink.refuse.add(gone)
    ticket(page, demo, gone)
    page.get_by_label("Message", exact=True).fill("Are you there?")
    page.keyboard.press("Control+Enter")
    trouble = page.locator(".trouble")
    expect(trouble).to_contain_text("This address does not exist", timeout=60_000)
    trouble.locator("summary").click()
    expect(trouble).to_contain_text("550 5.1.1 No such person")
