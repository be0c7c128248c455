"""The console, point 3: every text is translated, and German fits its places."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from tests import pseudo
from tests.acceptance.crawl import Crawl, Look
from tests.acceptance.demo import Demo
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, Open
from threering.runtime.demo.cast import CLIENTS, PASSWORD

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
ROOT = Path(__file__).parents[2]
# Every text node and every attribute that is shown or read out, with where it stands. What people
# wrote is marked as theirs: <bdi>, dir="auto", or data-said for a title. Examples of what machines
# read stand where nobody checks the spelling.
TEXTS = """() => {
  const THEIRS = "bdi, [dir=auto], time, kbd, code, script, style, svg, .avatar";
  const SPOKEN = ["placeholder", "aria-label", "alt", "data-cmd", "data-toast"];
  const place = (el) => el.outerHTML.slice(0, 160);
  const found = [];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const el = walk.currentNode.parentElement;
    const whole = el.querySelector(":scope > kbd") ? el : walk.currentNode;
    const subject = el.matches("title")
      && (el.matches("[data-said]") || document.querySelector("#thread"));
    if (!el.closest(THEIRS) && !subject) found.push([whole.textContent, place(el)]);
  }
  for (const el of document.querySelectorAll("*")) {
    for (const { name, value } of el.attributes) {
      const theirs = (name === "alt" && el.matches("[data-said]"))
        || (name === "placeholder" && el.matches("[spellcheck=false]"));
      const shown = (SPOKEN.includes(name) && !theirs)
        || name.startsWith("data-say-")
        || (name === "title" && !el.matches("[data-said], bdi, [dir=auto], time"));
      if (shown) found.push([value, `${name}: ${place(el)}`]);
    }
  }
  return found;
}"""
# What of ours is cut off or hangs out. People's words may be cut where they are long.
CUT = """() => {
  const OURS = "button, .btn, h1, h2, h3, th, label, .pill, .filter, .menu__item, .view, legend,"
    + " .callout, dt, .composer__kinds label";
  const THEIRS = "bdi, [dir=auto]";
  const found = [];
  for (const el of document.querySelectorAll(OURS)) {
    if (!el.checkVisibility() || el.closest(THEIRS) || el.matches(".sr")) continue;
    for (const part of [el, ...el.querySelectorAll(".cut")]) {
      if (part.closest(THEIRS) || part.querySelector(THEIRS)) continue;
      if (part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== "inline")
        found.push(`${part.scrollWidth} > ${part.clientWidth}: ${part.outerHTML.slice(0, 200)}`);
    }
  }
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide`);
  return found;
}"""


def agent(demo: Demo, name: str) -> str:
    """A new admin of the demo's first client, who has told nobody what they read."""
    email = f"{name}-{uuid4().hex[:8]}@desk.example"
    words = ("--name", name.title(), "--client", CLIENTS[0].name, "--role", "admin")
    demo.house.must("createagent", email, *words, "--password-stdin", text=PASSWORD)
    return email


def crawl(open_page: Open, demo: Demo, language: str, look: Look, **more: object) -> Crawl:
    """Walk the whole console in a language and look at every state of it."""
    asks = {"extra_http_headers": {"Accept-Language": language}} | more
    walk = Crawl(open_page("", **asks), look)
    walk.sign_in(agent(demo, "walker"), PASSWORD)
    walk.everything(demo)
    return walk


@pytest.mark.full  # a minute
def test_3a_no_text_is_left_untranslated_in_a_made_up_language(open_page: Open, demo: Demo) -> None:
    left: dict[str, str] = {}
    seen: set[str] = set()

    def look(page: Page, state: str) -> None:
        for text, place in page.evaluate(TEXTS):
            seen.add(text)
            if words := pseudo.outside(text):
                left.setdefault(" ".join(words), f"{state}: {place}")

    walk = crawl(open_page, demo, pseudo.CODE, look)
    assert left == {}, "\n".join(f"{words}: {place}" for words, place in left.items())
    assert len(walk.states) >= 40
    assert sum(pseudo.OPEN in text for text in seen) >= 250


def test_3b_the_german_catalogue_is_whole() -> None:
    asked = [sys.executable, str(ROOT / "scripts" / "messages.py"), "check"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=ROOT)
    assert told.returncode == 0, told.stdout
    (line,) = [line for line in told.stdout.splitlines() if "de.po" in line]
    assert line.endswith(" texts, 0 to do")


@pytest.mark.full  # some minutes each
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_3c_german_fits_its_places_and_is_in_nobodys_way(
    open_page: Open, demo: Demo, size: dict[str, int]
) -> None:
    wrong: dict[str, list[str]] = {}

    def look(page: Page, state: str) -> None:
        assert page.locator("html").get_attribute("lang") == "de"
        if found := [*page.evaluate(CUT), *violations(page)]:
            wrong[state] = found

    walk = crawl(open_page, demo, "de-DE,de;q=0.9", look, viewport=size, bypass_csp=True)
    assert wrong == {}, "\n".join(f"{state}: {found}" for state, found in wrong.items())
    assert len(walk.states) >= 40


def test_3d_a_reader_chooses_language_and_zone_and_both_stay(open_page: Open, demo: Demo) -> None:
    email = agent(demo, "chooser")
    berlin = {"locale": "en-GB", "timezone_id": "Europe/Berlin"}
    page = open_page("", **berlin)
    Crawl(page, lambda *_: None).sign_in(email, PASSWORD)
    page.locator(".rail__me").click()
    page.get_by_role("link", name="My settings").click()
    assert "Europe/Berlin" in page.get_by_label("Time zone").inner_text()
    page.get_by_label("Language").select_option("de")
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("status").get_by_text("Gespeichert").wait_for()
    page.goto("/tickets/all")
    assert page.locator("html").get_attribute("lang") == "de"
    moment = page.locator(".row time").first
    assert zoned(moment.get_attribute("datetime"), "Asia/Tokyo") in (
        moment.get_attribute("title") or ""
    )
    other = open_page("", **berlin)
    Crawl(other, lambda *_: None).sign_in(email, PASSWORD)
    assert other.locator("html").get_attribute("lang") == "de"


def zoned(moment: str | None, zone: str) -> str:
    """The time of day of a moment in a zone."""
    return datetime.fromisoformat(moment or "").astimezone(ZoneInfo(zone)).strftime("%H:%M")
