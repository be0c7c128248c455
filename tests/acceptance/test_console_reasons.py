"""The console: why customers write, said by keyboard, kept as a tree by who leads."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.demo import Demo
from tests.acceptance.test_console import show, write
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open
from threering.tickets.reasontree import BETWEEN

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
SAID = "#side .facts__long"
LATE = BETWEEN.join(("Delivery", "Late", "Lost in transit"))


def asked(demo: Demo) -> str:
    """A customer asks something; the subject."""
    subject = f"Reason {uuid4().hex}"
    write(demo, "It has not come.", subject)
    return subject


def test_1q_a_reason_is_set_by_keyboard_alone_taken_back_and_seen_by_a_colleague(
    open_page: Open, demo: Demo
) -> None:
    subject = asked(demo)
    agent, colleague = show(open_page("orla"), subject), show(open_page("tobias"), subject)
    agent.locator("#list-scroll").focus()
    agent.keyboard.press("w")
    agent.keyboard.type("deliv lost")
    expect(agent.locator("[role=option][aria-selected=true]")).to_contain_text("Lost in transit")
    agent.keyboard.press("Enter")
    for page in (agent, colleague):
        expect(page.locator(SAID)).to_contain_text(LATE)
        expect(page.locator("#log .event").last).to_contain_text(f"set the contact reason: {LATE}")
    expect(agent.locator(".toast")).to_contain_text(f"Reason: {LATE}")
    agent.locator(".toast").get_by_role("button", name="Undo").click()
    for page in (agent, colleague):
        expect(page.locator(SAID)).to_contain_text("None yet")


AT_ONCE = """() => {
  document.querySelector("#side .facts__long").click();
  document.activeElement.value = "lost";
  document.activeElement.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def test_1q_what_is_typed_before_the_menu_has_its_reasons_is_kept(
    open_page: Open, demo: Demo
) -> None:
    agent = show(open_page("orla"), asked(demo))
    agent.evaluate(AT_ONCE)
    expect(agent.locator("#reason-menu [role=option]")).to_have_count(1)
    expect(agent.locator("#reason-menu input")).to_have_value("lost")


def added(lead: Page, name: str) -> Locator:
    """Add a reason under Delivery; its line on the page."""
    lead.keyboard.press("g")
    lead.keyboard.press("c")
    lead.wait_for_url("**/reasons")
    lead.get_by_role("link", name="Add one under Delivery").click()
    lead.get_by_label("Name", exact=True).fill(name)
    lead.get_by_role("button", name="Save").click()
    line = lead.locator("tr", has_text=name)
    expect(line.locator(".shelf__used a")).to_contain_text("0")
    return line


def test_1q_a_lead_adds_one_and_an_agent_uses_it_for_many_at_once(
    open_page: Open, demo: Demo
) -> None:
    subject, word = asked(demo), f"w{uuid4().hex[:8]}"
    agent, lead = show(open_page("orla"), subject), open_page("tobias")
    line = added(lead, f"Snow {word}")
    line.get_by_role("button", name=f"Move Snow {word} up").click()
    expect(lead.locator(".toast")).to_contain_text("Moved up")
    expect(line.get_by_role("button", name=f"Move Snow {word} up")).to_be_focused()
    agent.keyboard.press("x")
    agent.locator(".selection__bar").wait_for()
    agent.keyboard.press("w")
    agent.keyboard.type(word)
    agent.locator("[role=option][aria-selected=true]").click()
    path = BETWEEN.join(("Delivery", f"Snow {word}"))
    expect(agent.locator(SAID)).to_contain_text(path)
    lead.reload()
    line.locator(".shelf__used a").click()
    expect(lead.locator(".row")).to_have_count(1)
    lead.goto("/reasons")
    line.get_by_role("button", name="Archive").click()
    expect(line).to_have_count(0)
    lead.locator(".toast").get_by_role("button", name="Undo").click()
    expect(line).to_have_count(1)


@pytest.mark.full
@ON_EVERY_SCREEN
def test_2q_axe_finds_nothing_on_the_pages_and_states_of_contact_reasons(
    open_page: Open, demo: Demo, scheme: str, size: dict[str, int]
) -> None:
    page, found = open_page("nadia", viewport=size, color_scheme=scheme, bypass_csp=True), {}
    for path in ("/reasons", "/reasons?show=archived", "/reasons/new"):
        page.goto(path)
        found[path] = violations(page)
    page.get_by_label("Name", exact=True).fill("Delivery")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".field__error")).to_be_visible()
    found["a name that is taken"] = violations(page)
    page.goto("/tickets/open")
    show(page, asked(demo))
    page.locator("[popovertarget=reason-menu]").evaluate("(one) => one.click()")
    if not page.locator("#reason-menu").is_visible():
        page.locator("[popovertarget=side]").click()
        page.locator("[popovertarget=reason-menu]").click()
    expect(page.locator("[role=option][aria-selected=true]")).to_be_visible()
    found["choosing"] = violations(page)
    page.keyboard.type("nothing at all")
    expect(page.get_by_text("No contact reason fits")).to_be_visible()
    found["nothing fits"] = violations(page)
    assert {state: told for state, told in found.items() if told} == {}
