"""Inviting somebody from the page of people, and the page that the mail's link opens."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from tests.house import PASSWORD, House
from tests.stories.test_invitations import links, mails
from tests.web.conftest import As
from threering.kernel.time import now
from threering.ledger.models import Delivery
from threering.organisation.models import Agent, Brand, Invitation
from threering.organisation.people import roles_of
from threering.organisation.rules import INVITED_FOR, Role

pytestmark = pytest.mark.django_db
CHOSEN = {"name": "Nina Noon", "password": "nothing anybody guesses"}


@pytest.fixture(autouse=True)
def _a_way_out(settings: Settings) -> None:
    settings.SMTP_URL = "smtp://127.0.0.1:1"


def invite(client: Client, **more: str) -> tuple[int, str]:
    form = {"email": "nina@x.test", "name": "Nina", "all": "agent", "key": str(uuid4())}
    answer = client.post("/people/invite?client=north", form | more)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def link(house: House, as_: As, client: Client) -> str:
    """The address in the mail; whoever opens it is not signed in."""
    assert invite(as_(house.boss))[0] == 302
    client.logout()
    return f"/invitation/{links()[0]}"


def test_an_admin_invites_and_the_page_says_who_is_awaited(house: House, as_: As) -> None:
    key = str(uuid4())
    for _ in range(2):  # a second click
        assert invite(as_(house.boss), key=key, all="", **{"brand-shop": "lead"})[0] == 302
    assert len(mails()) == 1
    page = as_(house.boss).get("/people").content.decode()
    assert "nina@x.test" in page
    assert "Can be accepted until" in page
    assert "nina@x.test" not in as_(house.lea).get("/people").content.decode()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"email": "ANN@threering.test"}, "works here already"),
        ({"email": "help@other.test"}, "address of an inbox"),
        ({"email": "nonsense"}, "Write an e-mail address"),
        ({"email": ""}, "Write their e-mail address"),
        ({"name": " "}, "Write their name"),
        ({"all": ""}, "Choose a role"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_leaves(
    house: House, as_: As, more: dict[str, str], why: str
) -> None:
    status, page = invite(as_(house.boss), **more)
    assert (status, why in page) == (200, True), page
    assert not Invitation.objects.exists()


def test_an_address_that_waits_is_not_invited_twice(house: House, as_: As) -> None:
    assert invite(as_(house.boss))[0] == 302
    status, page = invite(as_(house.boss))
    assert (status, "invited already" in page) == (200, True)


def test_without_a_way_out_it_is_said(house: House, as_: As, settings: Settings) -> None:
    settings.SMTP_URL = ""
    status, page = invite(as_(house.boss))
    assert (status, "No mail can leave yet" in page) == (200, True)


def test_who_is_invited_chooses_a_name_and_a_password_and_is_in(
    house: House, link: str, client: Client
) -> None:
    for _ in range(2):  # what checks mails looks at links
        page = client.get(link)
        assert (page.status_code, "Boss asks you to work for North" in page.content.decode()) == (
            200,
            True,
        )
    assert not Agent.objects.filter(email="nina@x.test").exists()
    weak = client.post(link, CHOSEN | {"password": "nina@x.test"})
    assert (weak.status_code, b"too similar" in weak.content) == (200, True)
    assert b"too short" in client.post(link, CHOSEN | {"password": "short"}).content
    assert b"Write your name" in client.post(link, CHOSEN | {"name": " "}).content
    came = client.post(link, CHOSEN)
    assert (came.status_code, came["Location"]) == (302, "/")
    nina = Agent.objects.get(email="nina@x.test")
    assert (nina.name, roles_of(nina, house.north)) == ("Nina Noon", {None: Role.AGENT})
    assert client.get("/tickets/open").status_code == 200
    replayed = client.post(link, CHOSEN | {"password": "another long password"})
    assert (replayed.status_code, b"accepted already" in replayed.content) == (410, True)
    nina.refresh_from_db()
    assert nina.check_password(CHOSEN["password"])


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_opens_nothing_says_why(
    house: House, link: str, client: Client, as_: As, method: str
) -> None:
    def said(path: str) -> tuple[int, str]:
        answer = getattr(client, method)(path, CHOSEN)
        return answer.status_code, answer.content.decode()

    status, page = said(link[:-1] + ("a" if link[-1] != "a" else "b"))
    assert (status, "This link is not complete" in page) == (404, True)
    invitation = Invitation.objects.get()
    Invitation.objects.update(sent_at=now() - INVITED_FOR)
    status, page = said(link)
    assert (status, "This invitation has expired" in page) == (410, True)
    assert "Not accepted in time" in as_(house.boss).get("/people").content.decode()
    assert as_(house.boss).post(f"/invitations/{invitation.uuid}/again").status_code == 204
    client.logout()
    status, page = said(link)
    assert (status, "A newer mail was sent" in page) == (410, True)
    newer = f"/invitation/{links()[1]}"
    gone = {"withdrawn": "1"}
    address = f"/invitations/{invitation.uuid}/withdraw"
    assert as_(house.boss).post(address, gone).status_code == 204
    assert "nina@x.test" not in as_(house.boss).get("/people").content.decode()
    client.logout()
    status, page = said(newer)
    assert (status, "This invitation was withdrawn" in page) == (410, True)
    assert not Agent.objects.filter(email="nina@x.test").exists()


def test_who_has_an_account_signs_in_first(house: House, client: Client, as_: As) -> None:
    assert invite(as_(house.boss), email=house.sam.email, all="lead")[0] == 302
    link = f"/invitation/{links()[0]}"
    other = client.post(link, CHOSEN)  # the admin, who looks whether it works
    assert b"The invitation is for sam@threering.test" in other.content
    client.logout()
    page = client.post(link, CHOSEN)
    assert b"has an account already" in page.content
    assert b"Nina" not in page.content
    assert not roles_of(house.sam, house.north)
    sign_in = f"/login?next={link}"
    came = client.post(sign_in, {"login": house.sam.email, "password": PASSWORD, "next": link})
    assert came["Location"] == link
    assert b"You are signed in as sam@threering.test" in client.get(link).content
    assert not roles_of(house.sam, house.north)
    assert client.post(link)["Location"] == "/"
    assert roles_of(house.sam, house.north) == {None: Role.LEAD}
    assert roles_of(house.sam, house.south) == {None: Role.AGENT}


def test_nobody_touches_an_invitation_of_another_client(house: House, as_: As) -> None:
    form = {"email": "x@x.test", "name": "X", "all": "agent", "key": str(uuid4())}
    assert as_(house.boss).post("/people/invite?client=south", form).status_code == 302
    invitation = Invitation.objects.get()
    head = Agent.objects.get(pk=house.lea.pk)
    head.grants.update(role="admin")
    for word in ("again", "withdraw"):
        answer = as_(head).post(f"/invitations/{invitation.uuid}/{word}", {"withdrawn": "1"})
        assert answer.status_code == 404
    assert "x@x.test" not in as_(head).get("/people").content.decode()
    assert as_(head).get("/people/invite?client=south").status_code == 404
    assert invite(as_(head), **{f"brand-{Brand.objects.get(name='Other').slug}": "admin"})[0] == 302
    assert Invitation.objects.latest("pk").roles == [["agent", None]]


def test_a_mail_that_did_not_leave_is_told(house: House, as_: As) -> None:
    assert invite(as_(house.boss))[0] == 302
    Delivery.objects.update(state="failed", reason="550 no such mailbox")
    page = as_(house.boss).get("/people").content.decode()
    assert "The mail did not arrive: 550 no such mailbox" in page
