"""The console, point 1: two agents at their desks, in a real browser. A console error fails."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.post import mail, message_id
from tests.browser.conftest import Open
from threering.kernel.time import now
from threering.runtime.demo.cast import QUILLMERE

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
HELP = QUILLMERE.inbox_address
NEWS = "**/messages?after=*"


def write(demo: Demo, text: str, subject: str, answers: str = "") -> str:
    """A customer writes; the id of the mail."""
    raw = mail(text, to=HELP, subject=subject, answers=answers)
    demo.mailer.deliver(raw, HELP)
    return message_id(raw)


def show(page: Page, subject: str) -> Page:
    """Open the ticket with that subject."""
    row = page.locator(".row", has_text=subject)
    row.wait_for()
    row.locator("a").click()
    expect(page.locator(".thread__head h2")).to_contain_text(subject)
    return page


def test_1d_a_send_is_held_while_a_newer_message_is_not_on_the_screen(
    open_page: Open, demo: Demo
) -> None:
    subject, answer = f"Held {uuid4().hex}", f"answer {uuid4().hex}"
    first = write(demo, "Where is it?", subject)
    page, slow = show(open_page("orla"), subject), list[Route]()
    page.route(NEWS, lambda route: slow.append(route))  # news is under way
    with page.expect_request(NEWS):
        write(demo, "Found it, thank you!", subject, answers=first)
    page.keyboard.press("r")
    page.keyboard.type(answer)
    page.keyboard.press("Control+Enter")
    held = page.locator('.msg[data-state="held"]')
    expect(held).to_contain_text("You have not seen message 2")
    for route in slow:
        route.continue_()
    page.unroute(NEWS)
    expect(page.locator(".msg--customer")).to_have_count(2)
    assert demo.sink.holding(answer) == []
    held.get_by_role("button", name="Send anyway").click()
    demo.sink.wait_for(answer)
    expect(page.locator(".msg[data-state=held]")).to_have_count(0)


@pytest.mark.full  # a browser for each of two agents
def test_1d_a_held_answer_can_be_written_better(open_page: Open, demo: Demo) -> None:
    subject, answer = f"Held {uuid4().hex}", f"answer {uuid4().hex}"
    first = write(demo, "Where is it?", subject)
    page, slow = show(open_page("orla"), subject), list[Route]()
    page.route(NEWS, lambda route: slow.append(route))
    with page.expect_request(NEWS):
        write(demo, "Cancel it please.", subject, answers=first)
    page.keyboard.press("r")
    page.keyboard.type(answer)
    page.keyboard.press("Control+Enter")
    page.locator('.msg[data-state="held"]').get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Message", exact=True)).to_have_value(answer)
    for route in slow:
        route.continue_()
    page.unroute(NEWS)
    expect(page.locator(".msg--customer")).to_have_count(2)
    page.get_by_label("Message", exact=True).fill(f"Cancelled, {answer}")
    page.keyboard.press("Control+Enter")
    demo.sink.wait_for(f"Cancelled, {answer}")


def test_1c_colleagues_see_who_looks_and_who_types(open_page: Open, demo: Demo) -> None:
    subject = f"Both {uuid4().hex}"
    write(demo, "Who answers me first?", subject)
    here = show(open_page("orla"), subject)
    there = show(open_page("tobias"), subject)
    seen = "[data-attending] li"
    expect(here.locator(seen)).to_have_text(re.compile("Tobias .* is looking"))
    expect(there.locator(seen)).to_have_text(re.compile("Orla .* is looking"))
    there.get_by_label("Message", exact=True).press_sequentially("I am on")
    expect(here.locator(seen)).to_have_text(re.compile("Tobias .* is writing"))
    there.context.close()
    expect(here.locator(seen)).to_have_count(0)


@pytest.mark.full  # a browser for each of two agents
def test_1c_a_colleague_elsewhere_is_seen_nowhere_else(open_page: Open, demo: Demo) -> None:
    first, second = f"First {uuid4().hex}", f"Second {uuid4().hex}"
    write(demo, "One question.", first)
    write(demo, "Another one.", second)
    here, there = show(open_page("orla"), first), show(open_page("tobias"), first)
    expect(here.locator("[data-attending] li")).to_have_count(1)
    show(there, second)
    expect(here.locator("[data-attending] li")).to_have_count(0)
    expect(there.locator("[data-attending] li")).to_have_count(0)


@pytest.mark.full  # up to a minute until it wakes
def test_1j_a_snoozed_ticket_is_out_of_sight_until_it_wakes(open_page: Open, demo: Demo) -> None:
    subject = f"Sleepy {uuid4().hex}"
    write(demo, "No hurry, next week is fine.", subject)
    page = show(open_page("orla"), subject)
    address = page.locator("#snooze-menu [data-post]").first.get_attribute("data-post")
    page.keyboard.press("z")
    page.get_by_role("button", name="Tomorrow morning").click()
    expect(page.locator(".toast")).to_contain_text("Snoozed")
    expect(page.locator(".row", has_text=subject)).to_have_count(0)
    page.locator('.view[data-view="snoozed"]').click()
    show(page, subject)
    expect(page.locator("#log")).to_contain_text("snoozed this until")
    orla, soon = demo.visitor("orla"), now() + timedelta(seconds=10)
    assert orla.post(str(address), {"until": soon.isoformat()}).status == 204
    page.goto("/tickets/open")
    page.locator(".row", has_text=subject).wait_for(timeout=90_000)  # within its minute


def test_1j_a_ticket_sleeps_until_the_moment_that_is_typed(open_page: Open, demo: Demo) -> None:
    subject = f"Asleep {uuid4().hex}"
    write(demo, "After my holiday, please.", subject)
    page = show(open_page("orla"), subject)
    day = now() + timedelta(days=20)
    page.keyboard.press("z")
    page.locator("#snooze-menu input").fill(f"{day:%Y-%m-%d}T16:45")
    page.locator("#snooze-menu").get_by_role("button", name="Snooze", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("Snoozed")
    page.locator('.view[data-view="snoozed"]').click()
    until = show(page, subject).locator("#snooze-menu .menu__note")
    expect(until).to_contain_text(re.compile(rf"\b{day.day} {day:%b}.* 16:45"))


def test_1m_tags_and_priority_are_set_by_keyboard_and_a_colleague_sees_them(
    open_page: Open, demo: Demo
) -> None:
    subject, tag = f"Broken {uuid4().hex}", f"tag {uuid4().hex[:8]}"
    write(demo, "It came in two pieces.", subject)
    here, there = show(open_page("orla"), subject), show(open_page("tobias"), subject)
    here.bring_to_front()
    here.get_by_label("Add a tag", exact=True).fill(tag)
    here.keyboard.press("Enter")
    expect(here.locator(".tags__list")).to_contain_text(tag)
    expect(here.get_by_label("Add a tag", exact=True)).to_be_focused()
    expect(there.locator(".tags__list")).to_contain_text(tag)
    here.keyboard.press("Escape")
    here.keyboard.press("p")
    here.get_by_role("button", name="Urgent").click()
    expect(there.locator("#side")).to_contain_text("Urgent")
    here.get_by_role("button", name=f"Remove the tag {tag}").click()
    expect(here.locator(".tags__list")).not_to_contain_text(tag)
    here.get_by_label("Add a tag", exact=True).focus()
    expect(here.locator(f"#known-tags option[value='{tag}']")).to_have_count(1)
    here.get_by_role("button", name="Undo").click()
    expect(there.locator(".tags__list")).to_contain_text(tag)


def test_1e_a_draft_survives_closing_the_tab_and_killing_the_web_process(
    open_page: Open, demo: Demo
) -> None:
    subject, words = f"Draft {uuid4().hex}", f"half a sentence {uuid4().hex}"
    write(demo, "Do you ship to Malta?", subject)
    page = show(open_page("orla"), subject)
    field = page.get_by_label("Message", exact=True)
    field.fill(words)
    expect(page.locator("[data-kept]")).to_have_text("Draft kept")
    page.context.close()  # nothing of this device is left
    demo.house.children()["web"].kill()
    orla = wait_until(lambda: alive(demo), "the pages are back")
    assert orla
    page = show(open_page("orla"), subject)
    expect(page.get_by_label("Message", exact=True)).to_have_value(words)
    page.get_by_label("Message", exact=True).fill("")
    expect(page.locator("[data-kept]")).to_have_text("")


def alive(demo: Demo) -> bool:
    try:
        return demo.visitor("orla").get("/healthz").status == 200
    except OSError:
        return False
