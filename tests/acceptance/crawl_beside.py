"""The part of the walk that is beside an open ticket: what it is linked with, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.acceptance.crawl import Crawl

PLAIN = {
    "/ledger/inboxes": "the inboxes",
    "/notices": "notices",
    "/me/sign-ins": "my sign-ins",
    "/me/safety": "my second factors",
    "/me/safety/password": "a new password",
    "/me/safety/again": "who one is",
    "/me": "my settings",
}
"""Pages that are only looked at, and what they are called."""


def beside(crawl: Crawl) -> None:
    """Link the open ticket, see its history and all that there is of its customer, print it."""
    _link(crawl)
    _history(crawl)
    _customer(crawl)


def messages(crawl: Crawl, token: str) -> None:
    """A file that came along, and a forward that is begun."""
    page = crawl.page
    page.goto(f"/tickets/all?q={token}+first")
    page.locator(".row a").first.wait_for()
    page.goto(page.locator(".row a").first.get_attribute("href") or "")
    crawl.click("a.file[data-do=ask]")
    page.locator(".file-text").wait_for()
    crawl.see("a file that is text")
    page.keyboard.press("Escape")
    crawl.click("[data-do=forward]")
    page.locator("#composer [name=kind][value=forward]:checked").wait_for(state="attached")
    crawl.see("forwarding")
    page.locator("label:has([name=kind][value=reply])").click()


def _link(crawl: Crawl) -> None:
    """Link the ticket with another one."""
    crawl.click("#side [data-key=L]")
    crawl.page.locator("#regroup-q").wait_for()
    crawl.see("the dialog of links")
    crawl.press("#regroup-rows [data-post]")
    crawl.page.locator(".linked li").first.wait_for(state="attached")


def _history(crawl: Crawl) -> None:
    """All that became of the ticket."""
    crawl.click("#side [data-key=H]")
    crawl.page.locator(".history li").first.wait_for()
    crawl.see("the history of a ticket")
    crawl.page.keyboard.press("Escape")


def _customer(crawl: Crawl) -> None:
    """Note something about the customer, look for who else they are, see their own page."""
    page, here = crawl.page, crawl.page.url
    if not page.locator(".knows__add textarea").is_visible():
        page.locator("[popovertarget=side]").click()
    page.locator(".knows__add textarea").fill("Something to know")
    page.locator(".knows__add textarea").press("Control+Enter")
    page.locator(".known").first.wait_for(state="attached")
    crawl.see("a note about the customer")
    crawl.click(".who__same")
    page.locator("#regroup-rows legend").wait_for()
    crawl.see("who else they may be")
    if page.locator(".likely").count():
        crawl.click(".likely")
        page.locator(".twins").wait_for()
        crawl.see("two customers compared")
    page.keyboard.press("Escape")
    page.goto(page.locator("#side .who a").get_attribute("href") or "")
    crawl.unfold()
    crawl.see("a customer")
    page.goto(f"{here.replace('/tickets/all/', '/t/').partition('?')[0]}/print?notes=1")
    crawl.see("a ticket on paper")
    page.goto(here)
