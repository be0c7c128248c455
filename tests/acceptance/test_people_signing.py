"""People and safety, point 3: second factors, passkeys, lock-out, sessions that are ended."""

from __future__ import annotations

import re
from contextlib import closing
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import CDPSession, Page, ViewportSize, expect

from tests.acceptance.demo import Demo
from tests.acceptance.visitor import Stream, Visitor
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open
from threering.kernel.time import now
from threering.runtime.demo.cast import CLIENTS

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
WORD = "a word of my very own"
SAFETY = "/me/safety"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def somebody(demo: Demo) -> str:
    """A new agent, so that the demo's people sign in as ever."""
    address = f"safe-{uuid4().hex[:8]}@desk.example"
    words = ("--name", "Safe Somebody", "--client", CLIENTS[0].name, "--password-stdin")
    demo.house.must("createagent", address, *words, text=WORD)
    return address


def at_the_door(open_page: Open, demo: Demo, **options: object) -> Page:
    """Nobody is signed in. By its name, because passkeys are not for addresses of digits."""
    page = open_page("", base_url=f"http://localhost:{demo.house.port}", **options)
    page.goto("/login")
    return page


def give_password(page: Page, address: str) -> None:
    page.locator("[name=login]").fill(address)
    page.locator("[name=password]").fill(WORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Account of").click()
    page.locator("#me-menu").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")


def sign_in(page: Page, address: str) -> None:
    give_password(page, address)
    page.wait_for_url("**/tickets/open")


def say_who(page: Page) -> None:
    """Show once more who one is."""
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_role("button", name="Go on").click()


def code_of(secret: str, ahead: int = 0) -> str:
    """What an app shows for this secret now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30 + ahead))


def set_up_app(page: Page) -> str:
    """Up to the recovery codes; the secret that the app has now."""
    page.goto(SAFETY)
    page.get_by_role("link", name="Set up an app").click()
    say_who(page)
    secret = page.locator("code").inner_text()
    assert page.locator(".safe__drawn").evaluate("(drawn) => drawn.naturalWidth") > 0
    page.get_by_label("Code of the app").fill(code_of(secret, -1))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator(".safe__codes li")).to_have_count(10)
    return secret


def downloaded(page: Page) -> list[str]:
    """The recovery codes as they are in the file."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download").click()
    return waiting.value.path().read_text().split()


def test_3a_an_app_is_set_up_asked_for_and_switched_off_and_recovery_codes_open_once(
    open_page: Open, demo: Demo, somebody: str
) -> None:
    page = at_the_door(open_page, demo)
    sign_in(page, somebody)
    secret, codes = set_up_app(page), downloaded(page)
    assert codes == page.locator(".safe__codes li").all_inner_texts()
    page.reload()
    expect(page.locator(".safe__codes")).to_have_count(0)
    sign_out(page)
    give_password(page, somebody)
    field = page.get_by_label("Code of the app, or a recovery code")
    for wrong in ("000000", codes[0][:-1]):
        field.fill(wrong)
        field.press("Enter")
        expect(page.locator(".field__error")).to_contain_text("That did not fit")
    field.fill(code_of(secret))
    field.press("Enter")
    page.wait_for_url("**/tickets/open")
    sign_out(page)
    give_password(page, somebody)
    field.fill(codes[0])
    field.press("Enter")
    page.wait_for_url("**/tickets/open")
    page.goto(SAFETY)
    expect(page.get_by_text("9 are left.")).to_be_visible()
    page.get_by_role("button", name="Switch the app off").click()
    say_who(page)
    expect(page.get_by_role("status")).to_contain_text("The app is switched off.")
    sign_out(page)
    sign_in(page, somebody)


