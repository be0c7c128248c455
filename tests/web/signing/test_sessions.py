"""My sign-ins: where one is signed in, and ending that."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from tests.house import PASSWORD, House
from tests.web.conftest import As
from threering.jobs.timetable import drop_sessions
from threering.kernel.time import now
from threering.organisation.models import Agent, SignIn

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(agent: Agent, **headers: str) -> Client:
    """A browser of its own, signed in through the page."""
    browser = Client(headers=headers)
    answer = browser.post("/login", {"login": agent.email, "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def page_of(browser: Client) -> str:
    text: str = browser.get("/me/sign-ins").content.decode()
    return text


def test_every_browser_is_listed_with_its_name_and_address(house: House) -> None:
    here, _there = signed_in(house.ann), signed_in(house.ann, user_agent=FIREFOX)
    said = page_of(here)
    assert "Firefox, Linux" in said
    assert said.count("127.0.0.1") == 2
    assert said.count("browsers__one") == 2
    assert said.count("this one") == 2  # beside its name, and for who hears its button
    assert "browsers__one" in page_of(signed_in(house.sam))
    assert page_of(here).count("browsers__one") == 2


def test_a_session_is_noted_by_signing_in_alone(house: House) -> None:
    signed_in(house.ann)
    assert SignIn.objects.get().agent == house.ann


def test_ending_one_ends_it_at_once_and_twice_is_once(house: House) -> None:
    here, there = signed_in(house.ann), signed_in(house.ann)
    one = SignIn.objects.get(session=there.cookies["sessionid"].value)
    for _ in range(2):
        assert here.post(f"/me/sign-ins/{one.uuid}").status_code == 204
    assert there.get("/tickets/open").status_code == 302
    assert page_of(here).count("browsers__one") == 1


def test_signing_out_everywhere_else_leaves_this_one(house: House) -> None:
    here, there, others = (signed_in(one) for one in (house.ann, house.ann, house.sam))
    assert here.post("/me/sign-ins").status_code == 204
    assert there.get("/tickets/open").status_code == 302
    assert here.get("/tickets/open").status_code == 200
    assert others.get("/tickets/open").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(house: House, as_: As) -> None:
    there = signed_in(house.ann)
    one = SignIn.objects.get()
    assert as_(house.boss).post(f"/me/sign-ins/{one.uuid}").status_code == 404
    assert there.get("/tickets/open").status_code == 200


def test_a_session_is_noted_again_after_minutes_and_not_at_every_request(house: House) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        here = signed_in(house.ann)
        first = SignIn.objects.get()
        here.get("/me")
        assert SignIn.objects.get().seen_at == first.seen_at
        clock.shift(timedelta(minutes=6))
        here.get("/me")
        again = SignIn.objects.get()
        assert again.seen_at - first.seen_at == timedelta(minutes=6)
        assert again.signed_in_at == first.signed_in_at


def test_what_ran_out_is_forgotten_at_night(house: House) -> None:
    signed_in(house.ann)
    kept = signed_in(house.ann)
    session = kept.cookies["sessionid"].value
    Session.objects.exclude(pk=session).update(expire_date=now() - timedelta(days=1))
    drop_sessions(0)
    assert list(SignIn.objects.values_list("session", flat=True)) == [session]
    assert Session.objects.count() == 1


def test_the_address_is_the_proxys_word_only_where_one_stands_before_us(
    house: House, settings: object
) -> None:
    signed_in(house.ann, x_forwarded_for="203.0.113.9")
    assert SignIn.objects.get().address == "127.0.0.1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1  # type: ignore[attr-defined]
    signed_in(house.sam, x_forwarded_for="198.51.100.1, 203.0.113.9")
    assert SignIn.objects.get(agent=house.sam).address == "203.0.113.9"
