"""The language and the zone in which somebody reads: the browser's, until they choose."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.house import House
from tests.web.conftest import As
from threering.organisation.models import Agent

pytestmark = pytest.mark.django_db
GERMAN = {"HTTP_ACCEPT_LANGUAGE": "de-AT,de;q=0.9,en;q=0.5"}


def look(browser: Client, **headers: str) -> str:
    """The page of settings; what it says of its language."""
    answer = browser.get("/me", **headers)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    assert f'<html lang="{answer.headers["Content-Language"]}" dir="ltr">' in text
    return text


def as_kept(agent: Agent) -> tuple[str, str]:
    agent.refresh_from_db()
    return agent.language, agent.time_zone


def test_who_chose_nothing_reads_as_the_browser_asks(house: House, as_: As) -> None:
    browser = as_(house.ann)
    browser.cookies["zone"] = "Asia/Calcutta"
    assert "Meine Einstellungen" in look(browser, **GERMAN)
    assert as_kept(house.ann) == ("de", "Asia/Calcutta")
    assert "My settings" in look(browser, HTTP_ACCEPT_LANGUAGE="en-GB")
    assert as_kept(house.ann) == ("en", "Asia/Calcutta")


def test_a_browser_that_says_nothing_changes_nothing(house: House, as_: As) -> None:
    Agent.objects.filter(pk=house.ann.pk).update(language="de", time_zone="Europe/Berlin")
    assert "Meine Einstellungen" in look(as_(house.ann))
    assert as_kept(house.ann) == ("de", "Europe/Berlin")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "", "x" * 300])
def test_a_zone_that_there_is_not_is_passed_over(house: House, as_: As, zone: str) -> None:
    browser = as_(house.ann)
    browser.cookies["zone"] = zone
    look(browser)
    assert as_kept(house.ann) == ("en", "UTC")


def test_who_chose_reads_so_whatever_the_browser_asks(house: House, as_: As) -> None:
    browser = as_(house.ann)
    saved = browser.post("/me", {"language": "de", "time_zone": "Asia/Tokyo"}, follow=True)
    assert "Gespeichert" in saved.content.decode()
    browser.cookies["zone"] = "Europe/Berlin"
    assert "Meine Einstellungen" in look(browser, HTTP_ACCEPT_LANGUAGE="en")
    assert as_kept(house.ann) == ("de", "Asia/Tokyo")
    assert as_kept(house.lea) == ("en", "UTC")


def test_a_choice_is_taken_back_by_choosing_the_browser(house: House, as_: As) -> None:
    browser = as_(house.ann)
    browser.post("/me", {"language": "de", "time_zone": "Asia/Tokyo"})
    browser.cookies["zone"] = "Europe/Berlin"
    browser.post("/me", {"language": "", "time_zone": ""})
    look(browser, HTTP_ACCEPT_LANGUAGE="en")
    assert as_kept(house.ann) == ("en", "Europe/Berlin")


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"time_zone": "Mars/Olympus"}])
def test_what_there_is_not_cannot_be_chosen(house: House, as_: As, wrong: dict[str, str]) -> None:
    browser = as_(house.ann)
    answer = browser.post("/me", wrong)
    assert answer.status_code == 422
    assert "That cannot be chosen" in answer.content.decode()
    assert as_kept(house.ann) == ("en", "UTC")
    house.ann.refresh_from_db()
    assert not house.ann.language_chosen


def test_who_wants_not_to_be_told_of_something_is_not(house: House, as_: As) -> None:
    browser, page = as_(house.ann), {"asked": "on", "told": ["given", "mentioned"]}
    assert browser.get("/me").content.decode().count('name="told"') == 5
    browser.post("/me", page)
    house.ann.refresh_from_db()
    assert {"customer_wrote", "woken", "bounced"} < set(house.ann.untold)
    ticked = re.findall(r'name="told" value="(\w+)" checked', browser.get("/me").content.decode())
    assert ticked == ["mentioned", "given"]
    browser.post("/me", {"language": "de"})  # a form that asked nothing of that
    house.ann.refresh_from_db()
    assert "assigned" not in house.ann.untold
    assert "woken" in house.ann.untold
    assert browser.post("/me", {"asked": "on", "told": ["all"]}).status_code == 422


@pytest.mark.usefixtures("house")
def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/me").headers["Location"] == "/login?next=/me"
    assert "Willkommen zurück" in client.get("/login", **GERMAN).content.decode()
