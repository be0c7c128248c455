"""The console, points 2 and 5: every state is in nobody's way, and has its picture taken.

SCREENS=docs/screens keeps the pictures there; else they are thrown away.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.acceptance.crawl import Crawl, Look
from tests.acceptance.demo import Demo
from tests.browser.axe import low_contrast, violations
from tests.browser.conftest import DESK, PHONE, Open
from threering.runtime.demo.cast import PASSWORD

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]

LEAD = "tobias@desk.example"
STATES = 108  # at least; who takes one away has to say so here
LOOKS: dict[str, dict[str, Any]] = {
    "light-1440": {"viewport": DESK, "color_scheme": "light"},
    "dark-1440": {"viewport": DESK, "color_scheme": "dark"},
    "light-390": {"viewport": PHONE, "color_scheme": "light"},
    "dark-390": {"viewport": PHONE, "color_scheme": "dark"},
}
# The screens of docs/screens by the state of the walk that shows them.
SCREENS = {
    "open": "list",
    "nothing found": "list-empty",
    "help": "shortcuts",
    "palette": "palette",
    "three tickets selected": "selection",
    "a ticket of pending": "ticket",
    "the dialog of merge": "merge",
    "the dialog of split": "split",
    "writing a note": "note",
    "a reply that waits": "reply-undo",
    "choosing a saved reply": "saved-reply-picker",
    "a ticket with a history": "history",
    "/replies": "saved-replies",
    "a saved reply": "saved-reply",
    "the ledger: all": "ledger",
    "the inboxes": "inboxes",
    "a picture": "picture",
    "a file that is text": "file",
    "forwarding": "forward",
    "naming a colleague": "mention",
    "choosing a contact reason": "reason-picker",
    "the history of a ticket": "facts",
    "the dialog of links": "links",
    "a customer": "customer",
    "a ticket on paper": "print",
    "notices": "notices",
    "contact reasons ": "reasons",
    "custom fields ": "fields",
    "teams ": "teams",
    "people": "people",
    "/brands": "brands",
    "a person": "person",
    "the step inbox": "first-steps",
    "a new inbox, tried": "inbox",
    "a signature": "signature",
    "skills ": "skills",
    "/stand-ins, looked at": "stand-ins",
    "/states, looked at": "states",
    "a customer's data": "privacy",
    "/audit": "audit",
    "an invitation": "invitation",
    "the outbox": "outbox",
    "a search that is wrong": "search-wrong",
    "my settings": "settings",
    "404 /nothing-here": "error",
    "signing in": "sign-in",
}
SHOTS = {"light": "light-1440", "dark": "dark-1440", "phone": "light-390"}


def crawl(open_page: Open, demo: Demo, look: Look, **more: object) -> Crawl:
    """Walk the whole console as a lead and look at every state of it."""
    walk = Crawl(open_page("", **more), look)
    walk.sign_in(LEAD, PASSWORD)
    walk.everything(demo)
    return walk


@pytest.mark.full  # some minutes each
@pytest.mark.parametrize("size", LOOKS)
def test_2a_axe_finds_nothing_on_any_page_or_state(open_page: Open, demo: Demo, size: str) -> None:
    wrong: dict[str, list[str]] = {}

    def look(page: Page, state: str) -> None:
        if found := violations(page):
            wrong[state] = found

    walk = crawl(open_page, demo, look, **LOOKS[size], bypass_csp=True)
    assert wrong == {}, "\n".join(f"{state}: {found}" for state, found in wrong.items())
    assert len(walk.states) >= STATES


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_2b_in_high_contrast_every_text_stands_out_seven_to_one(
    open_page: Open, demo: Demo, scheme: str
) -> None:
    page = open_page("tobias", color_scheme=scheme, bypass_csp=True)
    page.locator("[popovertarget=me-menu]").click()
    page.get_by_role("button", name="Switch high contrast").click()
    found = {}
    for path in ("/tickets/open", "/tickets/pending", "/ledger", "/replies", "/me"):
        page.goto(path)
        if path == "/tickets/pending":
            page.locator(".row a").first.click()
            page.locator("#composer").wait_for()
        assert page.locator("html").get_attribute("data-contrast") == "more"
        found[path] = low_contrast(page)
    assert {path: ids for path, ids in found.items() if ids} == {}


def test_2b_who_asks_their_system_for_contrast_has_it_at_once(open_page: Open) -> None:
    page = open_page("orla", contrast="more", bypass_csp=True)
    assert page.locator("html").get_attribute("data-contrast") == "more"
    assert low_contrast(page) == []


ICONS = """[...document.querySelectorAll('svg use')]
    .every(icon => !icon.checkVisibility() || icon.getBBox().width)"""


def taken(page: Page) -> bytes:
    """The page as a WebP: a hundred of them weigh as much as twenty PNGs."""
    page.wait_for_function(ICONS)  # they come in a file of their own
    wire = page.context.new_cdp_session(page)
    shot = wire.send("Page.captureScreenshot", {"format": "webp", "quality": 80})
    wire.detach()
    return base64.b64decode(shot["data"])


@pytest.mark.full  # a minute each
@pytest.mark.parametrize("name", SHOTS)
def test_5a_every_screen_has_its_picture_taken(
    open_page: Open, demo: Demo, name: str, tmp_path: Path
) -> None:
    folder = Path(os.environ.get("SCREENS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)

    def look(page: Page, state: str) -> None:
        if state in SCREENS:
            (folder / f"{SCREENS[state]}-{name}.webp").write_bytes(taken(page))

    walk = crawl(open_page, demo, look, **LOOKS[SHOTS[name]])
    assert set(SCREENS) <= set(walk.states)
    for screen in SCREENS.values():
        assert (folder / f"{screen}-{name}.webp").stat().st_size > 4_000
