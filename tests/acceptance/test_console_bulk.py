"""The console, point 1: thousands of tickets changed at once, watched, stopped and taken back."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.crowd import MIA, crowded, visitor
from tests.acceptance.house import AGENT, PASSWORD, Installation, wait_until
from tests.acceptance.visitor import Visitor
from tests.browser.conftest import DESK, chromium

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
Record = Callable[[str, object], None]
SIZES = [
    pytest.param(300, id="small"),
    pytest.param(10_000, id="full", marks=pytest.mark.full),
]
WITHIN = 30.0  # seconds
PATIENCE = 120_000  # milliseconds, for what is not timed


@dataclass(frozen=True)
class Crowd:
    """A house in which so many customers wait."""

    house: Installation
    size: int

    @property
    def all(self) -> str:
        """How many there are, as the pages write it."""
        return f"{self.size:,}"


@pytest.fixture(scope="module", params=SIZES)
def crowd(request: pytest.FixtureRequest) -> Iterator[Crowd]:
    with crowded(request.param) as house:
        yield Crowd(house, request.param)


@pytest.fixture(scope="module")
def browser(crowd: Crowd) -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


Desk = Callable[..., Page]


@pytest.fixture
def desk(browser: Browser, crowd: Crowd) -> Iterator[Desk]:
    """Sit somebody down at the console."""
    wrong: list[str] = []
    contexts = []

    def sit(agent: str = AGENT) -> Page:
        base = f"http://127.0.0.1:{crowd.house.port}"
        context = browser.new_context(base_url=base, viewport=DESK)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto("/login")
        page.get_by_label("Email").fill(agent)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/tickets/open")
        return page

    yield sit
    for context in contexts:
        context.close()
    assert wrong == []


def select_all(page: Page, crowd: Crowd) -> None:
    """By one key."""
    page.locator(".row").first.wait_for()
    page.keyboard.press("Shift+X")
    expect(page.locator(".selection__count")).to_have_text(f"{crowd.all} selected")


def counts(page: Page, view: str, count: str) -> None:
    """The live count beside a view becomes this."""
    there = page.locator(f'[data-count="{view}"]')
    expect(there).to_have_text(count, timeout=PATIENCE)


def told(page: Page, words: str) -> None:
    """A toast says so."""
    expect(page.locator(".toast")).to_contain_text(words, timeout=PATIENCE)


def test_1g_a_bulk_of_ten_thousand_takes_at_most_30_seconds_with_progress_and_undo(
    desk: Desk, crowd: Crowd, record_property: Record
) -> None:
    here, there = desk(), desk(MIA)
    counts(there, "unassigned", str(crowd.size))
    here.bring_to_front()
    select_all(here, crowd)
    here.get_by_role("button", name="Assign", exact=True).click()
    began = time.monotonic()
    here.get_by_role("button", name="Mia").click()
    expect(here.get_by_role("progressbar")).to_be_visible()
    expect(here.locator(".bulk__count")).to_contain_text(f"of {crowd.all}")
    told(here, f"{crowd.all} tickets assigned to Mia")
    took = time.monotonic() - began
    record_property("seconds for the bulk", round(took, 1))
    counts(there, "mine", str(crowd.size))
    counts(there, "unassigned", "")
    began = time.monotonic()
    here.locator(".toast").get_by_role("button", name="Undo").click()
    told(here, f"{crowd.all} tickets put back")
    back = time.monotonic() - began
    record_property("seconds for its undo", round(back, 1))
    counts(there, "unassigned", str(crowd.size))
    counts(there, "mine", "")
    assert max(took, back) <= WITHIN


def test_1g_what_a_colleague_changed_meanwhile_is_kept_by_the_undo(
    desk: Desk, crowd: Crowd
) -> None:
    page, mia = desk(), visitor(crowd.house, MIA)
    select_all(page, crowd)
    page.keyboard.press("p")
    page.get_by_role("button", name="High").click()
    told(page, f"{crowd.all} tickets: High")
    taken = tickets_of(mia)[0]
    assert mia.post(f"{taken}/priority", {"priority": "3"}).status == 204
    page.locator(".bulk").get_by_role("button", name="Undo", exact=True).click()
    told(page, f"{crowd.size - 1:,} tickets put back")
    expect(page.locator(".bulk")).to_contain_text("1 was changed since and stays as it is")
    assert mia.post(f"{taken}/priority", {"priority": "1"}).status == 204
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".bulk")).to_have_count(0)


def test_1g_a_bulk_goes_on_where_it_was_when_its_worker_is_killed(
    desk: Desk, crowd: Crowd, record_property: Record
) -> None:
    page, lena = desk(), visitor(crowd.house)
    before = [happened(lena, ticket) for ticket in tickets_of(lena)]
    select_all(page, crowd)
    page.keyboard.press("a")
    expect(page.locator(".bulk")).to_be_visible()
    if crowd.size > 1000:  # fewer may be done before anybody can look
        expect(page.locator(".bulk__count")).not_to_contain_text(re.compile("^0 of"))
    crowd.house.children()["worker"].kill()
    record_property("killed at", page.locator(".bulk").inner_text().splitlines()[0])
    page.reload()  # and whoever asked looks again
    expect(page.locator(".bulk")).to_contain_text("assigned to you", timeout=PATIENCE)
    expect(page.locator(".bulk")).to_contain_text(f"{crowd.all} tickets")
    counts(page, "mine", str(crowd.size))
    after = [happened(lena, ticket) for ticket in tickets_of(lena)]
    assert [now - then for then, now in zip(before, after, strict=True)] == [1] * len(before)
    page.locator(".bulk").get_by_role("button", name="Undo").click()
    told(page, f"{crowd.all} tickets put back")


def test_1g_a_bulk_can_be_stopped_while_it_runs(desk: Desk, crowd: Crowd) -> None:
    page = desk()
    select_all(page, crowd)
    page.keyboard.press("e")
    page.locator(".bulk").get_by_role("button", name=re.compile("[Uu]ndo")).click()
    expect(page.locator(".bulk")).to_contain_text("put back", timeout=PATIENCE)
    counts(page, "open", str(crowd.size))


def tickets_of(agent: Visitor) -> list[str]:
    """The addresses of the first tickets of the list."""
    rows = agent.get("/tickets/open/list").tree.css("li.row > a")
    return [str(row.attributes["href"]).replace("/tickets/open/", "/t/") for row in rows[:20]]


def happened(agent: Visitor, ticket: str) -> int:
    """How many events the thread of a ticket tells of Lena assigning it."""
    page = wait_until(lambda: agent.get(ticket.replace("/t/", "/tickets/all/")), "a ticket")
    return sum("took this ticket" in event.text() for event in page.tree.css("#log .event"))
