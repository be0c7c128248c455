"""The part of the walk that is beside an open ticket: what it is linked with, and whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.acceptance.crawl import Crawl


def beside(crawl: Crawl) -> None:
    """Link the open ticket, see its history and all that there is of its customer, print it."""
    _link(crawl)
    _history(crawl)
    _customer(crawl)


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
