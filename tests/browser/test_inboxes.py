"""The ledger by inbox with a mailbox that is well and one that has an alarm: axe finds nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.house import AGENT, INBOX, PASSWORD, small_house, wait_until
from tests.acceptance.mailbox import PACE, Read
from tests.acceptance.post import Mailer, normal
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN
from tests.dovecot import dovecot
from tests.wire import wire

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where such a house is."""
    settings = {"THREERING_MAILBOX_PACE": str(PACE)}
    with (
        dovecot() as server,
        wire(server.tls) as cable,
        small_house(**settings, **server.trust) as house,
    ):
        well = Read(house, server, cable, "Sales")
        well.begin()
        well.write(3)
        well.wait_for_all()
        Mailer(house.smtp).deliver(normal(b"Subject: nameless\n\nFrom nobody."), INBOX)
        house.must("mailbox", "compare", INBOX)
        gone = Read(house, server, cable, "Support")
        gone.add()
        gone.wait_for_alarm("no folder")
        yield f"http://127.0.0.1:{house.port}"


@ON_EVERY_SCREEN
def test_an_alarm_is_in_nobodys_way_and_everything_can_be_replayed(
    browser: Browser, address: str, scheme: str, size: dict[str, int], tmp_path: Path
) -> None:
    wrong: list[str] = []
    context = browser.new_context(
        base_url=address, viewport=size, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto("/login")
    page.get_by_label("Email").fill(AGENT)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/tickets/open")
    page.goto("/ledger/inboxes")
    expect(page.locator(".way__alarm")).to_contain_text("There is no folder Support")
    folder = Path(os.environ.get("SCREENS") or tmp_path)
    name = f"inboxes-{scheme}-{size['width']}.png"
    page.screenshot(path=folder / name)
    assert violations(page) == []
    again = page.get_by_role("button", name="Replay 1 quarantined")
    again.click()
    expect(page.get_by_role("status")).to_contain_text("Replayed")
    wait_until(lambda: _offers_all(page), "it is quarantined again, and all can be replayed")
    context.close()
    assert wrong == []


def _offers_all(page: Page) -> int:
    page.goto("/ledger?outcome=quarantined")
    return page.get_by_role("button", name="Replay all shown").count()
