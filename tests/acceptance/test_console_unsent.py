"""The console while the line is bad: nothing that was written is lost, and nothing goes twice."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.test_console import alive, show, write
from tests.browser.conftest import Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
SENDING = "**/reply"
LONG = "\n".join(f"Line {n} of a long story." for n in range(80))


def answered(page: Page, words: str) -> None:
    """Answer by keyboard, with a line that fails."""
    page.keyboard.press("r")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg[data-state=failed]")).to_contain_text(words)


def test_1x_a_reply_that_did_not_get_through_waits_on_the_screen_and_goes_once(
    open_page: Open, demo: Demo
) -> None:
    subject, answer = f"Line {uuid4().hex}", f"answer {uuid4().hex}"
    write(demo, "Can you hear me?", subject)
    page = show(open_page("orla", cut_off=True), subject)
    page.route(SENDING, lambda route: route.abort("connectionrefused"))
    answered(page, answer)
    page.unroute(SENDING)
    page.reload()  # it is kept on this device
    unsent = page.locator(".msg[data-state=failed]")
    expect(unsent).to_contain_text(answer)
    assert demo.sink.holding(answer) == []
    unsent.get_by_role("button", name="Retry").click()
    demo.sink.wait_for(answer)
    expect(unsent).to_have_count(0)
    page.reload()
    expect(page.locator(".msg--agent", has_text=answer)).to_have_count(1)


def test_1x_a_reply_whose_receipt_was_lost_is_not_sent_twice(open_page: Open, demo: Demo) -> None:
    subject, answer = f"Receipt {uuid4().hex}", f"answer {uuid4().hex}"
    write(demo, "Can you hear me?", subject)
    page = show(open_page("orla", cut_off=True), subject)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionrefused")

    page.route(SENDING, lose)
    page.keyboard.press("r")
    page.keyboard.type(answer)
    with page.expect_event("requestfailed"):
        page.keyboard.press("Control+Enter")
    page.unroute(SENDING)
    demo.sink.wait_for(answer)
    page.reload()
    expect(page.locator(".msg--agent", has_text=answer)).to_have_count(1)
    expect(page.locator(".msg[data-state=failed]")).to_have_count(0)
    assert len(demo.sink.holding(answer)) == 1


def test_1x_a_lost_connection_is_said_and_what_came_meanwhile_is_there_after_it(
    open_page: Open, demo: Demo
) -> None:
    subject, more = f"Away {uuid4().hex}", f"Meanwhile {uuid4().hex}"
    first = write(demo, "Are you there?", subject)
    page = show(open_page("orla", cut_off=True), subject)
    lost = page.locator("[data-offline]")
    expect(lost).to_be_hidden()
    demo.house.children()["web"].kill()
    expect(lost).to_contain_text("Connection lost")
    write(demo, more, subject, answers=first)
    wait_until(lambda: alive(demo), "the pages are back")
    expect(lost).to_be_hidden(timeout=30_000)
    expect(page.locator("#log")).to_contain_text(more)


def test_1a_a_message_below_is_told_and_what_is_read_stays(open_page: Open, demo: Demo) -> None:
    subject, more = f"Long {uuid4().hex}", f"More {uuid4().hex}"
    first = write(demo, LONG, subject)
    page = show(open_page("orla"), subject)
    page.locator(".thread__scroll").evaluate("box => { box.scrollTop = -400; }")
    before = page.locator(".msg--customer").bounding_box()
    write(demo, more, subject, answers=first)
    told = page.get_by_role("button", name="New message")
    told.wait_for()
    assert page.locator(".msg--customer").first.bounding_box() == before
    told.click()
    expect(page.locator("#log").get_by_text(more)).to_be_in_viewport()
    expect(told).to_be_hidden()


def test_1x_undo_gives_back_the_status_that_was_changed_and_not_the_one_on_the_screen(
    open_page: Open, demo: Demo
) -> None:
    subject = f"Stale {uuid4().hex}"
    write(demo, "Are you there?", subject)
    page, orla = show(open_page("orla"), subject), demo.visitor("orla")
    address = str(page.locator("#status-menu [data-post]").first.get_attribute("data-post"))
    ticket = page.url
    page.route("**/part*", lambda _held: None)  # what is new is long on its way
    assert orla.post(address, {"status": "on_hold"}).status == 204
    page.keyboard.press("e")
    page.locator(".toast", has_text="Done").get_by_role("button", name="Undo").click()

    def status() -> str:
        thread = orla.get(urlsplit(ticket).path).tree.css_first("#thread")
        return str(thread.attributes["data-status"]) if thread else ""

    wait_until(lambda: status() != "solved", "it is undone")
    assert status() == "on_hold"
