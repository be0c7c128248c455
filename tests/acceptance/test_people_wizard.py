"""People and safety, point 1: from nothing to the first answered mail, by real mail servers."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from tests.acceptance.house import wait_until
from tests.acceptance.visitor import Visitor
from tests.acceptance.wizard import ADA, HELP, WORD, Hands, Town, town
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE
from tests.dovecot import PASSWORD, USER
from tests.ports import closed_port

pytestmark = [pytest.mark.acceptance, pytest.mark.browser, pytest.mark.full]
Record = Callable[[str, object], None]
MOST = 40


@pytest.fixture(scope="module")
def shop() -> Iterator[Town]:
    with town() as made:
        yield made


@pytest.fixture
def page(browser: Browser, shop: Town) -> Iterator[Page]:
    """One that is let past its policy, so that axe may look at it."""
    with opened(browser, shop, bypass_csp=True) as page:
        yield page


@contextmanager
def opened(browser: Browser, shop: Town, *, bypass_csp: bool = False) -> Iterator[Page]:
    """A page that says nothing in its console, and whose policy allows nothing inline."""
    base = f"http://127.0.0.1:{shop.house.port}"
    context = browser.new_context(base_url=base, viewport=DESK, bypass_csp=bypass_csp)
    wrong: list[str] = []
    page = context.new_page()

    def heard(said: ConsoleMessage) -> None:
        if said.type == "error":
            wrong.append(said.text)

    def came(answer: Response) -> None:
        if answer.request.resource_type == "document":
            policy = answer.headers.get("content-security-policy", "")
            if "default-src" not in policy or "unsafe" in policy:
                wrong.append(f"{answer.url}: {policy}")

    page.on("console", heard)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", came)
    yield page
    context.close()
    assert wrong == []


def group(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name=name)


def in_group(hands: Hands, name: str, label: str, text: str) -> None:
    hands.moves.append(f"type {name}: {label}")
    group(hands.page, name).get_by_label(label, exact=True).locator("visible=true").fill(text)


def seen(page: Page, where: str) -> None:
    """For everybody's eyes, on a desk and a phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert violations(page) == [], where
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wide), where


def comes_in(hands: Hands) -> None:
    page = hands.page
    for label, text in (
        ("Your name", "Ada First"),
        ("Your e-mail address", ADA),
        ("A password, of ten letters or more", WORD),
        ("The company whose customers write", "North Ltd"),
    ):
        hands.type(label, text)
    hands.click(page.get_by_role("button", name="Begin"))
    expect(page.get_by_role("heading", name="Under which name do you sell?")).to_be_visible()


def adds_the_inbox(hands: Hands, shop: Town) -> None:
    """First with a wrong password, which is said; then with the right one."""
    page, came, goes = hands.page, "Mail comes in", "Mail goes out"
    hands.type("Address", HELP)
    in_group(hands, came, "Server", "127.0.0.1")
    in_group(hands, came, "Port", str(shop.mailbox.tls))
    in_group(hands, came, "User name", USER)
    in_group(hands, came, "Password", "not this one")
    in_group(hands, goes, "Server", "127.0.0.1")
    in_group(hands, goes, "Port", str(shop.postfix.port))
    hands.moves.append("choose encryption")
    group(page, goes).get_by_label("Encryption").select_option(label="No encryption")
    hands.choose("Signing in there", "Not at all")
    hands.click(page.get_by_role("button", name="Test and go on"))
    expect(page.locator("#tried")).to_contain_text(
        "refuses the user name or the password", timeout=60_000
    )
    expect(page.locator("#tried [data-well='1']")).to_contain_text("would take a mail")
    hands.look(page, "the inbox, and what is wrong with it")
    in_group(hands, came, "Password", PASSWORD)
    hands.click(page.get_by_role("button", name="Test and go on"))
    expect(page.get_by_role("heading", name="Who helps you?")).to_be_visible(timeout=60_000)


def invites(hands: Hands, shop: Town) -> None:
    page, guest = hands.page, f"{uuid4().hex[:8]}@guest.example"
    hands.type("Email", guest)
    hands.type("Name", "Bo Second")
    hands.click(page.get_by_role("button", name="Send the mail"))
    expect(page.get_by_text(f"Invited: {guest}")).to_be_visible()
    left = shop.world.wait_for("Hello Bo Second")
    assert (left.recipients, "/invitation/" in left.text) == ((guest,), True)


def answers_the_first_mail(hands: Hands, shop: Town) -> None:
    page, words, answer = hands.page, f"Where is {uuid4().hex}?", f"On its way {uuid4().hex}"
    expect(page.get_by_text("Waiting for it")).to_be_visible()
    hands.look(page, "waiting")
    shop.customer_writes(words, "My parcel")
    expect(page.get_by_text("It has come")).to_be_visible(timeout=60_000)
    hands.click(page.get_by_role("link", name="Answer it"))
    expect(page.locator(".msg", has_text=words)).to_be_visible()
    hands.moves += ["type the answer", "press Ctrl Enter"]
    page.locator("#composer textarea").fill(answer)
    page.locator("#composer textarea").press("Control+Enter")
    assert shop.world.wait_for(answer).recipients == ("ann@shopper.example",)


