"""People and safety, point 3: somebody is let in by mail, made something else, and sent away."""

from __future__ import annotations

from contextlib import closing
from uuid import uuid4

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.acceptance.crawl_people import link_to
from tests.acceptance.demo import Demo
from tests.acceptance.post import mail
from tests.acceptance.visitor import Stream, Visitor
from tests.browser.axe import violations
from tests.browser.conftest import ON_EVERY_SCREEN, Open
from threering.runtime.demo.cast import HOME, PELORIO, QUILLMERE

pytestmark = [pytest.mark.acceptance, pytest.mark.browser]
PASSWORD = "a lantern, two kettles"


def invite(page: Page, address: str, role: str = "Agent") -> None:
    """As an admin, through the settings."""
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Invite somebody Quillmere Homeware Ltd").click()
    page.get_by_label("Email").fill(address)
    page.get_by_label("Name").fill("Ottilie Brand")
    page.get_by_label("For all brands").select_option(label=role)
    page.get_by_role("button", name="Send the mail").click()
    expect(page.locator(".staff tr", has_text=address)).to_contain_text("Invited")


def come(page: Page, link: str) -> None:
    """Open the mail's link and choose a password."""
    page.goto(link)
    expect(page.get_by_text("asks you to work for Quillmere Homeware Ltd")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tickets/open")


def hears_nothing_of(stream: Stream, demo: Demo) -> None:
    """Mail for one client and for another; the stream is open all the while."""
    secret, plain = f"Secret {uuid4().hex}", f"Plain {uuid4().hex}"
    with closing(Stream(demo.visitor("nadia"))) as other:
        other.wait_for(lambda frame: frame.event == "hello", "its greeting")
        for subject, inbox in ((secret, QUILLMERE), (plain, PELORIO)):
            to = inbox.inbox_address
            demo.mailer.deliver(mail("For us", to=to, subject=subject), to)
        other.wait_for(lambda frame: secret in frame.raw, "a ticket of where they were")
        other.wait_for(lambda frame: plain in frame.raw, "a ticket of another client")
    assert not [frame for frame in stream.frames if secret in frame.raw]


def test_3e_somebody_is_invited_by_mail_and_comes_in(open_page: Open, demo: Demo) -> None:
    address = f"ottilie-{uuid4().hex[:8]}@guest.example"
    admin, guest = open_page("nadia"), open_page("")
    invite(admin, address)
    link = link_to(demo, address)
    come(guest, link)
    expect(guest.locator(".row").first).to_be_visible()
    assert guest.context.request.get(link).status == 410
    admin.goto(f"/people?q={address}")
    admin.get_by_role("link", name="Ottilie Brand").click()
    admin.get_by_label("For all brands").select_option(label="No role")
    admin.get_by_label("Federlinde").select_option(label="Team lead")
    admin.get_by_role("button", name="Save").click()
    admin.locator(".toast").get_by_role("button", name="Undo").click()
    expect(admin.get_by_label("For all brands")).to_have_value("agent")
    expect(admin.get_by_label("Federlinde")).to_have_value("")


def test_3e_who_is_sent_away_sees_nothing_more_until_that_is_undone(
    open_page: Open, demo: Demo
) -> None:
    address = f"ottilie-{uuid4().hex[:8]}@guest.example"
    admin, guest = open_page("nadia"), open_page("")
    invite(admin, address)
    come(guest, link_to(demo, address))
    guest.goto("about:blank")
    visitor = Visitor(demo.house.port).sign_in(address, PASSWORD)
    with closing(Stream(visitor)) as stream:
        stream.wait_for(lambda frame: frame.event == "hello", "its greeting")
        admin.goto(f"/people?q={address}")
        line = admin.locator(".staff tbody tr")
        line.get_by_role("button", name="Take away all roles of Ottilie Brand").click()
        expect(admin.locator(".toast")).to_contain_text("does not work for")
        stream.wait_for(lambda frame: frame.event == "reset", "that it has to look again")
        hears_nothing_of(stream, demo)
    assert visitor.get("/tickets/open").status == 403
    admin.locator(".toast").get_by_role("button", name="Undo").click()
    expect(line).to_contain_text("Agent")
    assert visitor.get("/tickets/open").status == 200


def test_3e_whose_invitation_was_withdrawn_is_told_so(open_page: Open, demo: Demo) -> None:
    address = f"ottilie-{uuid4().hex[:8]}@guest.example"
    admin = open_page("nadia")
    invite(admin, address, role="Administrator")
    link = link_to(demo, address)
    line = admin.locator(".staff tbody tr", has_text=address)
    line.get_by_role("button", name="Withdraw the invitation of Ottilie Brand").click()
    expect(line).to_have_count(0)
    answer = Visitor(demo.house.port).get(link)
    assert (answer.status, "This invitation was withdrawn" in answer.text) == (410, True)
    admin.locator(".toast").get_by_role("button", name="Undo").click()
    expect(line).to_have_count(1)
    assert Visitor(demo.house.port).get(link).status == 200


def test_3f_a_lead_founds_a_team_fills_it_and_gives_it_a_ticket(
    open_page: Open, demo: Demo
) -> None:
    name = f"Fairs {uuid4().hex[:6]}"
    lead = open_page("tobias")
    lead.goto("/teams/new")
    lead.get_by_label("Name", exact=True).fill(name)
    lead.keyboard.press("Enter")
    members = lead.locator("#members")
    for who in ("Orla Pennick", "Nadia Brekkevold"):
        members.get_by_label("Who joins the team").select_option(label=who)
        members.get_by_role("button", name="Add").click()
        expect(members.locator("li", has_text=who)).to_be_visible()
    members.get_by_role("button", name="Take Orla Pennick out of the team").click()
    expect(members.locator("li", has_text="Orla Pennick")).to_have_count(0)
    lead.locator(".toast").get_by_role("button", name="Undo").last.click()
    expect(members.locator("li", has_text="Orla Pennick")).to_be_visible()
    agent = open_page("orla")
    expect(agent.get_by_role("link", name=name)).to_be_visible()
    lead.goto("/teams")
    lead.locator("tr", has_text=name).get_by_role("button", name=f"Archive {name}").click()
    expect(lead.locator("#teams tr", has_text=name)).to_have_count(0)
    agent.reload()
    expect(agent.locator(".row").first).to_be_visible()
    expect(agent.get_by_role("link", name=name)).to_have_count(0)


@pytest.mark.full
@ON_EVERY_SCREEN
def test_3e_the_pages_of_people_are_for_everybodys_eyes(
    open_page: Open, demo: Demo, size: ViewportSize, scheme: str
) -> None:
    address = f"{'a-long-name-' * 4}{uuid4().hex[:8]}@guest.example"
    page = open_page("nadia", viewport=size, color_scheme=scheme, bypass_csp=True)
    page.goto(f"/people/invite?client={HOME}")
    assert violations(page) == []
    page.get_by_label("Email").fill(address)
    page.get_by_label("Name").fill("Bartholomäus-Maximilian von und zu " * 4)
    page.get_by_role("button", name="Send the mail").click()
    expect(page.locator(".staff tr", has_text=address)).to_be_visible()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    for path in ("/people", "/people?q=zzz", "/teams", "/teams/new", "/brands"):
        page.goto(path)
        assert violations(page) == [], path
        assert not page.evaluate(wide), path
    page.goto("/people?q=orla")
    page.locator(".people__who a").first.click()
    page.locator("#person").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Settings").click()
    expect(page.locator("#settings-menu")).to_be_visible()
    assert violations(page) == []
    link = link_to(demo, address)
    page.context.clear_cookies()
    page.goto(link)
    assert violations(page) == []


@pytest.mark.full
def test_3e_a_client_with_a_long_name_fits_on_a_phone(open_page: Open, demo: Demo) -> None:
    name = f"Zz{'Werkstattgesellschaft' * 3}{uuid4().hex[:8]}"
    assert demo.visitor("nadia").post("/clients/new", {"name": name}).status == 302
    page = open_page("nadia", viewport={"width": 390, "height": 844})
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    for path in ("people", "teams", "brands", "skills", "break-reasons", "reasons", "fields"):
        page.goto(f"/{path}")
        expect(page.get_by_text(name).first).to_be_visible()
        assert not page.evaluate(wide), path
