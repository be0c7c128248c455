"""The pictures of the README. SCREENS=docs/screens writes them there; else they go to /tmp."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Open

pytestmark = pytest.mark.browser
SHOTS = [("light", DESK), ("dark", DESK), ("phone", PHONE)]


@pytest.mark.parametrize(("name", "size"), SHOTS, ids=[name for name, _ in SHOTS])
def test_the_console_has_its_picture_taken(
    open_page: Open, name: str, size: dict[str, int], tmp_path: Path
) -> None:
    folder = Path(os.environ.get("SCREENS") or tmp_path)
    page = open_page("tobias", viewport=size, color_scheme="dark" if name == "dark" else "light")
    page.goto("/tickets/pending")
    page.locator(".row a").nth(2).click()
    expect(page.locator(".msg").first).to_be_visible()
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"console-{name}.png")
    assert (folder / f"console-{name}.png").stat().st_size > 20_000
