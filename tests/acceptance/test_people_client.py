"""People and safety: what somebody sees who signs in for a client, for some brands of it only."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.acceptance.demo import Demo
from tests.acceptance.visitor import Visitor
from threering.runtime.demo.cast import CLIENTS, FEDERLINDE, PASSWORD, PELORIO

pytestmark = pytest.mark.acceptance


def test_3n_who_signs_in_for_a_client_lands_at_its_own_brands_and_reads_nothing_else(
    demo: Demo,
) -> None:
    email = f"kim-{uuid4().hex[:8]}@guest.example"
    words = ("--name", "Kim", "--client", CLIENTS[0].name, "--role", "client")
    brand = ("--brand", FEDERLINDE.name)
    made = demo.house.run("createagent", email, *words, *brand, "--password-stdin", text=PASSWORD)
    assert made.returncode == 0, made.stderr
    kim = Visitor(demo.house.port).sign_in(email, PASSWORD)
    assert kim.get("/").location == "/brands/yours"
    page = kim.get("/brands/yours")
    brands = [one.text(strip=True) for one in page.tree.css("main td")]
    assert (page.status, brands) == (200, [FEDERLINDE.name])
    assert not [one for one in (PELORIO.name, FEDERLINDE.inbox_address) if one in page.text]
    links = {str(one.attributes["href"]) for one in page.tree.css("a[href^='/']")}
    assert {link: kim.get(link).status for link in links} == dict.fromkeys(links, 200)
    assert kim.get("/tickets/all").status == 403
    assert kim.post("/brands/yours", {"name": "Mine now"}).status == 405
