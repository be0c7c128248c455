"""A walk through the whole console: every page, every menu, every dialog, every notice."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Page

from tests.acceptance.crawl_beside import PLAIN, beside, messages
from tests.acceptance.crawl_people import people, settings
from tests.acceptance.demo import Demo
from tests.acceptance.post import mail
from tests.acceptance.samples import pictured
from threering.runtime.demo.cast import QUILLMERE

Look = Callable[[Page, str], None]
HELP = QUILLMERE.inbox_address
VIEWS = ("mine", "unassigned", "open", "pending", "on_hold", "snoozed", "solved", "spam", "all")
OF_THE_LEDGER = ("", "waiting", "message", "report", "quarantined", "rejected", "duplicate")
WRONG = (
    "/nothing-here",
    "/tickets/nowhere",
    "/tickets/open/list?cursor=broken",
    "/invitation/x",
    "/stop/x",
)
MENUS = """() => {
  const buttons = [...document.querySelectorAll("[popovertarget]")];
  const shown = buttons.filter((one) => one.checkVisibility() || one.matches(".tools"));
  const names = shown.map((one) => one.getAttribute("popovertarget"));
  const kind = (name) => (name.startsWith("tools-") ? "tools" : name);
  return [...new Map(names.map((name) => [kind(name), name])).values()];
}"""

# what fades in is read, and seen in a picture, when it is there
SETTLED = """() => Promise.all(
  document.getAnimations()
    .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? Infinity))
    .map((one) => one.finished.catch(() => {})),
)"""


class Crawl:
    """One walk. `look` is called with the page in every state, and with a name for it."""

    def __init__(self, page: Page, look: Look) -> None:
        self.page, self.look = page, look
        self.states: list[str] = []

    def see(self, state: str) -> None:
        """Look at the page as it is now."""
        self.page.evaluate(SETTLED)
        self.states.append(state)
        self.look(self.page, state)

    def sign_in(self, email: str, password: str) -> None:
        """By the fields' names: the words differ from language to language."""
        self.page.goto("/login")
        self.page.locator("[name=login]").fill(email)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("form .btn--primary").click()
        self.page.wait_for_url(lambda url: "/login" not in url)

    def everything(self, demo: Demo) -> None:
        """All of it, in an order in which nothing of it gets in the way of the rest."""
        token = uuid4().hex[:8]
        subject, said = f"Damaged parcel {token}", "This is the first of two, with its list."
        bill = mail(said, to=HELP, subject=subject, file="sku;pieces\nKETTLE-7;3\n")
        for raw in (bill, pictured(subject, HELP, "parcel.png", "inside.png")):
            demo.mailer.deliver(raw, HELP)
        self.views()
        self.selecting(token)
        self.tickets()
        messages(self, token)
        self.work(token)
        self.replies()
        self.sheets()
        self.errors()
        people(self, demo)
        self.outside()

    def views(self) -> None:
        """The list of every view, also an empty one, and what lies over it."""
        for view in VIEWS:
            self.page.goto(f"/tickets/{view}")
            self.see(view)
        self.page.goto("/tickets/all?q=nothing-at-all")
        self.see("nothing found")
        self.page.goto("/tickets/open")
        self.page.keyboard.press("?")
        self.page.locator("#help dt").first.wait_for()
        self.see("help")
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Control+k")
        self.page.get_by_role("option").first.wait_for()
        self.see("palette")
        self.page.keyboard.press("Escape")
        self.menus("the list")

    def selecting(self, token: str) -> None:
        """Several tickets chosen, with what can be done with them; a view that is kept."""
        page = self.page
        page.goto("/tickets/open")
        page.locator(".row").first.wait_for()
        for key in ("x", "Shift+J", "Shift+J"):
            page.keyboard.press(key)
        page.locator(".selection__bar").wait_for()
        self.see("three tickets selected")
        self.menus("the selection")
        self.dialog("mergemany")
        page.keyboard.press("Escape")
        page.goto("/tickets/all?q=status:none")
        self.see("a search that is wrong")
        page.goto("/tickets/all?q=tag:vip")
        self.dialog("saveview")
        page.goto(f"/tickets/all?q={token}")
        page.locator(".row").nth(1).wait_for()
        for key in ("x", "Shift+J", "t"):
            page.keyboard.press(key)
        page.locator("#bulk-tags [name=value]").fill("walked")
        page.keyboard.press("Enter")
        page.locator(".toast, .bulk[data-state=done]").first.wait_for()
        self.see("two tickets changed at once")

    def tickets(self) -> None:
        """A ticket of every kind there is, with its menus."""
        for view in VIEWS:
            self.page.goto(f"/tickets/{view}")
            row = self.page.locator(".row a").first
            if row.count():
                self.page.goto(row.get_attribute("href") or "")
                self.page.locator("#thread").wait_for()
                self.unfold()
                self.see(f"a ticket of {view}")
        self.menus("a ticket")

    def unfold(self) -> None:
        """Open all that can be opened where it stands."""
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")

    def menus(self, where: str) -> None:
        """Open every menu, one after the other; of those that each message has, the first."""
        for name in self.page.evaluate(MENUS):
            self.click(f"[popovertarget='{name}']")
            self.see(f"{where}: {name}")
            self.page.evaluate("(id) => document.getElementById(id).hidePopover()", name)

    def work(self, token: str) -> None:
        """Do everything once with a ticket of one's own, and read what is said to it."""
        page = self.page
        page.goto(f"/tickets/all?q={token}+arrived")
        page.locator(".row a").first.wait_for()
        page.goto(page.locator(".row a").first.get_attribute("href") or "")
        for verb in ("merge", "move", "split"):
            self.dialog(verb)
        self.click("[data-do=picture]")
        self.see("a picture")
        page.keyboard.press("Escape")
        self.colleagues()
        self.write("note", "A note of mine")
        self.write("reply", "An answer of mine")
        page.locator("[data-leaves]").first.wait_for()
        self.see("a reply that waits")
        self.press("[data-do=take-back]")
        self.properties()
        beside(self)
        page.reload()
        self.unfold()
        self.see("a ticket with a history")
        page.reload()  # what was unfolded may have taken the focus into a field
        page.locator("#thread").wait_for()
        page.keyboard.press("e")
        page.locator(".toast").wait_for()
        self.see("done")

    def properties(self) -> None:
        """Change everything that is said of the open ticket."""
        page = self.page
        self.press("#assign-menu [data-send='assignee=me']")
        self.press("#priority-menu [data-send='priority=3']")
        self.press("#status-menu [data-send='status=pending']")
        self.click("[popovertarget=reason-menu]")
        page.locator("#reason-menu [role=option]").first.wait_for(state="attached")
        self.see("choosing a contact reason")
        self.press("#reason-menu [role=option]")
        if not page.locator("[name=add]").is_visible():
            page.locator("[popovertarget=side]").click()
        page.locator("[name=add]").fill("walked")
        page.locator("[name=add]").press("Enter")
        page.locator(".tags__list li").first.wait_for(state="attached")
        self.see("a tag")

    def dialog(self, verb: str) -> None:
        """Open a dialog and close it."""
        self.click(f"[data-do={verb}]")
        self.page.locator("#regroup form").wait_for()
        self.see(f"the dialog of {verb}")
        self.page.keyboard.press("Escape")

    def colleagues(self) -> None:
        """Begin to name a colleague in a note, and leave it."""
        page = self.page
        page.locator("label:has([name=kind][value=note])").click()
        page.locator("#composer textarea").press_sequentially("@")
        page.locator("#colleagues [role=option]").first.wait_for()
        self.see("naming a colleague")
        page.keyboard.press("Escape")
        page.locator("#composer textarea").fill("")

    def write(self, kind: str, words: str) -> None:
        """Write, and look while it is being written."""
        self.page.locator(f"label:has([name=kind][value={kind}])").click()
        field = self.page.locator("#composer textarea")
        field.fill(words)
        self.page.locator("[data-kept]:not(:empty)").wait_for()
        self.see(f"writing a {kind}")
        field.press("Control+Enter")
        self.page.locator(".msg:not([data-local])", has_text=words).wait_for()

    def replies(self) -> None:
        """The saved replies: kept, written, brought, and chosen in a ticket."""
        page = self.page
        page.reload()  # the next ticket is perhaps still on its way
        page.locator("#composer textarea").fill("/")
        page.locator("[role=option][aria-selected=true]").wait_for()
        self.see("choosing a saved reply")
        page.keyboard.press("Escape")
        page.locator("#composer textarea").fill("")
        for path in ("/replies", "/replies?show=archived&q=zzz", "/replies/new", "/replies/import"):
            page.goto(path)
            self.see(path.partition("?")[0] + (("?" in path and ", none found") or ""))
        page.goto("/replies")
        self.menus("the saved replies")
        page.goto(page.locator(".shelf__name a").first.get_attribute("href") or "")
        page.locator("[data-read] mark").first.wait_for()
        self.see("a saved reply")
        page.locator("form textarea").first.fill("{{nobody}}")
        page.locator("[data-read] .callout").wait_for()
        self.see("a saved reply with a mistake")

    def click(self, selector: str) -> None:
        """Press it also where it is hidden, and at once: the page may be drawn anew meanwhile."""
        self.page.evaluate("(selector) => document.querySelector(selector).click()", selector)

    def press(self, selector: str) -> None:
        """Press something that is answered with a toast."""
        self.page.evaluate("document.querySelector('#toasts').replaceChildren()")
        self.click(selector)
        self.page.locator(".toast").wait_for()
        self.see(selector)

    def sheets(self) -> None:
        """The pages that are no tickets."""
        for outcome in OF_THE_LEDGER:
            self.page.goto(f"/ledger?outcome={outcome}")
            self.see(f"the ledger: {outcome or 'all'}")
        self.menus("the ledger")
        settings(self)
        self.page.goto("/outbox")
        self.see("the outbox")
        mail = self.page.locator(".row a").first
        if mail.count():
            self.page.goto(mail.get_attribute("href") or "")
            self.see("a mail that left")
        for path, name in PLAIN.items():
            self.page.goto(path)
            self.see(name)
        self.page.locator(".mine .btn--primary").click()
        self.page.locator(".callout--ok").wait_for()
        self.see("my settings, saved")

    def errors(self) -> None:
        """What is said when something cannot be."""
        # from a page without scripts that would look for their places
        plain = {"body": '<link rel="icon" href="data:,">', "content_type": "text/html"}
        self.page.route("**/plain", lambda route: route.fulfill(**plain))
        self.page.goto("/plain")
        for path in WRONG:
            answer = self.page.request.get(path, headers={"Accept": "text/html"})
            assert answer.status in {400, 404}
            # Not by going there: a page that is not found is an error in the browser's console.
            self.page.set_content(re.sub(r"<script.*?</script>", "", answer.text(), flags=re.S))
            self.see(f"{answer.status} {path}")

    def outside(self) -> None:
        """Before one is signed in, and when one is not let in."""
        self.page.context.clear_cookies()
        self.page.goto("/login")
        self.see("signing in")
        self.page.locator("[name=login]").fill("nobody@desk.example")
        self.page.locator("[name=password]").fill("not the password")
        self.page.locator("form .btn--primary").click()
        self.page.locator(".callout:visible").wait_for()
        self.see("not let in")
