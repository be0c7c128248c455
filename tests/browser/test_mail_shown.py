"""Real mail on the screen: the new words first, the HTML in its frame, nothing fetched unasked."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.acceptance import samples
from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.post import SHOPPER, key_of, mail, message_id
from tests.acceptance.visitor import Visitor, ledger, messages
from tests.browser.axe import violations
from tests.browser.conftest import DESK, ON_EVERY_SCREEN, PHONE, Open
from threering.runtime.demo.cast import QUILLMERE

pytestmark = pytest.mark.browser
HELP = QUILLMERE.inbox_address
LOOKS = [("light", DESK, "light"), ("dark", DESK, "dark"), ("phone", PHONE, "light")]


def arrived(demo: Demo, visitor: Visitor, raw: bytes, sender: str = SHOPPER) -> str:
    """Send a mail and wait; the address of its ticket, "" for none."""
    demo.mailer.deliver(raw, HELP, sender)

    def line() -> str | None:
        known = (one for one in ledger(visitor) if one.key == key_of(raw))
        found = next((one for one in known if one.outcome != "Waiting"), None)
        return None if found is None else found.ticket or found.outcome

    return wait_until(line, "the mail is understood")


def picture_of(page: Page, name: str) -> None:
    folder = os.environ.get("SCREENS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"mail-{name}.png")


@pytest.fixture(scope="module")
def places(demo: Demo) -> dict[str, str]:
    """One ticket of each kind, by name."""
    lead = demo.visitor("tobias")
    token = uuid4().hex[:6]
    return {
        "designed": arrived(demo, lead, samples.designed(f"Parcel PX-4711 is late {token}", HELP)),
        "quoting": arrived(demo, lead, samples.quoting(f"Re: Did it arrive? {token}", HELP)),
        "pictured": arrived(
            demo, lead, samples.pictured(f"Broken {token}", HELP, "parcel.png", "inside.png")
        ),
        "encrypted": arrived(demo, lead, samples.encrypted(f"Confidential {token}", HELP)),
        "bounced": bounced(demo, lead, f"Which size? {token}"),
    }


def bounced(demo: Demo, lead: Visitor, subject: str) -> str:
    """A ticket whose reply came back for good."""
    gone = f"gone-{uuid4().hex[:6]}@shopper.example"
    first = mail("Which size fits me?", to=HELP, subject=subject, sender=f"Gone Girl <{gone}>")
    ticket = arrived(demo, lead, first, gone)
    form = {"kind": "reply", "text": f"Take a 40. ({subject})", "key": str(uuid4())}
    lead.post(ticket.replace("/tickets/all/", "/t/") + "/reply", form)
    left = demo.sink.wait_for(f"({subject})")
    wait_until(lambda: messages(lead, ticket)[-1].state == "sent", "the reply is sent")
    assert arrived(demo, lead, samples.report(message_id(left.content), gone, HELP), "") != ""
    wait_until(lambda: messages(lead, ticket)[-1].state == "failed", "the reply came back")
    return ticket


@pytest.mark.parametrize(("name", "size", "scheme"), LOOKS, ids=[look[0] for look in LOOKS])
def test_a_designed_mail_is_shown_in_its_frame_and_fetches_nothing(
    open_page: Open, places: dict[str, str], name: str, size: dict[str, int], scheme: str
) -> None:
    asked: list[str] = []

    def refused(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=samples.picture(300, 80), content_type="image/png")

    page = open_page("tobias", viewport=size, color_scheme=scheme)
    page.context.route("https://**/*", refused)
    page.goto(places["designed"])
    inside = page.frame_locator(".paper iframe")
    expect(inside.get_by_role("heading", name="Your parcel is late")).to_be_visible()
    shown = inside.get_by_alt_text("The parcel")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.naturalWidth") == 240
    expect(page.get_by_text("1 tracker blocked: mailchimp.example")).to_be_visible()
    picture_of(page, f"designed-{name}")
    assert asked == []
    page.get_by_role("button", name="Load 1 remote image").click()
    wait_until(lambda: page.wait_for_timeout(50) or asked, "the picture is asked for")
    expect(inside.get_by_alt_text("Our autumn offers")).to_be_visible()
    picture_of(page, f"loaded-{name}")
    assert set(asked) == {samples.REMOTE}
    assert "stolen" not in page.title()


def test_the_frame_is_as_high_as_its_mail_and_the_words_are_one_click_away(
    open_page: Open, places: dict[str, str]
) -> None:
    page = open_page("tobias")
    page.goto(places["designed"])
    frame = page.locator(".paper iframe")
    inside = page.frame_locator(".paper iframe")
    expect(inside.get_by_text("harmless words")).to_be_visible()

    def whole() -> bool:
        box = frame.bounding_box()
        body = inside.locator("html").evaluate("page => page.getBoundingClientRect().height")
        return bool(box) and box["height"] >= body > 300

    wait_until(whole, "the frame shows the whole mail")
    page.get_by_role("button", name="Show plain text").click()
    expect(frame).to_be_hidden()
    expect(page.locator(".msg__body").last).to_have_text("Your parcel PX-4711 is late.")
    page.get_by_role("button", name="Show as sent").click()
    expect(frame).to_be_visible()


def test_a_reply_shows_its_new_words_and_folds_the_rest(
    open_page: Open, places: dict[str, str]
) -> None:
    page = open_page("tobias")
    page.goto(places["quoting"])
    expect(page.locator(".msg__body").last).to_have_text("It came this morning, thank you!")
    quoted = page.get_by_text("Did it arrive?").last
    expect(quoted).to_be_hidden()
    page.get_by_text("Show quoted text").last.click()
    expect(page.locator(".quoted div").last).to_be_visible()
    page.get_by_role("button", name="Show as sent").click()
    inside = page.frame_locator(".paper iframe")
    expect(inside.get_by_text("morning")).to_be_visible()
    expect(inside.get_by_text("Yours, Help")).to_be_hidden()
    inside.get_by_text("Show quoted text").click()
    expect(inside.get_by_text("Yours, Help")).to_be_visible()
    picture_of(page, "quoting-light")


@pytest.mark.parametrize(("name", "size", "scheme"), LOOKS, ids=[look[0] for look in LOOKS])
def test_what_came_back_and_what_is_closed_are_said_in_words(
    open_page: Open, places: dict[str, str], name: str, size: dict[str, int], scheme: str
) -> None:
    page = open_page("tobias", viewport=size, color_scheme=scheme)
    page.goto(places["bounced"])
    expect(page.locator(".msg--agent .msg__state")).to_contain_text("No such user here")
    expect(page.locator(".msg__advice")).to_contain_text("another address")
    expect(page.locator(".composer__trouble")).to_contain_text("takes no mail")
    picture_of(page, f"bounced-{name}")
    page.goto(places["encrypted"])
    expect(page.get_by_text("Encrypted. We have no key")).to_be_visible()
    picture_of(page, f"encrypted-{name}")


def test_pictures_are_seen_at_once_and_looked_at_one_after_the_other(
    open_page: Open, places: dict[str, str]
) -> None:
    page = open_page("tobias")
    page.goto(places["pictured"])
    first = page.get_by_role("button", name="Look at parcel.png")
    assert first.locator("img").evaluate("(img) => img.decode().then(() => img.naturalWidth)")
    first.click()
    viewer = page.get_by_role("dialog", name="parcel.png")
    expect(viewer.get_by_role("button", name="Earlier picture")).to_be_disabled()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("dialog", name="inside.png")).to_be_visible()
    expect(page.get_by_role("button", name="Later picture")).to_be_disabled()
    with page.expect_download() as got:
        page.get_by_role("link", name="Download").click()
    assert got.value.suggested_filename == "inside.png"
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()


@ON_EVERY_SCREEN
def test_axe_finds_nothing_on_shown_mails(
    open_page: Open, places: dict[str, str], scheme: str, size: dict[str, int]
) -> None:
    page = open_page("tobias", viewport=size, color_scheme=scheme, bypass_csp=True)
    found = {}
    for name, place in places.items():
        page.goto(place)
        for summary in page.locator(".why summary").all():
            summary.click()
        found[name] = violations(page)
        if name == "designed":
            picture_of(page, f"details-{scheme}-{size['width']}")
    assert {name: ids for name, ids in found.items() if ids} == {}