def device(page: Page) -> tuple[CDPSession, str]:
    """Chromium's own pretended device, whose owner shows a finger at once."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return wire, str(made["authenticatorId"])


def by_passkey(page: Page) -> None:
    page.get_by_role("button", name="Sign in with a passkey").click()


def add_passkey(page: Page, name: str) -> None:
    page.goto(SAFETY)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add a passkey").click()


def test_3b_a_passkey_is_added_signs_in_alone_is_named_and_removed(
    open_page: Open, demo: Demo, somebody: str
) -> None:
    page = at_the_door(open_page, demo)
    wire, finger = device(page)
    sign_in(page, somebody)
    page.goto(SAFETY)
    page.get_by_role("link", name="Add a passkey").click()
    say_who(page)
    add_passkey(page, "This laptop")
    expect(page.locator(".safe__codes li")).to_have_count(10)
    add_passkey(page, "A second one")
    expect(page.get_by_role("alert")).to_contain_text("has a passkey for you already")
    sign_out(page)

    who = {"authenticatorId": finger, "isUserVerified": False}
    wire.send("WebAuthn.setUserVerified", who)
    by_passkey(page)
    expect(page.get_by_role("alert")).to_contain_text("No passkey was used.")
    wire.send("WebAuthn.setUserVerified", who | {"isUserVerified": True})
    page.goto("/login?next=/notices")
    by_passkey(page)
    page.wait_for_url("**/notices")
    sign_out(page)

    give_password(page, somebody)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/tickets/open")
    page.goto(SAFETY)
    page.get_by_role("link", name="Rename This laptop").click()
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_label("Name").fill("The grey laptop")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".browsers__one b")).to_have_text("The grey laptop")
    page.get_by_role("button", name="Remove The grey laptop").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey is removed.")
    sign_out(page)
    by_passkey(page)
    expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("That did not fit")
    sign_in(page, somebody)


def test_3b_where_a_passkey_cannot_work_that_is_said_and_none_is_offered(
    open_page: Open, demo: Demo
) -> None:
    page = open_page("", base_url=f"http://127.0.0.1:{demo.house.port}")
    page.goto("/login")
    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def test_3c_guessing_locks_the_account_for_all_processes_and_says_for_how_long(
    open_page: Open, demo: Demo, somebody: str
) -> None:
    thief = Visitor(demo.house.port)
    thief.get("/login")
    for _ in range(5):
        answer = thief.post("/login", {"login": somebody, "password": "a guess"})
        assert "do not belong together" in answer.text
    page = at_the_door(open_page, demo)
    give_password(page, somebody)
    locked = re.compile(r"Too many wrong attempts. Try again in (10|9) minutes.")
    expect(page.get_by_role("alert").filter(visible=True)).to_have_text(locked)
    demo.house.children()["web"].kill()
    fresh = Visitor(demo.house.port)
    fresh.insist("GET", "/login")
    assert locked.search(fresh.post("/login", {"login": somebody, "password": WORD}).text)
    assert demo.visitor("orla").get("/tickets/open").status == 200


def test_3d_a_session_is_ended_at_once_with_its_stream_and_a_new_password_ends_the_others(
    open_page: Open, demo: Demo, somebody: str
) -> None:
    page = at_the_door(open_page, demo)
    sign_in(page, somebody)
    there = Visitor(demo.house.port).sign_in(somebody, WORD)
    page.goto("/me")
    page.get_by_role("link", name="My sign-ins").click()
    expect(page.locator(".browsers__one")).to_have_count(2)
    with closing(Stream(there)) as stream:
        stream.wait_for(lambda frame: frame.event == "hello", "its greeting")
        page.locator(".browsers__one").get_by_role("button", name="Sign out Unknown").click()
        expect(page.locator(".browsers__one")).to_have_count(1)
        stream.reader.join(10)  # looked after every 30 s, were it not told
        assert not stream.reader.is_alive()
    assert there.get("/tickets/open").location.startswith("/login")
    with closing(Stream(there)) as again:
        assert again.status == 401

    there = Visitor(demo.house.port).sign_in(somebody, WORD)
    page.goto(f"{SAFETY}/password")
    page.get_by_label("Current password").fill(WORD)
    page.get_by_label("New password").fill(WORD * 2)
    page.get_by_label("The new one again").fill(WORD * 2)
    with closing(Stream(there)) as stream:
        stream.wait_for(lambda frame: frame.event == "hello", "its greeting")
        page.get_by_role("button", name="Change the password").click()
        expect(page.get_by_role("status")).to_contain_text("Your password is changed.")
        stream.reader.join(10)
        assert not stream.reader.is_alive()
    assert there.get("/tickets/open").location.startswith("/login")
    page.goto("/tickets/open")
    expect(page.locator("html")).to_have_attribute("data-connection", "on")


@ON_EVERY_SCREEN
def test_3_the_pages_of_signing_in_are_for_everybody(
    open_page: Open, demo: Demo, somebody: str, size: ViewportSize, scheme: str
) -> None:
    found: dict[str, list[str]] = {}
    page = at_the_door(open_page, demo, viewport=size, color_scheme=scheme, bypass_csp=True)

    def look(state: str) -> None:
        if wrong := violations(page):
            found[state] = wrong
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{state} is {wide} px too wide"

    device(page)
    look("the door")
    sign_in(page, somebody)
    page.goto(f"{SAFETY}/app")
    look("who one is")
    say_who(page)
    look("an app")
    page.get_by_label("Code of the app").fill("000000")
    page.get_by_role("button", name="Switch it on").click()
    look("a wrong code")
    set_up_app_again(page)
    look("recovery codes")
    add_passkey(page, "This laptop")
    expect(page.get_by_role("status")).to_contain_text("The passkey is added.")
    look("safety with all of it")
    for path in ("/me/sign-ins", f"{SAFETY}/password", f"{SAFETY}/codes", f"{SAFETY}/codes/new"):
        page.goto(path)
        look(path)
    for path in (f"{SAFETY}/passkeys/new", f"{SAFETY}/again/code", f"{SAFETY}/again/passkey"):
        page.goto(path)
        look(path)
    page.goto(SAFETY)
    page.get_by_role("link", name="Rename This laptop").click()
    look("a passkey's name")
    page.context.clear_cookies()
    page.goto("/login")
    give_password(page, somebody)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    look("the second step")
    assert found == {}


def set_up_app_again(page: Page) -> None:
    """After a code that was wrong."""
    page.get_by_label("Code of the app").fill(code_of(page.locator("code").inner_text()))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator(".safe__codes li")).to_have_count(10)
