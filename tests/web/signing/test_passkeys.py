"""Passkeys: added, used, named, removed. The key is made of software; browsers come later."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.house import PASSWORD, House
from tests.passkeys import SoftKey
from tests.web.signing.conftest import browser, options, sign_in, text
from threering.organisation.models import Agent

pytestmark = pytest.mark.django_db


def with_passkey(agent: Agent, name: str = "The blue key") -> tuple[Client, SoftKey]:
    """Somebody who added one, and is signed in."""
    here, key = sign_in(agent, again=True), SoftKey()
    asked = options(here.get("/me/safety/passkeys/new"))
    form = {"name": name, "credential": key.created(asked)}
    assert here.post("/me/safety/passkeys/new", form)["Location"] == "/me/safety/codes"
    return here, key


def asked_of(here: Client) -> dict[str, object]:
    """What the sign-in page asks a passkey."""
    answer = here.get("/login/passkey", headers={"accept": "application/json"})
    asked: dict[str, object] = answer.json()["request_options"]
    return asked


def test_a_passkey_signs_in_alone_and_leads_where_one_wanted_to(house: House) -> None:
    _, key = with_passkey(house.ann)
    here = browser()
    form = {"credential": key.used(asked_of(here)), "next": "/notices"}
    assert here.post("/login/passkey", form)["Location"] == "/notices"
    assert here.get("/tickets/open").status_code == 200


def test_an_answer_opens_once_and_only_where_it_was_asked(house: House) -> None:
    _, key = with_passkey(house.ann)
    here = browser()
    answer = {"credential": key.used(asked_of(here))}
    here.post("/login/passkey", answer)
    here.post("/logout")
    asked_of(here)
    for who in (here, browser()):
        refused = who.post("/login/passkey", answer, follow=True)
        assert "That did not fit" in text(refused)
        assert who.get("/tickets/open").status_code == 302


def test_a_key_for_another_site_opens_nothing(house: House) -> None:
    _, key = with_passkey(house.ann)
    here, key.host = browser(), "evil.example"
    here.post("/login/passkey", {"credential": key.used(asked_of(here))})
    assert here.get("/tickets/open").status_code == 302


@pytest.mark.parametrize("garbage", ["", "{", "{}", "[]", '"x"', "1", "null", '{"response": {}}'])
def test_what_is_no_passkey_is_refused(house: House, garbage: str) -> None:
    here = browser()
    asked_of(here)
    answer = here.post("/login/passkey", {"credential": garbage})
    assert answer["Location"] == "/login"


def test_after_the_password_it_is_the_second_step(house: House) -> None:
    _, key = with_passkey(house.ann)
    here = browser()
    form = {"login": house.ann.email, "password": PASSWORD}
    assert here.post("/login", form)["Location"] == "/login/second"
    asked = options(here.get("/login/second"))
    assert here.post("/login/second", {"credential": key.used(asked)})["Location"] == "/"


def test_it_is_named_and_removed_by_its_owner_alone(house: House) -> None:
    here, _ = with_passkey(house.ann)
    one = Authenticator.objects.get(type="webauthn").pk
    stranger = sign_in(house.boss, again=True)
    for path in (f"/me/safety/passkeys/{one}", f"/me/safety/passkeys/{one}/remove"):
        assert stranger.post(path, {"name": "Mine"}).status_code == 404
    assert "The blue key" in text(here.get("/me/safety"))
    here.post(f"/me/safety/passkeys/{one}", {"name": "The red key"})
    assert "The red key" in text(here.get("/me/safety?done=named"))
    gone = here.post(f"/me/safety/passkeys/{one}/remove", follow=True)
    assert "The passkey is removed." in text(gone)
    assert not Authenticator.objects.exists()


def test_adding_and_removing_ask_who_one_is(house: House) -> None:
    here, _ = with_passkey(house.ann)
    here.post("/logout")
    one = Authenticator.objects.get(type="webauthn").pk
    fresh = sign_in(house.sam)
    assert fresh.get("/me/safety/passkeys/new")["Location"].startswith("/me/safety/again")
    fresh = browser()
    fresh.force_login(house.ann)
    asked = fresh.post(f"/me/safety/passkeys/{one}/remove")
    assert asked["Location"].startswith("/me/safety/again")
    assert Authenticator.objects.filter(pk=one).exists()


def test_who_one_is_can_be_shown_by_a_passkey(house: House) -> None:
    _, key = with_passkey(house.ann)
    here = browser()
    here.force_login(house.ann)
    assert "Use a passkey" in text(here.get("/me/safety/again?next=/me/safety/app"))
    again = "/me/safety/again/passkey?next=/me/safety/app"
    wrong = SoftKey(owner=key.owner).used(options(here.get(again)))
    assert "not known here" in text(here.post(again, {"credential": wrong}))
    right = key.used(options(here.get(again)))
    assert here.post(again, {"credential": right})["Location"] == "/me/safety/app"


def test_who_was_switched_off_is_told_so_and_stays_outside(house: House) -> None:
    _, key = with_passkey(house.ann)
    Agent.objects.filter(pk=house.ann.pk).update(is_active=False)
    here = browser()
    form = {"credential": key.used(asked_of(here))}
    assert "switched off" in text(here.post("/login/passkey", form, follow=True))
    assert here.get("/tickets/open").status_code == 302
