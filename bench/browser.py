"""The console in Debian's Chromium: how long an agent waits for what is before their eyes.

Opening: from the finger on a row until the next frame after its ticket stands there. One's own
message: from the keys that send it until it stands in the thread. A colleague's note: from its
commit, as a connection of our own hears the NOTIFY, until it stands in the open thread.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median, quantiles
from typing import Any

import psycopg
from playwright.sync_api import Page, sync_playwright

from bench.console import Console
from bench.figures import Figure
from bench.installation import Installation
from bench.live import bell, wire
from tests.browser.conftest import CHROMIUM, DESK, QUIET
from threering.runtime.demo.cast import PASSWORD

OPENED, WRITTEN, NOTED = 60, 20, 40
FRAME = 1000 / 60  # ms
AGENT, COLLEAGUE = "orla@desk.example", "tobias@desk.example"
SEEN = """() => {
  let pressed, wanted = () => false, tell;
  const look = (then) => {
    if (!tell || !wanted()) return;
    const told = tell, from = pressed;
    tell = undefined;
    const at = () => told([performance.now() - from, performance.timeOrigin + performance.now()]);
    then === "frame" ? requestAnimationFrame(at) : at();
  };
  for (const kind of ["pointerdown", "keydown"])
    addEventListener(kind, (event) => (pressed = event.timeStamp), true);
  let after = "now";
  new MutationObserver(() => look(after)).observe(document.body,
    { childList: true, subtree: true, attributes: true, attributeFilter: ["data-ticket"] });
  window.until = (kind, what) => {
    after = kind === "ticket" ? "frame" : "now";
    wanted = kind === "ticket"
      ? () => document.querySelector("#thread")?.dataset.ticket === what
      : () => [...document.querySelectorAll("#log .msg")].some((m) => m.textContent.includes(what));
    window.answer = new Promise((done) => (tell = done));
  };
}"""


def worked(installation: Installation) -> list[Figure]:
    """Open it in a browser, work in it."""
    with _page(installation) as page:
        opened = [_open(page, number) for number in range(OPENED)]
        own = [_write(page, number) for number in range(WRITTEN)]
        noted = _notes(installation, page)
    return [
        _figure("open a ticket", opened, target=300),
        _figure("own message on the screen", own, target=FRAME),
        _figure("a colleague's note, commit to screen", noted, target=250),
    ]


def _figure(what: str, took: list[float], *, target: float) -> Figure:
    return Figure(
        name=f"browser: {what}, p95 of {len(took)}",
        value=quantiles(took, n=100, method="inclusive")[94],
        unit="ms",
        target=round(target, 1),
        note=f"p50 {median(took):.1f} ms, longest {max(took):.1f} ms",
    )


@contextmanager
def _page(installation: Installation) -> Iterator[Page]:
    """The open tickets in a browser of an agent."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        base = f"http://127.0.0.1:{installation.web}"
        page = browser.new_context(base_url=base, viewport=DESK).new_page()
        page.goto("/login")
        page.get_by_label("Email").fill(AGENT)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.locator(".row").first.wait_for()
        page.evaluate(SEEN)
        yield page
        browser.close()


def _open(page: Page, number: int) -> float:
    """Milliseconds from the finger on a row to its ticket, never one that is a neighbour's."""
    rows = page.locator(".row")
    row = rows.nth((number * 7 + 3) % rows.count())
    ticket = row.get_attribute("data-ticket")
    return _seen(page, "ticket", str(ticket), lambda: row.locator(".row__subject").click())[0]


def _write(page: Page, number: int) -> float:
    """Milliseconds from the keys that send a note to the note in the thread."""
    words = f"A note of mine, number {number}."
    page.locator("#composer label:has([value=note])").click()
    page.locator("#composer textarea").fill(words)
    took = _seen(page, "words", words, partial(page.keyboard.press, "Control+Enter"))[0]
    page.locator(".msg:not([data-local])", has_text=words).wait_for()
    return took


def _notes(installation: Installation, page: Page) -> list[float]:
    """Milliseconds from the commit of each note of a colleague's to the screen."""
    colleague = Console(installation.web, COLLEAGUE)
    path = re.sub(r"^/tickets/\w+/", "/t/", page.evaluate("location.pathname"))
    took = []
    with wire(installation.database_url(), "threering_live") as listening:
        for number in range(NOTED):
            words = f"A note of a colleague's, number {number}."
            took.append(_note(page, colleague, path, words, listening))
    return took


def _note(
    page: Page, colleague: Console, path: str, words: str, listening: psycopg.Connection
) -> float:
    committed: list[float] = []

    def write() -> None:
        note = partial(colleague.write, f"{path}/reply", words)
        committed.append(bell(listening, note, of="note_added") + time.time() - time.monotonic())

    return _seen(page, "words", words, write)[1] - committed[0] * 1000


def _seen(page: Page, kind: str, what: str, act: Callable[[], Any]) -> tuple[float, float]:
    """Act, and wait until it is seen: ms since the last key or finger, and when in epoch ms."""
    page.evaluate("([kind, what]) => until(kind, what)", [kind, what])
    act()
    since, at = page.evaluate("answer")
    return float(since), float(at)
