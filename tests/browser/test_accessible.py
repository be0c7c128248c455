"""axe finds nothing, by day and by night, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE, Open

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ["/tickets/open", "/tickets/spam?q=nothing-at-all", "/ledger", "/ledger/inboxes", "/outbox"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
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
        page.evaluate(AXE.read_text())
        violations = page.evaluate("axe.run()")["violations"]
        found[path] = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in violations]
    assert {path: ids for path, ids in found.items() if ids} == {}
