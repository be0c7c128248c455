"""Signing in with an account elsewhere: who is known or was invited comes in, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.test import Client, RequestFactory
from pytest_django import Settings

from tests.house import House
from tests.identity import Elsewhere, Identity, running
from tests.ports import closed_port
from tests.web.signing.conftest import sign_in, text
from tests.web.signing.test_second_factor import code_of, inside, switched_on
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.organisation.inviting import Guest, invite, withdraw
from threering.organisation.models import Agent, Invitation
from threering.organisation.people import roles_of
from threering.organisation.presence.models import Presence
from threering.organisation.rules import Role

pytestmark = pytest.mark.django_db
PEOPLE = {"ann@threering.test": True, "nina@x.test": True, "lou@threering.test": False}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Identity]:
    folder = tmp_path_factory.mktemp("elsewhere")
    with running(Identity(PEOPLE), folder, "http://testserver") as there:
        yield there


@pytest.fixture
def there(server: Identity, settings: Settings) -> Identity:
    """The server, and the settings that name it."""
    offer(settings, server)
    return server


def offer(settings: Settings, there: Identity) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [there.sign_on.app]}}


def sent(
    there: Identity, here: Client, address: str, action: str = "grant", query: str = ""
) -> str:
    """Go there and sign in: the address one is sent back to."""
    asked = here.get(f"/login/elsewhere{query}")
    assert asked["Location"].startswith(f"{there.url}/identity/o/authorize?")
    with Elsewhere(there) as browser:
        back = urlsplit(browser.answer(asked["Location"], address, action))
    return f"{back.path}?{back.query}"


def said(here: Client, answer: Any) -> str:
    """What the sign-in page says to whoever was refused."""
    assert answer["Location"] == "/login"
    assert not inside(here)
    return text(here.get("/login"))


def test_whoever_has_an_account_here_comes_in_and_nothing_else_is_kept(
    house: House, there: Identity
) -> None:
    here = Client()
    page = text(here.get("/login?next=/me"))
    assert 'href="/login/elsewhere?next=/me"' in page.replace("%2F", "/")
    assert "Sign in with Harbour ID" in page
    answer = here.get(sent(there, here, "ann@threering.test", query="?next=/me"))
    assert answer["Location"] == "/me"
    assert house.ann.email in text(here.get("/tickets/open"))
    assert Presence.objects.get(agent=house.ann).state == "online"
    row = SocialAccount.objects.get()
    assert (row.user, row.provider, row.extra_data) == (house.ann, there.url, {})
    assert house.ann.has_usable_password()


def test_a_second_factor_of_ours_is_still_asked_for(house: House, there: Identity) -> None:
    secret, _codes = switched_on(house.ann)
    here = Client()
    answer = here.get(sent(there, here, "ann@threering.test"))
    assert answer["Location"] == "/login/second"
    assert not inside(here)
    here.post("/login/second", {"code": code_of(secret, ahead=1)})
    assert inside(here)


def test_whoever_is_known_stays_the_same_when_addresses_change(
    house: House, there: Identity
) -> None:
    here = Client()
    here.get(sent(there, here, "ann@threering.test"))
    Agent.objects.filter(pk=house.ann.pk).update(email="ann@married.test")
    Agent.objects.filter(pk=house.sam.pk).update(email="ann@threering.test")
    again = Client()
    again.get(sent(there, again, "ann@threering.test"))
    assert "ann@married.test" in text(again.get("/tickets/open"))
    assert SocialAccount.objects.count() == 1


def test_another_server_may_call_somebody_else_the_same(house: House, there: Identity) -> None:
    SocialAccount.objects.create(user=house.boss, provider="https://old.example", uid="1")
    here = Client()
    here.get(sent(there, here, "ann@threering.test"))
    assert house.ann.email in text(here.get("/tickets/open"))


def test_a_stranger_is_refused_and_no_account_is_made(house: House, there: Identity) -> None:
    before, here = Agent.objects.count(), Client()
    page = said(here, here.get(sent(there, here, "nina@x.test")))
    assert "nina@x.test has no account here. An administrator can invite you." in page
    assert (Agent.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_an_address_that_is_not_confirmed_there_opens_nothing(
    house: House, there: Identity
) -> None:
    here = Client()
    page = said(here, here.get(sent(there, here, "lou@threering.test")))
    assert "Harbour ID does not say that your address is yours." in page
    assert not SocialAccount.objects.exists()


def invited(house: House) -> Invitation:
    guest = Guest(email="nina@x.test", name="Nina", roles={None: Role.AGENT}, key=uuid4())
    return invite(house.north, guest, "secret", by=house.boss, at=now())


def test_whoever_was_invited_comes_in_without_a_password(house: House, there: Identity) -> None:
    waiting, here = invited(house), Client()
    here.get(sent(there, here, "nina@x.test"))
    nina = Agent.objects.get(email="nina@x.test")
    assert "Nina" in text(here.get("/tickets/open"))
    assert roles_of(nina, house.north) == {None: Role.AGENT}
    assert not nina.has_usable_password()
    waiting.refresh_from_db()
    assert waiting.accepted_by == nina
    assert Event.objects.filter(kind="invitation_accepted", actor_id=nina.pk).exists()
    safety = text(here.get("/me/safety"))
    assert "Change the password" not in safety
    assert here.get("/me/safety/app").status_code == 200


def test_an_invitation_that_was_withdrawn_opens_nothing(house: House, there: Identity) -> None:
    withdraw(invited(house), now())
    here = Client()
    assert "has no account here" in said(here, here.get(sent(there, here, "nina@x.test")))


def test_whoever_was_switched_off_is_told_so(house: House, there: Identity) -> None:
    Agent.objects.filter(pk=house.ann.pk).update(is_active=False)
    here = Client()
    page = said(here, here.get(sent(there, here, "ann@threering.test")))
    assert "This account is switched off" in page


def test_an_answer_opens_once_and_in_the_browser_that_asked(house: House, there: Identity) -> None:
    here, thief = Client(), Client()
    back = sent(there, here, "ann@threering.test")
    assert "begun in another browser" in said(thief, thief.get(back))
    here.get(back)
    assert inside(here)
    here.post("/logout")
    assert "begun in another browser" in said(here, here.get(back))
    forged = f"/login/elsewhere/back?state={parse_qs(urlsplit(back).query)['state'][0]}&code=forged"
    assert "begun in another browser" in said(thief, thief.get(forged))


def test_a_code_that_was_made_up_opens_nothing(house: House, there: Identity) -> None:
    here = Client()
    asked = here.get("/login/elsewhere")["Location"]
    state = parse_qs(urlsplit(asked).query)["state"][0]
    page = said(here, here.get(f"/login/elsewhere/back?state={state}&code=made-up"))
    assert "Harbour ID cannot be asked who you are." in page


def test_whoever_does_not_agree_there_is_back_at_the_sign_in_page(
    house: House, there: Identity
) -> None:
    here = Client()
    page = said(here, here.get(sent(there, here, "ann@threering.test", action="cancel")))
    assert "You did not sign in with Harbour ID." in page


def test_nobody_adds_an_account_elsewhere_to_one_that_is_open(
    house: House, there: Identity
) -> None:
    here = sign_in(house.boss)
    asked = here.get("/login/elsewhere?process=connect", HTTP_HOST="testserver")
    with Elsewhere(there) as browser:
        back = urlsplit(browser.answer(asked["Location"], "ann@threering.test"))
    here.get(f"{back.path}?{back.query}", HTTP_HOST="testserver")
    assert SocialAccount.objects.get().user == house.ann


def test_a_server_that_is_away_or_knows_us_otherwise_is_named(
    house: House, there: Identity, settings: Settings
) -> None:
    here = Client()
    back = sent(there, here, "ann@threering.test")
    offer(settings, replace(there, secret="another"))
    assert "cannot be asked who you are" in said(here, here.get(back))
    with closed_port() as port:
        offer(settings, replace(there, port=port))
        assert "cannot be asked who you are" in said(here, here.get("/login/elsewhere"))


def test_who_it_is_has_to_be_said_the_same_twice(there: Identity, rf: RequestFactory) -> None:
    told = {"userinfo": {"sub": "1", "email": "ann@threering.test"}, "id_token": {"sub": "2"}}
    provider = get_adapter().get_provider(rf.get("/"), "elsewhere")
    with pytest.raises(OAuth2Error, match="two people"):
        provider.sociallogin_from_response(rf.get("/"), told)


def test_without_a_setting_there_is_no_such_door(house: House) -> None:
    assert b"elsewhere" not in Client().get("/login").content
    assert Client().get("/login/elsewhere").status_code == 404
    assert Client().get("/login/elsewhere/back?state=x&code=y").status_code == 404
