"""The console, point 1: an agent's hour at the desk, beside a colleague. A console error fails."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.demo import Demo
from tests.acceptance.test_console import show, write
from tests.browser.conftest import PHONE, Open

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
LIGHTNESS = """(style) => {
  const shown = (element) => getComputedStyle(element)[style];
  const paint = document.createElement("canvas").getContext("2d");
  const lightness = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = paint.getImageData(0, 0, 1, 1).data;
    return alpha ? (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 : null;
  };
  const all = [...document.querySelectorAll("body *")].filter((one) =>
    one.checkVisibility() && one.offsetWidth * one.offsetHeight > 10000);
  return all.map(shown).map(lightness).filter((one) => one !== null);
}"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_1a_mail_arrives_live_for_both_and_what_is_read_does_not_move(
    open_page: Open, demo: Demo
) -> None:
    subject = f"Live {uuid4().hex}"
    here, there = open_page("orla"), open_page("tobias")
    read = f"#{here.locator('.row').nth(9).get_attribute('id')}"
    here.locator("#list-scroll").evaluate("(list) => (list.scrollTop = 400)")
    stood, before = where(here, read), number(there)
    first = write(demo, "Is it on its way?", subject)
    expect(there.locator(".row").first).to_contain_text(subject)
    expect(there.locator('[data-count="open"]')).to_have_text(str(before + 1))
    here.locator(".row", has_text=subject).wait_for(state="attached")
    assert where(here, read) == pytest.approx(stood, abs=1)
    show(there, subject)
    write(demo, "It came this morning.", subject, answers=first)
    expect(there.locator(".msg--customer").last).to_contain_text("It came this morning.")


def test_1a_what_only_changes_a_ticket_moves_no_row_and_j_goes_on_below(
    open_page: Open, demo: Demo
) -> None:
    here, there = open_page("orla"), open_page("tobias")
    rows = [here.locator(".row").nth(n).get_attribute("data-ticket") for n in range(7)]
    here.locator(".row a").nth(3).click()
    expect(here.locator("#thread")).to_have_attribute("data-ticket", str(rows[3]))
    here.keyboard.press("p")
    here.get_by_role("button", name="High", exact=True).click()
    there.bring_to_front()
    there.locator(".row a").nth(5).click()
    tag = uuid4().hex[:8]
    there.get_by_label("Add a tag", exact=True).fill(tag)
    there.keyboard.press("Enter")
    changed = here.locator(f'.row[data-ticket="{rows[5]}"].is-new')
    expect(changed).to_be_attached()
    now = [here.locator(".row").nth(n).get_attribute("data-ticket") for n in range(7)]
    assert now == rows
    here.bring_to_front()
    here.keyboard.press("j")
    expect(here.locator("#thread")).to_have_attribute("data-ticket", str(rows[4]))
    here.locator(".toast").get_by_role("button", name="Undo").click()


def test_1a_who_has_scrolled_down_stays_there_when_the_stream_comes_back(
    open_page: Open, demo: Demo
) -> None:
    page = open_page("orla", cut_off=True)
    page.locator(".row").first.wait_for()
    some = page.locator(".row").count()
    page.locator("#list-scroll .more").scroll_into_view_if_needed()
    expect(page.locator(".row").nth(some)).to_be_attached()
    last = f"#{page.locator('.row').nth(some).get_attribute('id')}"
    page.locator(last).scroll_into_view_if_needed()
    stood = where(page, last)
    demo.house.children()["web"].kill()
    expect(page.locator("[data-offline]")).to_be_visible()
    subject = f"Meanwhile {uuid4().hex}"
    write(demo, "While you were away.", subject)
    with page.expect_response(lambda answer: "only=" in answer.url, timeout=30_000):
        expect(page.locator("[data-offline]")).to_be_hidden(timeout=30_000)
    assert where(page, last) == pytest.approx(stood, abs=1)
    page.locator("#list-scroll").evaluate("(list) => (list.scrollTop = 0)")
    expect(page.locator(".row").first).to_contain_text(subject)


def where(page: Page, selector: str) -> float:
    """How far from the top of the window something stands, in px."""
    return float(page.locator(selector).evaluate("(one) => one.getBoundingClientRect().top"))


def number(page: Page) -> int:
    """The live count beside the open tickets."""
    return int(page.locator('[data-count="open"]').inner_text())


def test_1b_a_ticket_is_opened_and_answered_by_keyboard_alone(open_page: Open, demo: Demo) -> None:
    subject, answer = f"Keys {uuid4().hex}", f"On its way, {uuid4().hex}."
    write(demo, "Where is it?", subject)
    here, there = open_page("orla"), show(open_page("tobias"), subject)
    here.locator(".row", has_text=subject).wait_for()
    here.bring_to_front()
    here.keyboard.press("/")
    here.keyboard.type(subject)
    expect(here.locator(".row")).to_have_count(1)
    here.keyboard.press("Escape")
    here.keyboard.press("j")
    expect(here.locator(".thread__head h2")).to_contain_text(subject)
    here.keyboard.press("r")
    here.keyboard.type(answer)
    here.keyboard.press("Control+Enter")
    expect(here.locator(".msg--agent").last).to_contain_text(answer)
    expect(there.locator(".msg--agent").last).to_contain_text(answer)
    demo.sink.wait_for(answer)


