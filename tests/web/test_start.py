"""The first steps: nobody gets in without the word, and each step may happen twice."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client as Browser

from tests.house import PASSWORD, House
from tests.servers import Sink, listening
from tests.web.conftest import As
from threering.channels.actions import create_inbox
from threering.channels.models import Inbox
from threering.kernel.founding import founding_word
from threering.ledger.models import Event
from threering.organisation.actions import create_agent, create_brand, create_client, grant
from threering.organisation.models import Agent, Brand, Client, Invitation

pytestmark = pytest.mark.django_db
SAID = {"name": "Ada First", "email": "Ada@Shop.test", "password": PASSWORD, "client": "Späti & Co"}
BROUGHT = {
    "address": "help@shop.test",
    "comes": "brought",
    "imap_security": "ssl",
    "leaves": "smtp",
    "smtp_host": "127.0.0.1",
    "smtp_security": "plain",
    "signs_in": "none",
}


def word() -> str:
    return f"/welcome/{founding_word(settings.SECRET_KEY)}"


def test_a_house_without_people_greets_and_says_where_the_way_in_is(client: Browser) -> None:
    assert client.get("/login").headers["Location"] == "/welcome"
    assert "threering welcome" in client.get("/welcome").content.decode()


@pytest.mark.parametrize("guess", ["/welcome/aaaaaaaaaaaaaaaa", "/welcome/é", "/welcome/x"])
def test_without_the_word_nobody_gets_in(client: Browser, guess: str) -> None:
    assert client.get(guess).status_code == 404
    assert client.post(guess, SAID).status_code == 404
    assert not Agent.objects.exists()


def test_the_first_person_is_the_administrator_of_a_first_client(client: Browser) -> None:
    assert client.post(word(), SAID).headers["Location"] == "/start"
    ada = Agent.objects.get(email="ada@shop.test")
    shop = Client.objects.get()
    assert (shop.name, shop.slug) == ("Späti & Co", "spati-co")
    assert [(one.role, one.client_id, one.brand_id) for one in ada.held] == [
        ("admin", shop.pk, None)
    ]
    assert client.get("/start").headers["Location"] == "/start/spati-co/brand"
    assert client.get("/").headers["Location"] == "/start"
    kinds = set(Event.objects.filter(actor_id=ada.pk).values_list("kind", flat=True))
    assert kinds == {"client_kept", "roles_changed"}


def test_the_word_opens_nothing_once_somebody_is_here(client: Browser) -> None:
    client.post(word(), SAID)
    stranger = Browser()
    assert stranger.get(word()).headers["Location"] == "/"
    again = SAID | {"email": "eve@shop.test"}
    assert stranger.post(word(), again).headers["Location"] == "/"
    assert stranger.get("/welcome").headers["Location"] == "/"
    assert stranger.get("/login").status_code == 200
    assert Agent.objects.filter(kind="person").count() == 1


def test_a_bad_password_or_address_is_said_and_nothing_is_founded(client: Browser) -> None:
    said = client.post(word(), SAID | {"password": "short"}).content.decode()
    assert "too short" in said
    assert "Write an e-mail address" in client.post(word(), SAID | {"email": "x"}).content.decode()
    assert not Client.objects.exists()


def test_clients_of_the_command_line_are_taken_over(client: Browser) -> None:
    north, south = create_client("North"), create_client("South")
    assert "The company" not in client.get(word()).content.decode()
    client.post(word(), SAID)
    held = Agent.objects.get(email="ada@shop.test").held
    assert {(one.role, one.client_id) for one in held} == {("admin", north.pk), ("admin", south.pk)}


def test_each_step_may_happen_twice_and_the_start_goes_on_where_something_is_missing(
    client: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PRIVATE_HOSTS", ("127.0.0.1",))
    client.post(word(), SAID)
    steps = "/start/spati-co"
    for name in ("Späti", "Der Späti"):
        said = client.post(f"{steps}/brand", {"name": name, "language": "de"})
        assert said.headers["Location"] == f"{steps}/inbox"
    assert Brand.objects.get().name == "Der Späti"
    assert client.get("/start").headers["Location"] == f"{steps}/inbox"
    with listening(Sink()) as sink:
        form = BROUGHT | {"smtp_port": str(sink.port)}
        for _ in range(2):
            said = client.post(f"{steps}/inbox", form, headers={"HX-Request": "true"})
            assert said.headers["HX-Redirect"] == f"{steps}/people"
    assert Inbox.objects.get().address == "help@shop.test"
    for email in ("bo@shop.test", "cy@shop.test"):
        form = {
            "email": email,
            "name": "Bo",
            "all": "agent",
            "key": str(uuid4()),
        }
        for _ in range(2):
            assert client.post(f"{steps}/people", form).status_code == 302
    assert Invitation.objects.count() == 2
    assert "Invited: cy@shop.test" in client.get(f"{steps}/people").content.decode()
    assert client.get("/start").headers["Location"] == f"{steps}/mail"
    assert client.get("/").headers["Location"] == "/tickets/open"
    assert "Write a mail to help@shop.test" in client.get(f"{steps}/mail").content.decode()


def test_an_inbox_that_fails_the_test_is_kept_only_on_demand(client: Browser) -> None:
    client.post(word(), SAID)
    client.post("/start/spati-co/brand", {"name": "Späti", "language": "de"})
    path = "/start/spati-co/inbox"
    form = BROUGHT | {"smtp_host": "nowhere.invalid"}
    said = client.post(path, form, headers={"HX-Request": "true"}).content.decode()
    assert "No machine is called nowhere.invalid" in said
    assert "Keep it all the same" in said
    assert "No machine is called" in client.post(path, form).content.decode()
    assert not Inbox.objects.exists()
    assert client.post(path, form | {"anyway": "1"}).status_code == 302
    assert Inbox.objects.exists()


def test_only_who_arranges_a_client_takes_its_steps(house: House, as_: As) -> None:
    create_inbox(create_brand(house.south, "More"), "more@south.test", "More")
    head = create_agent(
        "head@x.test", name="Head", password=PASSWORD, grants=[(house.south, "admin")]
    )
    for agent, status in ((house.lea, 403), (house.ann, 403), (head, 404)):
        for step in ("brand", "inbox", "people", "mail"):
            assert as_(agent).get(f"/start/north/{step}").status_code == status
            form = BROUGHT | {"name": "Mine", "language": "en"}
            assert as_(agent).post(f"/start/north/{step}", form).status_code == status
    assert as_(head).get("/start/south/nowhere").status_code == 404
    grant(house.sam, house.north, "admin", brand=house.outlet.brand)
    assert as_(house.sam).get("/start").headers["Location"] == "/inboxes"
    assert not Brand.objects.filter(name="Mine").exists()
