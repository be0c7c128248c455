"""People and safety, point 3: signing in at another server, django-allauth's own provider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from tests.acceptance.demo import Demo
from tests.acceptance.house import installed
from tests.acceptance.post import sink
from tests.acceptance.test_people_invite import invite
from tests.browser.axe import violations
from tests.browser.conftest import DESK, ON_EVERY_SCREEN, chromium
from tests.identity import PASSWORD as THERE
from tests.identity import Identity, running

pytestmark = [pytest.mark.acceptance, pytest.mark.browser, pytest.mark.full]  # a house of its own
BACK = "/login/elsewhere/back?"
PEOPLE = {"orla@desk.example": True, "gus@guest.example": True, "tobias@desk.example": False}


@dataclass(frozen=True)
class Both:
    """A house, and a server that knows its people."""

    demo: Demo
    there: Identity

    @property
    def base(self) -> str:
        """Where the house is."""
        return f"http://127.0.0.1:{self.demo.house.port}"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    there, folder = Identity(PEOPLE), tmp_path_factory.mktemp("identity")
    with sink() as outgoing:
        told = there.environment | {"THREERING_SMTP_URL": outgoing.url}
        with installed(demo=True, **told) as house:
            house.start()
            with running(there, folder, f"http://127.0.0.1:{house.port}"):
                yield Both(Demo(house, outgoing), there)


@pytest.fixture
def context(both: Both) -> Iterator[BrowserContext]:
    """A browser that nobody has used before."""
    with chromium() as browser:
        yield browser.new_context(base_url=both.base, viewport=DESK)


def go(page: Page, address: str, answer: str = "Authorize") -> None:
    """Sign in there, and let Threering know who one is."""
    page.goto("/login")
    page.get_by_role("link", name="Sign in with Harbour ID").click()
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(THERE)
    page.get_by_role("button", name="Sign In").click()
    page.get_by_role("button", name=answer).click()


def is_inside(page: Page, name: str) -> None:
    """Somebody is signed in, and the console says who."""
    page.wait_for_url("**/tickets/open")
    expect(page.get_by_role("button", name=f"Account of {name}")).to_be_visible()


def test_3h_somebody_signs_in_with_an_account_elsewhere(context: BrowserContext) -> None:
    page = context.new_page()
    go(page, "orla@desk.example")
    is_inside(page, "Orla")
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in with Harbour ID").click()
    page.get_by_role("button", name="Authorize").click()  # signed in there still
    is_inside(page, "Orla")


def test_2j_an_answer_of_the_other_server_opens_once_and_only_where_it_was_asked(
    context: BrowserContext,
) -> None:
    page, came = context.new_page(), list[str]()
    page.on("request", lambda asked: came.append(asked.url) if BACK in asked.url else None)
    go(page, "orla@desk.example")
    is_inside(page, "Orla")
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")
    (answer,) = came
    assert context.browser
    other = context.browser.new_context().new_page()
    for here in (page, other):
        here.goto(answer)
        here.goto(answer.partition("/login/")[0] + "/tickets/open")
        here.wait_for_url("**/login?**")


@pytest.mark.parametrize(
    ("address", "answer", "why"),
    [
        pytest.param("gus@guest.example", "Authorize", "has no account here", id="a stranger"),
        pytest.param(
            "tobias@desk.example", "Authorize", "does not say that", id="unconfirmed there"
        ),
        pytest.param("orla@desk.example", "Cancel", "You did not sign in", id="without agreeing"),
    ],
)
def test_3h_nobody_else_comes_in(
    context: BrowserContext, address: str, answer: str, why: str
) -> None:
    page = context.new_page()
    go(page, address, answer)
    expect(page.get_by_role("alert").first).to_contain_text(why)
    page.goto("/tickets/open")
    page.wait_for_url("**/login?**")


@ON_EVERY_SCREEN
def test_3h_the_way_there_is_for_everybody(
    both: Both, context: BrowserContext, size: ViewportSize, scheme: str
) -> None:
    assert context.browser
    page = context.browser.new_page(viewport=size, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page.goto(f"{both.base}/login")
    expect(page.get_by_role("link", name="Sign in with Harbour ID")).to_be_visible()
    assert violations(page) == []


def test_3h_whoever_was_invited_comes_in_with_it(both: Both, context: BrowserContext) -> None:
    page = context.new_page()
    cookies = both.demo.visitor("nadia").cookies.items()
    context.add_cookies([{"name": k, "value": v, "url": both.base} for k, v in cookies])
    page.goto("/tickets/open")
    invite(page, "gus@guest.example")
    context.clear_cookies()
    go(page, "gus@guest.example")
    is_inside(page, "Ottilie Brand")