def walks(hands: Hands, shop: Town) -> None:
    """From nothing to the first answered mail, left once on the way."""
    page = hands.page
    page.goto("/")
    expect(page.get_by_role("heading", name="Nobody is here yet")).to_be_visible()
    hands.moves.append("open the printed address")
    page.goto(shop.link())
    hands.look(page, "the first page")
    comes_in(hands)
    hands.look(page, "the brand")
    hands.click(page.get_by_role("button", name="Go on"))
    adds_the_inbox(hands, shop)
    page.goto("about:blank")  # it is left
    hands.moves.append("come again")
    page.goto("/start")  # and gone on with
    invites(hands, shop)
    hands.look(page, "the colleagues")
    hands.click(page.get_by_role("link", name="Go on"))
    answers_the_first_mail(hands, shop)
    hands.moves.append("look at the steps again")
    page.goto("/start")
    expect(page.get_by_text("That was the first one.")).to_be_visible(timeout=60_000)


def test_1a_from_nothing_to_the_first_answered_mail_in_forty_moves(
    page: Page, shop: Town, record_property: Record
) -> None:
    hands = Hands(page, look=seen)
    walks(hands, shop)
    record_property("moves", len(hands.moves))
    print(len(hands.moves), "moves:", "; ".join(hands.moves))
    assert len(hands.moves) <= MOST


def test_1a_the_same_way_under_the_policy_as_it_is_sent(browser: Browser) -> None:
    with town() as shop, opened(browser, shop) as page:
        walks(Hands(page), shop)


def test_1a_once_somebody_is_in_the_printed_address_opens_nothing(shop: Town) -> None:
    stranger = Visitor(shop.house.port)
    stranger.get("/login")
    if not _somebody_is_here(stranger):
        _found(stranger, shop)
        stranger = Visitor(shop.house.port)
        stranger.get("/login")
    form = {"name": "Eve", "email": "eve@away.example", "password": WORD, "client": "Eve"}
    answer = stranger.post(shop.link(), form)
    assert (answer.status, answer.location) == (302, "/")
    assert stranger.get("/start").location.startswith("/login")
    done = shop.house.run("welcome")
    assert (done.returncode, "Somebody is here already" in done.stderr) == (1, True)


def _somebody_is_here(visitor: Visitor) -> bool:
    return visitor.get("/welcome").location == "/"


def _found(visitor: Visitor, shop: Town) -> None:
    form = {"name": "Ada First", "email": ADA, "password": WORD, "client": "North Ltd"}
    visitor.get(shop.link())
    assert visitor.post(shop.link(), form).status == 302
    assert visitor.post("/start/north-ltd/brand", {"name": "North", "language": "en"}).status == 302


@pytest.fixture(scope="module")
def ada(shop: Town) -> Visitor:
    visitor = Visitor(shop.house.port)
    visitor.get("/login")
    if _somebody_is_here(visitor):
        return visitor.sign_in(ADA, WORD)
    _found(visitor, shop)
    return visitor


def told(ada: Visitor, shop: Town, **changed: str) -> str:
    """What the connection test says, of servers that are well but for what is changed."""
    form = {
        "address": "more@north.example",
        "comes": "imap",
        "imap_host": "127.0.0.1",
        "imap_security": "ssl",
        "imap_port": str(shop.mailbox.tls),
        "imap_user": USER,
        "imap_password": PASSWORD,
        "leaves": "smtp",
        "smtp_host": "127.0.0.1",
        "smtp_security": "plain",
        "smtp_port": str(shop.postfix.port),
        "signs_in": "none",
    }
    return ada.post("/inboxes/test", form | changed).text


def test_1b_the_connection_test_says_of_a_mailbox_what_is_wrong(ada: Visitor, shop: Town) -> None:
    well = told(ada, shop)
    assert "lets us in" in well
    assert "would take a mail to ada@north.example" in well
    with closed_port() as shut, socket.create_server(("127.0.0.1", 0)) as silent:
        cases = {
            "No machine is called nowhere.invalid": {"imap_host": "nowhere.invalid"},
            "refuses connections at port": {"imap_port": str(shut)},
            "does not answer at port": {"imap_port": str(silent.getsockname()[1])},
            "The certificate of localhost cannot be trusted": {"imap_host": "localhost"},
            "does not speak TLS from the first byte": {"imap_port": str(shop.mailbox.port)},
            "refuses the user name or the password": {"imap_password": "guessed"},
            "The mailbox has no such folder": {"imap_folder": "Eingang"},
            "is a machine inside a private network": {"imap_host": "127.0.0.2"},
        }
        said = {sentence: told(ada, shop, **wrong) for sentence, wrong in cases.items()}
    assert [one for one, page in said.items() if one not in page] == []
    assert "Choose one of these: INBOX" in said["The mailbox has no such folder"]
    assert all(PASSWORD not in page for page in said.values())


def test_1b_the_connection_test_says_of_a_way_out_what_is_wrong(ada: Visitor, shop: Town) -> None:
    with closed_port() as shut:
        cases = {
            "No machine is called nowhere.invalid": {"smtp_host": "nowhere.invalid"},
            "refuses connections at port": {"smtp_port": str(shut)},
            "offers no STARTTLS": {"smtp_security": "starttls"},
            "does not speak TLS from the first byte": {"smtp_security": "ssl"},
            "lets nobody sign in": {"signs_in": "other", "smtp_user": "a", "smtp_password": "b"},
            "does not pass mail on for us": {"address": "strange@away.example"},
            "is a machine inside a private network": {"smtp_host": "127.0.0.2"},
        }
        said = {sentence: told(ada, shop, **wrong) for sentence, wrong in cases.items()}
    assert [one for one, page in said.items() if one not in page] == []
    wait_until(lambda: not shop.postfix.waiting(), "nothing of a test is on its way")
