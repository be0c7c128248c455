"""What axe finds on a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
# What stands inside a frame was written by its sender and is left to them. Rows of a list are all
# made alike, and looking through a hundred takes half a minute. What fades in has no colour of its
# own yet.
ASK = """async (rules) => {
  const ends = ({ effect }) => effect.getComputedTiming().endTime < Infinity;
  const fading = document.getAnimations().filter(ends).map((one) => one.finished);
  const patience = new Promise((done) => setTimeout(done, 1000));
  await Promise.race([Promise.allSettled(fading), patience]);
  return axe.run(
    { exclude: [[".row:nth-child(n + 13)"], ["tbody tr:nth-child(n + 13)"]] },
    { iframes: false, ...(rules && { runOnly: rules }) });
}"""


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Each with the first element it was found at. The page must have been let past its CSP.

    `rules` are asked instead of those that axe asks by itself.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(ASK, list(rules) or None)["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]


def low_contrast(page: Page) -> list[str]:
    """Texts that do not stand out from what is behind them seven to one, or 4.5 if large."""
    return violations(page, ["color-contrast-enhanced"])
