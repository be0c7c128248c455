"""People and safety, point 3: second factors, passkeys, lock-out, sessions that are ended."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from uuid import uuid4

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.acceptance.demo import Demo
from tests.acceptance.signing import SAFETY, WORD, Finger, Person, code_of
from tests.acceptance.visitor import Stream, Visitor
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open
from threering.runtime.demo.cast import CLIENTS

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
At = Callable[..., Person]
SHEETS = ("/me/sign-ins", *(f"{SAFETY}/{one}" for one in ("password", "codes", "codes/new")))
ASKING = (f"{SAFETY}/passkeys/new", f"{SAFETY}/again/code", f"{SAFETY}/again/passkey")


@pytest.fixture
def somebody(demo: Demo, open_page: Open) -> At:
    """A new agent, so that the demo's people sign in as ever. By the house's name: passkeys are
    not for addresses of digits."""

    def made(**options: object) -> Person:
        address = f"safe-{uuid4().hex[:8]}@desk.example"
        words = ("--name", "Safe Somebody", "--client", CLIENTS[0].name, "--password-stdin")
        demo.house.must("createagent", address, *words, text=WORD)
        here = f"http://localhost:{demo.house.port}"
        return Person(open_page("", base_url=here, **options), address)

    return made


def test_3a_an_app_is_set_up_and_asked_for_and_recovery_codes_open_once(somebody: At) -> None:
    person = somebody()
    page = person.page
    person.sign_in()
    page.goto(SAFETY)
    page.get_by_role("link", name="Set up an app").click()
    person.say_who()
    assert page.locator(".safe__drawn").evaluate("(drawn) => drawn.naturalWidth") > 0
    secret, codes = person.type_code(-1), person.downloaded()
    assert codes == page.locator(".safe__codes li").all_inner_texts()
    page.reload()
    expect(page.locator(".safe__codes")).to_have_count(0)
    _opens_no_more(person, "000000")
    code = code_of(secret)
    person.second_step(code)
    page.wait_for_url("**/tickets/open")
    _opens_no_more(person, code)
    _open_by_recovery(person, codes[0])
    _opens_no_more(person, codes[0])
    _open_by_recovery(person, codes[1], left=8)
    page.get_by_role("button", name="Switch the app off").click()
    person.say_who()
    person.expect_done("The app is switched off.")
    person.sign_out()
    person.sign_in()


def _opens_no_more(person: Person, code: str) -> None:
    """Neither a guess, nor what somebody saw typed over a shoulder."""
    person.sign_out()
    person.give_password()
    person.second_step(code)
    expect(person.page.locator(".field__error")).to_contain_text("That did not fit")
    assert "/login" in person.page.context.request.get("/tickets/open").url


def _open_by_recovery(person: Person, code: str, *, left: int = 9) -> None:
    person.second_step(code)
    person.page.wait_for_url("**/tickets/open")
    person.page.goto(SAFETY)
    expect(person.page.get_by_text(f"{left} are left.")).to_be_visible()


def test_3b_a_passkey_is_added_once_a_device_and_signs_in_alone(somebody: At) -> None:
    person = somebody()
    page, finger = person.page, Finger(person.page)
    person.sign_in()
    person.add_passkey("This laptop", first=True)
    expect(page.locator(".safe__codes li")).to_have_count(10)
    person.add_passkey("A second one")
    person.expect_alert("has a passkey for you already")
    person.sign_out()
    finger.is_of("a stranger")
    person.by_passkey()
    person.expect_alert("No passkey was used.")
    finger.is_of("its owner")
    page.goto("/login?next=/notices")
    person.by_passkey()
    page.wait_for_url("**/notices")


def test_3b_a_passkey_is_the_second_step_is_named_and_opens_nothing_once_removed(
    somebody: At,
) -> None:
    person = somebody()
    page, _ = person.page, Finger(person.page)
    person.sign_in()
    person.add_passkey("This laptop", first=True)
    expect(page.locator(".safe__codes li")).to_have_count(10)
    person.sign_out()
    person.give_password()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/tickets/open")
    page.goto(SAFETY)
    page.get_by_role("link", name="Rename This laptop").click()
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("textbox", name="Name").fill("The grey laptop")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Remove The grey laptop").click()
    person.expect_done("The passkey is removed.")
    person.sign_out()
    person.by_passkey()
    person.expect_alert("That did not fit")
    person.sign_in()


def test_3b_where_a_passkey_cannot_work_none_is_offered(open_page: Open) -> None:
    page = open_page("")  # at an address of digits
    page.goto("/login")
    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def test_3c_guessing_locks_the_account_for_all_processes_and_says_for_how_long(
    somebody: At, demo: Demo
) -> None:
    person, thief = somebody(), Visitor(demo.house.port)
    thief.get("/login")
    for _ in range(5):
        answer = thief.post("/login", {"login": person.address, "password": "a guess"})
        assert "do not belong together" in answer.text
    person.give_password()
    locked = re.compile(r"Too many wrong attempts. Try again in (10|9) minutes.")
    person.expect_alert(locked)
    demo.house.children()["web"].kill()
    thief.insist("GET", "/login")
    again = thief.insist("POST", "/login", {"login": person.address, "password": WORD})
    assert locked.search(again.text)
    assert demo.visitor("orla").get("/tickets/open").status == 200


def test_3d_a_session_is_ended_at_once_with_its_stream(somebody: At, demo: Demo) -> None:
    person = somebody()
    page = person.page
    person.sign_in()
    there = Visitor(demo.house.port).sign_in(person.address, WORD)
    page.goto("/me")
    page.get_by_role("link", name="My sign-ins").click()
    lines = page.locator(".browsers__one")
    expect(lines).to_have_count(2)
    with closing(Stream(there)) as stream:
        stream.wait_for(lambda frame: frame.event == "hello", "its greeting")
        lines.get_by_role("button", name="Sign out Unknown").click()
        expect(lines).to_have_count(1)
        _expect_ended(stream)
    assert there.get("/tickets/open").location.startswith("/login")
    with closing(Stream(there)) as again:
        assert again.status == 401
    page.goto("/tickets/open")
    expect(page.locator("html")).to_have_attribute("data-connection", "on")


def test_3d_a_new_password_ends_all_other_sessions(somebody: At, demo: Demo) -> None:
    person = somebody()
    person.sign_in()
    there = Visitor(demo.house.port).sign_in(person.address, WORD)
    with closing(Stream(there)) as stream:
        stream.wait_for(lambda frame: frame.event == "hello", "its greeting")
        person.change_password(WORD * 2)
        _expect_ended(stream)
    assert there.get("/tickets/open").location.startswith("/login")
    person.page.goto("/tickets/open")
    expect(person.page.locator("html")).to_have_attribute("data-connection", "on")


def _expect_ended(stream: Stream) -> None:
    """Sooner than the half minute after which it is looked whether a session is still there."""
    stream.reader.join(10)
    assert not stream.reader.is_alive()


@pytest.mark.full
@ON_EVERY_SCREEN
def test_3_the_pages_of_signing_in_are_for_everybody(
    somebody: At, size: ViewportSize, scheme: str
) -> None:
    found: dict[str, list[str]] = {}
    person = somebody(viewport=size, color_scheme=scheme, bypass_csp=True)

    def look(state: str) -> None:
        wide = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found[state] = violations(person.page) + ([f"{wide} px too wide"] if wide > 0 else [])

    Finger(person.page)
    person.page.goto("/login")
    expect(person.page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    look("the door")
    person.sign_in()
    _look_at_setting_up(person, look)
    for path in (*SHEETS, *ASKING):
        person.page.goto(path)
        look(path)
    _look_at_naming(person.page, look)
    person.page.context.clear_cookies()
    person.give_password()
    expect(person.page.get_by_role("heading", name="Second step")).to_be_visible()
    look("the second step")
    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def _look_at_setting_up(person: Person, look: Callable[[str], None]) -> None:
    page = person.page
    page.goto(f"{SAFETY}/app")
    look("who one is")
    person.say_who()
    look("an app")
    page.get_by_label("Code of the app").fill("000000")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator(".field__error")).to_be_visible()
    look("a wrong code")
    person.type_code()
    look("recovery codes")
    person.add_passkey("This laptop")
    person.expect_done("The passkey is added.")
    look("safety with all of it")


def _look_at_naming(page: Page, look: Callable[[str], None]) -> None:
    page.goto(SAFETY)
    page.get_by_role("link", name="Rename This laptop").click()
    look("a passkey's name")
