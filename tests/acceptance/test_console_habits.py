"""The console: what agents are used to from elsewhere, each in a real browser."""

from __future__ import annotations

import base64
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Request, expect

from tests.acceptance.demo import Demo
from tests.acceptance.post import mail
from tests.acceptance.samples import picture
from tests.acceptance.test_console import HELP, show, write
from tests.browser.axe import violations
from tests.browser.conftest import Open

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.browser,
    pytest.mark.full,  # a page for each
]
BRING = """([kind, name, content]) => {
  const transfer = new DataTransfer();
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  transfer.items.add(new File([bytes], name, { type: "image/png" }));
  const field = document.querySelector("#composer textarea");
  const shared = { bubbles: true, cancelable: true };
  if (kind === "paste")
    field.dispatchEvent(new ClipboardEvent("paste", { ...shared, clipboardData: transfer }));
  else for (const each of ["dragover", "drop"])
    field.dispatchEvent(new DragEvent(each, { ...shared, dataTransfer: transfer }));
}"""
TURNED = """() => {
  document.documentElement.dir = "rtl";
  const left = (selector) => document.querySelector(selector).getBoundingClientRect().left;
  return {
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    order: ["#side", "#thread", "#list-scroll", "#views"].map(left),
  };
}"""


def opened(open_page: Open, demo: Demo, words: str) -> tuple[Page, str]:
    """A ticket with these words of a customer, and its subject."""
    subject = f"{words} {uuid4().hex}"
    write(demo, "Just a question.", subject)
    return show(open_page("orla"), subject), subject


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_composer_takes_files_that_are_pasted_and_dropped(
    open_page: Open, demo: Demo, kind: str
) -> None:
    page, _subject = opened(open_page, demo, "Files")
    answer, shot = f"as {kind} {uuid4().hex}", picture()
    page.evaluate(BRING, [kind, "shot.png", base64.b64encode(shot).decode()])
    expect(page.locator("[data-file]")).to_contain_text("shot.png")
    page.get_by_label("Message", exact=True).fill(answer)
    page.keyboard.press("Control+Enter")
    (file,) = demo.sink.wait_for(answer).parsed.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("shot.png", shot)


def test_composer_takes_a_picture_into_a_note(open_page: Open, demo: Demo) -> None:
    page, _subject = opened(open_page, demo, "Crack")
    page.keyboard.press("n")
    page.evaluate(BRING, ["paste", "crack.png", base64.b64encode(picture()).decode()])
    expect(page.locator("[data-file]")).to_contain_text("crack.png")
    page.keyboard.type("Look at the crack.")
    page.keyboard.press("Control+Enter")
    note = page.locator(".msg--note:not([data-local])")
    expect(note.get_by_role("button", name="crack.png")).to_be_visible()


def test_thread_a_file_that_is_text_is_looked_at_in_its_place(open_page: Open, demo: Demo) -> None:
    subject = f"List {uuid4().hex}"
    rows = "".join(f"KETTLE-{n};{n} pieces\n" for n in range(200))
    raw = mail("All of these, please.", to=HELP, subject=subject, file=rows)
    demo.mailer.deliver(raw, HELP)
    page = show(open_page("orla", bypass_csp=True), subject)
    page.get_by_role("link", name="list.csv").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("KETTLE-7;7 pieces")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    with page.expect_download() as file:
        page.get_by_role("link", name="list.csv").press("Enter")
        dialog.get_by_role("link", name="Download").click()
    assert file.value.path().read_text() == rows


def test_thread_opening_a_ticket_fetches_its_neighbour(open_page: Open) -> None:
    page = open_page("orla")
    page.locator(".row").nth(2).wait_for()
    neighbour = page.locator(".row a").nth(1).get_attribute("data-part")

    def is_neighbour(request: Request) -> bool:
        return request.url.endswith(str(neighbour))

    with page.expect_request(is_neighbour):
        page.keyboard.press("j")
    page.locator("#thread").wait_for()


def test_list_is_denser_when_that_is_wanted_and_stays_so(open_page: Open) -> None:
    page = open_page("orla")

    def height() -> float:
        return float(page.locator(".row").first.evaluate("(row) => row.offsetHeight"))

    comfortable = height()
    page.keyboard.press("Shift+C")
    assert height() < comfortable * 0.8
    page.reload()
    page.locator(".row").first.wait_for()
    assert height() < comfortable * 0.8


def test_keys_count_by_their_place_on_a_cyrillic_keyboard_and_can_be_switched_off(
    open_page: Open,
) -> None:
    page = open_page("orla")
    page.locator(".row").first.wait_for()
    press = """(key) => document.body.dispatchEvent(
      new KeyboardEvent("keydown", { key, code: "KeyJ", bubbles: true, cancelable: true }))"""
    page.evaluate(press, "о")  # noqa: RUF001 - Cyrillic, where a Latin keyboard has j
    page.locator("#thread").wait_for()
    page.keyboard.press("?")
    page.get_by_label("Single keys work as shortcuts").uncheck()
    page.keyboard.press("Escape")
    there = page.url
    page.keyboard.press("j")
    page.keyboard.press("Control+k")  # with a modifier it still works
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.url == there


@pytest.mark.parametrize("width", [1280, 1024, 390])
def test_keys_open_the_menus_of_a_folded_side_and_fold_it_again(
    open_page: Open, demo: Demo, width: int
) -> None:
    subject = f"Narrow {uuid4().hex}"
    write(demo, "Just a question.", subject)
    page = show(open_page("orla", viewport={"width": width, "height": 800}), subject)
    expect(page.locator("#side")).to_be_hidden()
    for key, choice, toast in (("p", "High", "Priority: High"), ("Shift+A", "Returns", "Returns")):
        page.keyboard.press(key)
        page.get_by_role("button", name=choice, exact=True).click()
        expect(page.locator(".toast").last).to_contain_text(toast)
        expect(page.locator("#side")).to_be_hidden()
    page.keyboard.press("w")
    page.get_by_label("Find a contact reason").fill("late")
    page.locator("#reason-menu [role=option]").first.click()
    expect(page.locator("#side")).to_be_hidden()
    page.get_by_role("button", name="Customer details").click()
    expect(page.locator("#side .facts")).to_contain_text("High")


def test_palette_assigns_and_sets_a_status_by_name(open_page: Open, demo: Demo) -> None:
    page, _subject = opened(open_page, demo, "By name")
    for typed, said in (("assign to nadia", "Assigned to Nadia"), ("status: on hold", "On hold")):
        page.keyboard.press("Control+k")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(page.locator(".toast").last).to_contain_text(said)


def test_looks_are_safe_from_right_to_left(open_page: Open, demo: Demo) -> None:
    page, _subject = opened(open_page, demo, "Mirrored")
    turned = page.evaluate(TURNED)
    assert turned["wider"] == 0
    assert turned["order"] == sorted(turned["order"]), "the panes stand from right to left"
