"""The console: a browser tells what concerns somebody while no page of it is open.

Subscribing itself asks a server of the browser's maker, which no test can reach: in the page alone
`pushManager.subscribe` and `getSubscription` are replaced. The service worker is the real one, the
push service is the test's own, and what it got is handed to the browser as its own service would.
"""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from playwright.sync_api import CDPSession, Page, Worker, expect

from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.test_console import write
from tests.acceptance.visitor import Visitor
from tests.browser.axe import violations
from tests.browser.conftest import Open
from tests.pushes import PushService, Receiver, push_service

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
SUBSCRIBED = """
  const made = JSON.parse(MADE);
  const found = { endpoint: made.endpoint, toJSON: () => made, unsubscribe: async () => true };
  PushManager.prototype.subscribe = async function (options) {
    window.asked = options;
    localStorage.setItem("pushed", "yes");
    return found;
  };
  PushManager.prototype.getSubscription = async () => localStorage.getItem("pushed") ? found : null;
"""
LOOKED_AT = """clients.matchAll({type: "window", includeUncontrolled: true})
  .then((all) => all.filter((one) => one.visibilityState === "visible").map((one) => one.url))"""
SHOWN = """registration.getNotifications().then((found) =>
  found.map(({ title, body, tag, data }) => ({ said: title, about: body, tag, url: data })))"""
HIDDEN = """
  Object.defineProperty(Document.prototype, "hidden", { get: () => true });
  window.shown = [];
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(said, { body }) { shown.push(body); }
  };
"""


def named(demo: Demo) -> str:
    """Orla names Tobias in a note; the subject of its ticket."""
    subject = f"Pushed {uuid4().hex}"
    write(demo, "Private words of the customer.", subject)
    orla = demo.visitor("orla")
    address = wait_until(lambda: _address(orla, subject), "the mail is a ticket")
    options = orla.get(f"{address}/colleagues?q=tobias").tree.css("[data-chosen]")
    chosen = str(options[0].attributes["data-chosen"])
    form = {"kind": "note", "text": f"@{chosen.partition(' ')[2]} look", "mentions": chosen}
    assert orla.post(f"{address}/reply", form | {"key": str(uuid4())}).status == 201
    return subject


def _address(visitor: Visitor, subject: str) -> str:
    rows = visitor.get("/tickets/open/list").tree.css("li.row > a")
    found = [str(row.attributes["href"]) for row in rows if subject in row.text()]
    return found[0].replace("/tickets/open/", "/t/") if found else ""


def subscribed(page: Page, service: PushService, receiver: Receiver) -> None:
    """By the button on one's own page."""
    made = json.dumps({"endpoint": f"{service.url}/{uuid4()}", "keys": receiver.form})
    page.add_init_script(SUBSCRIBED.replace("MADE", json.dumps(made)))
    page.goto("/me")
    page.get_by_role("button", name="Notify me in this browser").click()
    expect(page.locator(".browsers__on")).to_be_focused()


class Wire:
    """What the browser's own push service would say to it, and what it shows then."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.registrations: list[str] = []
        self.cdp.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self.cdp.send("ServiceWorker.enable")
        self._worker.evaluate("heard = 0; addEventListener('push', () => heard++)")
        self.pushed = 0

    @property
    def _worker(self) -> Worker:
        return self.page.context.service_workers[0]

    def _note(self, told: dict[str, list[dict[str, str]]]) -> None:
        self.registrations += [one["registrationId"] for one in told["registrations"]]

    def push(self, said: dict[str, str]) -> None:
        """Hand it over, and wait until the service worker has it."""
        wanted = {"origin": self.origin, "registrationId": self.registrations[-1]}
        self.cdp.send("ServiceWorker.deliverPushMessage", wanted | {"data": json.dumps(said)})
        self.pushed += 1
        wait_until(lambda: self._worker.evaluate("heard") == self.pushed, "it was heard")

    def leave(self) -> None:
        """Go somewhere else, until the service worker is told that nobody sees a page of ours."""
        self.page.goto("about:blank")
        wait_until(lambda: not self._worker.evaluate(LOOKED_AT), "the page is closed", patience=30)

    def shown(self) -> list[dict[str, str]]:
        """The notifications that stand on the screen."""
        found: list[dict[str, str]] = self._worker.evaluate(SHOWN)
        return found


def removed_and_put_back(page: Page) -> None:
    """By its owner, on their own page; and removed for good."""
    removed(page)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".browsers__on")).to_be_visible()
    expect(page.get_by_role("button", name="Notify me in this browser")).to_have_count(0)
    removed(page)


def removed(page: Page) -> None:
    page.locator(".browsers__one", has_text="this one").get_by_role("button").click()
    expect(page.get_by_role("button", name="Notify me in this browser")).to_be_visible()


def test_1u_a_browser_is_told_once_and_only_while_nobody_looks_at_the_console(
    open_page: Open, demo: Demo
) -> None:
    base, receiver = f"http://127.0.0.1:{demo.house.port}", Receiver()
    page = open_page("tobias", permissions=["notifications"], bypass_csp=True)
    with push_service() as service:
        subscribed(page, service, receiver)
        assert page.evaluate("asked.userVisibleOnly")
        subject = named(demo)
        posted = wait_until(lambda: service.posted, "it was pushed", patience=30)
        said = receiver.opened(posted[0].body)
    assert posted[0].key == page.evaluate("asked.applicationServerKey")
    assert said["said"] == "Orla Pennick mentioned you"
    assert subject in said["about"]
    assert "Private words" not in str(said)
    wire = Wire(page, base)
    wire.push(said | {"tag": "while somebody looks"})
    wire.leave()
    wire.push(said)
    wire.push(said)
    wire.push(said | {"tag": "another"})
    shown = wait_until(lambda: len(wire.shown()) > 1 and wire.shown(), "both are shown")
    assert {one["tag"] for one in shown} == {said["tag"], "another"}
    assert len(shown) == 2
    assert [one for one in shown if one["tag"] == said["tag"]] == [
        {name: said[name] for name in ("said", "about", "tag", "url")}
    ]
    page.goto("/me")
    assert violations(page) == []
    removed_and_put_back(page)


def test_1u_a_hidden_tab_shows_what_is_told_unless_it_is_pushed_there(
    open_page: Open, demo: Demo
) -> None:
    page = open_page("tobias", permissions=["notifications"])
    page.add_init_script(HIDDEN)
    page.goto("/tickets/open")
    subject = named(demo)
    page.wait_for_function("(subject) => shown.some((one) => one.includes(subject))", arg=subject)
    receiver = Receiver()
    with push_service() as service:
        subscribed(page, service, receiver)
        page.goto("/tickets/open")
        subject = named(demo)
        wait_until(lambda: service.posted, "it was pushed", patience=30)
    assert subject in receiver.opened(service.posted[0].body)["about"]
    assert page.evaluate("shown") == []
    page.goto("/me")
    removed(page)
