"""How the pages look is chosen on one's own page, in words, and counts on this device."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_how_it_looks_is_chosen_in_words_and_kept_on_this_device(open_page: Open) -> None:
    page = open_page("tobias")
    page.goto("/me")
    chosen = page.locator("html")
    page.get_by_label("Dark", exact=True).check()
    page.get_by_label("Narrow lines in lists").check()
    page.get_by_label("High contrast", exact=True).check()
    page.goto("/me")
    for name, value in (("theme", "dark"), ("density", "compact"), ("contrast", "more")):
        expect(chosen).to_have_attribute(f"data-{name}", value)
    for label in ("Dark", "Narrow lines in lists", "High contrast"):
        expect(page.get_by_label(label, exact=True)).to_be_checked()
    page.get_by_label("As the device").check()
    page.get_by_label("Narrow lines in lists").uncheck()
    page.goto("/me")
    expect(page.get_by_label("As the device")).to_be_checked()
    assert chosen.get_attribute("data-theme") is None
    assert chosen.get_attribute("data-density") is None
