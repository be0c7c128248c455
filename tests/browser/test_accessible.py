"""axe finds nothing, by day and by night, on a desk and on a phone."""

from __future__ import annotations

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open

pytestmark = pytest.mark.browser
PAGES = ["/tickets/open", "/tickets/spam?q=nothing-at-all", "/ledger", "/ledger/inboxes", "/outbox"]


@ON_EVERY_SCREEN
def test_nothing_is_in_anybodys_way(
    open_page: Open, scheme: str, size: dict[str, int], request: pytest.FixtureRequest
) -> None:
    page = open_page(viewport=size, color_scheme=scheme, bypass_csp=True)
    found = {}
    for path in [*PAGES, "a ticket"]:
        if path == "a ticket":
            page.goto("/tickets/open")
            page.goto(page.locator(".row a").first.get_attribute("href") or "")
        else:
            page.goto(path)
        found[path] = violations(page)
    assert {path: ids for path, ids in found.items() if ids} == {}
