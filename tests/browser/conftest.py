"""A real browser on the running demo. A console error or a broken policy fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.acceptance.demo import Demo

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
ON_EVERY_SCREEN = pytest.mark.parametrize(
    ("size", "scheme"),
    [
        pytest.param(PHONE, "dark", id="phone-dark"),
        pytest.param(DESK, "light", id="desk-light", marks=pytest.mark.full),
        pytest.param(DESK, "dark", id="desk-dark", marks=pytest.mark.full),
        pytest.param(PHONE, "light", id="phone-light", marks=pytest.mark.full),
    ],
)
"""Looking through all that is on them is slow: `make test` takes one, `make verify` walks all."""
CUT_OFF = "net::ERR_"  # refused, reset, or broken off in the middle
Open = Callable[..., Page]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the test is skipped and says what to install."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not installed (Debian: apt install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="package")  # its event loop must end before other tests start theirs
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser, demo: Demo) -> Iterator[Open]:
    """Sign somebody in and give their page; more keywords go to the browser's context.

    `cut_off`: the server will be away for a while, and a browser says so.
    """
    wrong: list[str] = []
    contexts = []

    def open_one(name: str = "nadia", *, cut_off: bool = False, **options: object) -> Page:
        base = f"http://127.0.0.1:{demo.house.port}"
        context = browser.new_context(**{"base_url": base, "viewport": DESK} | options)
        contexts.append(context)
        page = context.new_page()

        def heard(said: ConsoleMessage) -> None:
            if said.type == "error" and not (cut_off and CUT_OFF in said.text):
                wrong.append(said.text)

        page.on("console", heard)
        page.on("pageerror", lambda error: wrong.append(error.stack or str(error)))
        if name:
            cookies = demo.visitor(name).cookies.items()
            context.add_cookies([{"name": k, "value": v, "url": base} for k, v in cookies])
            page.goto("/tickets/open")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert wrong == []
