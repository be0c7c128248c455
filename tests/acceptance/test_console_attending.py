"""The console: the time that people spend at tickets is stored, and cut where they were idle."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import expect

from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.test_console import show, write
from tests.browser.conftest import Open
from threering.kernel.time import now
from threering.runtime.postgres import EmbeddedPostgres
from threering.tickets.attending import IDLE

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.browser,
    pytest.mark.full,  # a minute without a sign
]
STORED = """
select s.doing, s.began_at, s.ended_at from tickets_workspan s
join tickets_ticket t on t.id = s.ticket_id join organisation_agent a on a.id = s.agent_id
where t.subject = %s and a.email = %s order by s.began_at
"""
Span = tuple[str, datetime, datetime]


def spans(demo: Demo, subject: str, doing: str) -> list[Span]:
    """What is stored of Orla at a ticket. No page shows it yet: the figures will be made of it."""
    with psycopg.connect(EmbeddedPostgres(demo.house.data / "postgres").url) as wire:
        found = wire.execute(STORED, [subject, "orla@desk.example"]).fetchall()
    return [span for span in found if span[0] == doing]


def test_workspans_of_looking_and_typing_are_stored_for_each_agent_and_ticket(
    open_page: Open, demo: Demo
) -> None:
    subject = f"Span {uuid4().hex}"
    write(demo, "How long does it take?", subject)
    began = now()
    page = show(open_page("orla"), subject)
    wait_until(lambda: spans(demo, subject, "looking"), "that she looks is stored")
    page.get_by_label("Message", exact=True).press_sequentially("Two")
    wait_until(lambda: spans(demo, subject, "typing"), "that she types is stored")
    page.context.close()
    for doing in ("looking", "typing"):
        ((_doing, since, until),) = spans(demo, subject, doing)
        assert began <= since <= until <= now()


def test_workspans_are_cut_where_there_was_no_sign_for_60_seconds(demo: Demo) -> None:
    subject = f"Idle {uuid4().hex}"
    write(demo, "Take your time.", subject)
    orla = demo.visitor("orla")
    row = orla.get(f"/tickets/all?q={subject.split()[1]}").tree.css_first(".row")
    assert row
    at = f"/t/{row.attributes['data-ref']}/attend"
    for _sign in range(2):
        assert orla.post(at, {"doing": "looking"}).status == 200
    last = now()
    wait_until(lambda: now() > last + IDLE, "a minute without a sign", patience=70)
    assert orla.post(at, {"doing": "looking"}).status == 200
    first, second = spans(demo, subject, "looking")
    assert first[2] <= last
    assert second[1] > last + IDLE


def test_workspans_end_when_nobody_moves_for_60_seconds(open_page: Open, demo: Demo) -> None:
    subject, signs = f"Still {uuid4().hex}", list[str]()
    write(demo, "Are you there?", subject)
    page = open_page("orla")
    page.clock.install()
    page.goto("/tickets/open")
    show(page, subject)
    page.on("request", lambda sent: sent.url.endswith("/attend") and signs.append(sent.url))
    with page.expect_request("**/attend"):
        page.clock.run_for(45_000)  # she is there
    page.clock.run_for(60_000)
    signs.clear()
    page.clock.run_for(180_000)
    assert signs == []
    with page.expect_request("**/attend"):
        page.mouse.move(300, 300)
    expect(page.locator("#thread")).to_be_visible()