def test_1f_a_reply_and_a_ticket_s_end_are_undone_and_nothing_of_it_leaves(
    open_page: Open, demo: Demo
) -> None:
    subject, wrong, right = f"Undone {uuid4().hex}", uuid4().hex, uuid4().hex
    write(demo, "Can I still change it?", subject)
    here, there = show(open_page("orla"), subject), open_page("tobias")
    there.locator('.view[data-view="pending"]').click()
    row = there.locator(".row", has_text=subject)
    here.bring_to_front()
    here.keyboard.press("r")
    here.keyboard.type(wrong)
    here.keyboard.press("Control+Enter")
    expect(here.locator(".toast")).to_contain_text("Sent")
    here.keyboard.press("Control+z")  # the field is empty: the undo is the reply's
    expect(here.get_by_label("Message", exact=True)).to_have_value(wrong)
    expect(here.locator(".msg--agent")).to_have_count(0)
    here.get_by_label("Message", exact=True).fill(right)
    here.keyboard.press("Control+Enter")
    here.locator(".msg--agent:not([data-local])", has_text=right).wait_for()
    expect(here.locator("#thread")).to_have_attribute("data-status", "pending")
    expect(row).to_be_visible()
    here.keyboard.press("Escape")
    here.keyboard.press("e")
    expect(row).to_have_count(0)
    here.locator(".toast", has_text="Done").get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()
    demo.sink.wait_for(right)  # what was taken back would have left before
    assert demo.sink.holding(wrong) == []


def test_1i_a_merge_by_keyboard_and_its_undo_are_seen_by_a_colleague(
    open_page: Open, demo: Demo
) -> None:
    kept, doubled = f"Kept {uuid4().hex}", f"Doubled {uuid4().hex}"
    write(demo, "Where is my lamp?", kept)
    write(demo, "Where is my lamp??", doubled)
    here, there = show(open_page("orla"), doubled), show(open_page("tobias"), kept)
    before, into = here.url, there.url.rpartition("/")[2]
    here.bring_to_front()
    here.keyboard.press("m")
    expect(here.get_by_role("dialog", name=re.compile(r"Merge #\d+ into"))).to_be_visible()
    expect(here.get_by_label("Find a ticket")).to_be_focused()
    here.keyboard.type(into)
    expect(here.locator(f"#regroup-rows input[value='{into}']")).to_be_attached()
    here.keyboard.press("Enter")
    expect(here.locator(".toast")).to_contain_text(f"Merged into #{into}")
    expect(here).to_have_url(re.compile(f"/{into}$"))
    expect(here.locator(".event", has_text="into this ticket")).to_be_visible()
    expect(there.locator(".msg--customer")).to_have_count(2)
    expect(there.locator(".row", has_text=doubled)).to_have_count(0)
    here.locator(".toast").get_by_role("button", name="Undo").click()
    expect(here.locator(".event", has_text=f"undid the merge with #{into}")).to_be_visible()
    expect(here).to_have_url(before)
    expect(there.locator(".msg--customer")).to_have_count(1)
    expect(there.locator(".row", has_text=doubled)).to_have_count(1)


def test_1k_by_night_everything_is_dark_at_once_and_stays(open_page: Open, demo: Demo) -> None:
    subject = f"Night {uuid4().hex}"
    write(demo, "It is late.", subject)
    page = show(open_page("tobias", color_scheme="light"), subject)
    page.keyboard.press("Shift+D")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    for path in ("", "/ledger", "/replies", "/me"):
        if path:
            page.goto(path)
        assert max(page.evaluate(LIGHTNESS, "backgroundColor")) < 0.3, path or "the ticket"
        assert min(page.evaluate(LIGHTNESS, "color")) > 0.4, path or "the ticket"
    night = show(open_page("tobias", color_scheme="dark"), subject)
    assert max(night.evaluate(LIGHTNESS, "backgroundColor")) < 0.3


def test_1l_at_390_px_one_thing_is_shown_at_a_time_and_a_reply_is_sent(
    open_page: Open, demo: Demo
) -> None:
    subject, answer = f"Phone {uuid4().hex}", f"From the tram, {uuid4().hex}."
    write(demo, "Is anybody there?", subject)
    page = open_page("orla", viewport=PHONE)
    assert page.evaluate(WIDER) == 0
    show(page, subject)
    expect(page.locator(".list-pane")).to_be_hidden()
    assert page.evaluate(WIDER) == 0
    page.get_by_label("Message", exact=True).fill(answer)
    page.get_by_role("button", name=re.compile("^Send")).first.click()
    expect(page.locator(".msg--agent").last).to_contain_text(answer)
    demo.sink.wait_for(answer)
    page.go_back()
    expect(page.locator(".list-pane")).to_be_visible()
    assert page.evaluate(WIDER) == 0
