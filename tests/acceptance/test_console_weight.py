"""The console, point 4: what a browser downloads before it can work."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.request import Request, urlopen

import pytest

from tests.acceptance.demo import Demo

pytestmark = pytest.mark.acceptance
MOST = 60_000  # bytes
LINKS = re.compile(r'(?:href|src|data-live-worker)="(/static/(?:css|js)/[^"]+)"')


def weight(address: str) -> int:
    """Bytes that travel for it."""
    asked = Request(address, headers={"Accept-Encoding": "gzip, br, zstd"})
    with urlopen(asked) as answer:
        assert answer.headers["Content-Encoding"]
        return len(answer.read())


def test_4d_scripts_and_styles_are_at_most_60_kb_compressed(
    demo: Demo, record_property: Callable[[str, object], None]
) -> None:
    page = demo.visitor("tobias").get("/tickets/open").text
    files = set(LINKS.findall(page))
    files.add("/push-worker.js")  # loaded by whoever wants to be notified
    assert {name.split(".")[0] for name in files} >= {"/static/css/app", "/static/js/app"}
    weights = {name: weight(f"http://127.0.0.1:{demo.house.port}{name}") for name in files}
    record_property("bytes", sum(weights.values()))
    assert sum(weights.values()) <= MOST, weights
