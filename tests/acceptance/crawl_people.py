"""The part of the walk that is about settings: what leads keep, and who works here as what."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import uuid4

from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from threering.runtime.demo.cast import CLIENTS, HOME, PASSWORD

if TYPE_CHECKING:
    from tests.acceptance.crawl import Crawl

ADMIN = "nadia@desk.example"


def settings(crawl: Crawl) -> None:
    """What is kept by those who lead."""
    kept(crawl, "/reasons", "contact reasons", ".reasons__what a")
    kept(crawl, "/fields", "custom fields", "td a[href^='/fields/']")
    kept(crawl, "/teams", "teams", ".reasons__what a")
    crawl.page.goto("/skills/new")
    crawl.page.locator("[name=name]").fill(f"German {uuid4().hex[:6]}")
    crawl.page.locator("header .btn--primary").click()
    crawl.page.locator("#members form button").click()
    crawl.page.locator("#members [data-send]").first.wait_for()
    kept(crawl, "/skills", "skills", ".reasons__what a")
    crawl.page.goto("/break-reasons/new")
    crawl.see("a new break reason")
    crawl.page.locator("[name=name]").fill(f"Lunch {uuid4().hex[:6]}")
    crawl.page.locator("header .btn--primary").click()
    kept(crawl, "/break-reasons", "break reasons", ".reasons__what a")
    for path in ("/people", "/people?q=zzz", "/stand-ins", "/states"):
        crawl.page.goto(path)
        crawl.see(f"{path}, looked at")


def kept(crawl: Crawl, path: str, name: str, links: str) -> None:
    """What leads keep for tickets: what is archived of it, a new one, one that is there."""
    for more in ("/new", "?show=archived", ""):
        crawl.page.goto(f"{path}{more}")
        crawl.see(f"{name} {more}")
    crawl.page.goto(crawl.page.locator(links).first.get_attribute("href") or "")
    crawl.see(f"one of {name}")


def people(crawl: Crawl, demo: Demo) -> None:
    """As an admin: invite somebody, look at everybody, and come as whoever was invited."""
    page, address = crawl.page, f"{uuid4().hex[:8]}@guest.example"
    page.context.clear_cookies()
    crawl.sign_in(ADMIN, PASSWORD)
    page.goto(f"/people/invite?client={HOME}")
    page.locator("summary").click()
    crawl.see("inviting somebody")
    page.locator("[name=email]").fill("help@quillmere.example")
    page.locator("[name=name]").fill("Guest")
    page.locator("header .btn--primary").click()
    page.locator(".field__error").wait_for()
    crawl.see("inviting an inbox")
    page.locator("[name=email]").fill(address)
    page.locator("header .btn--primary").click()
    page.locator(".people__until").first.wait_for()
    crawl.see("people")
    for path in ("/brands/new", "/brands", "/audit", "/audit?q=zzz&since=soon"):
        page.goto(path)
        crawl.see(path)
    arranged(crawl)
    for who, state in (("orla", "a person"), ("nadia", "oneself")):
        page.goto(f"/people?q={who}")
        page.goto(page.locator(".people__who a").first.get_attribute("href") or "")
        crawl.see(state)
    _privacy(crawl)
    _come(crawl, link_to(demo, address))
    _client(crawl, demo)


def _privacy(crawl: Crawl) -> None:
    """What becomes of a customer's data: before somebody asks that they be erased, and after."""
    page = crawl.page
    page.goto("/tickets/all")
    page.goto(page.locator(".row a").first.get_attribute("href") or "")
    page.goto(page.locator("#side .who a").get_attribute("href") or "")
    page.goto(page.locator("a[href$='/privacy']").get_attribute("href") or "")
    crawl.see("a customer's data")
    page.locator("#consents [name=purpose]").select_option(index=1)
    crawl.press("#consents form button")
    crawl.press("#consents [data-send^='taken_back']")  # the next walk finds nothing said
    crawl.press("button[data-undo='taken_back=1']")
    page.locator("[data-send='taken_back=1']").wait_for()
    crawl.see("a customer who will be erased")
    crawl.press("[data-send='taken_back=1']")


def arranged(crawl: Crawl) -> None:
    """Clients, inboxes with their test, signatures, and the first steps."""
    page = crawl.page
    for path in ("/clients", f"/clients/{HOME}", "/tags", "/signatures", "/inboxes"):
        page.goto(path)
        crawl.see(path)
    page.goto(f"/inboxes/new?client={HOME}")
    crawl.see("a new inbox")
    page.locator("[name=address]").fill("more@quillmere.example")
    page.locator("[name=imap_host]").fill("mail.invalid")
    page.locator("[name=imap_password]").fill("a word")
    page.locator("[data-try]").click()
    page.locator("#tried [data-well='0']").wait_for()
    crawl.see("a new inbox, tried")
    page.locator("[name=address]").fill("")
    page.locator("header .btn--primary").click()
    page.locator("#address-error").wait_for()
    page.locator("[value=brought]").check()
    page.locator(".ways__more summary").click()
    crawl.see("an inbox to which mail is brought")
    page.goto("/signatures")
    page.goto(page.locator(".ways__what a").first.get_attribute("href") or "")
    page.locator("[name=text]").fill("{agent}")
    page.locator("#preview", has_text="Nadia").wait_for()
    crawl.see("a signature")
    for step in ("brand", "inbox", "people", "mail"):
        page.goto(f"/start/{HOME}/{step}")
        crawl.see(f"the step {step}")


def _come(crawl: Crawl, link: str) -> None:
    """Open an invitation, first as somebody else."""
    page = crawl.page
    page.goto(link)
    crawl.see("an invitation of somebody else")
    page.context.clear_cookies()
    page.goto(link)
    crawl.see("an invitation")
    page.locator("[name=password]").fill("short")
    page.locator("form button").click()
    page.locator(".field__error").wait_for()
    crawl.see("an invitation with a bad password")


def _client(crawl: Crawl, demo: Demo) -> None:
    """What somebody sees who signs in for a client, and leads and answers nothing."""
    email = f"{uuid4().hex[:8]}@client.example"
    words = ("--name", "Kim", "--client", CLIENTS[0].name, "--role", "client")
    made = demo.house.run("createagent", email, *words, "--password-stdin", text=PASSWORD)
    assert made.returncode == 0, made.stderr
    crawl.page.context.clear_cookies()
    crawl.sign_in(email, PASSWORD)
    crawl.page.goto("/brands/yours")
    crawl.see("a client's brands")


def link_to(demo: Demo, address: str) -> str:
    """The path of the link in the latest mail to an address, when it has come."""

    def arrived() -> str | None:
        mails = [one for one in list(demo.sink.received) if address in one.recipients]
        texts = [one.text for one in mails]
        found = [re.search(r"(/invitation/\S+)", text) for text in texts]
        return found[-1][1] if found and found[-1] else None

    return wait_until(arrived, f"the invitation of {address}")
