"""The pages of consent: noted and taken back by administrators, refused by a link in a mail."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.customers.consent.links import link_of
from threering.customers.consent.models import Consent
from threering.customers.consent.queries import may_write
from threering.customers.consent.rules import Purpose
from threering.customers.models import Customer

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def ingrid(house: House) -> Customer:
    deliver(house.shop, mail("My kettle leaks.", subject="Kettle"))
    return Customer.objects.get()


@pytest.fixture
def place(ingrid: Customer) -> str:
    return f"/customers/{ingrid.uuid}"


@pytest.fixture
def link(house: House, ingrid: Customer) -> str:
    return f"/stop/{link_of(ingrid, house.shop.brand, Purpose.ACKNOWLEDGEMENT)}"


def test_an_admin_notes_it_sees_it_and_takes_it_back(house: House, as_: As, place: str) -> None:
    boss = as_(house.boss)
    shop = {"brand": str(house.shop.brand.uuid)}
    said = {"purpose": "offer", "agreed": "1", "ticket": "1"} | shop
    answer = boss.post(f"{place}/consent", said)
    assert answer.status_code == 204
    page = boss.get(f"{place}/privacy").content.decode()
    assert "said in ticket 1, noted by Boss" in page
    assert "Offers and news: agreed" in page
    assert "Offers and news: nothing said" in page  # of the other brand
    again = boss.post(f"{place}/consent", said)
    assert (again.status_code, again.content.strip()) == (422, b"That is so already.")
    name, _, value = answer["Undo"].partition("=")
    for _ in range(2):
        assert boss.post(f"{place}/consent", {name: value}).status_code == 204
    page = boss.get(f"{place}/privacy").content.decode()
    assert "Offers and news: agreed" not in page
    assert "(taken back)" in page
    assert Consent.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        ({}, 422, b"Say what the customer agreed to or refused."),
        ({"purpose": "answer", "agreed": "0"}, 422, b"answer"),
        ({"purpose": "offer", "agreed": "0", "ticket": "x"}, 422, b"the number of a ticket"),
        ({"purpose": "offer", "agreed": "0", "ticket": "2"}, 422, b"no ticket of that number"),
        ({"purpose": "offer", "agreed": "0", "brand": str(uuid4())}, 404, b""),
        ({"taken_back": str(uuid4())}, 204, b""),
    ],
)
def test_what_cannot_be_noted_is_said(  # noqa: PLR0917
    house: House, as_: As, place: str, said: dict[str, str], status: int, why: bytes
) -> None:
    answer = as_(house.boss).post(f"{place}/consent", said)
    assert (answer.status_code, why in answer.content) == (status, True)
    assert not Consent.objects.exists()


def test_a_brand_of_another_client_is_not_there(house: House, as_: As, place: str) -> None:
    said = {"purpose": "offer", "agreed": "1", "brand": str(house.other.brand.uuid)}
    assert as_(house.boss).post(f"{place}/consent", said).status_code == 404


def test_only_who_keeps_privacy_may(house: House, as_: As, place: str) -> None:
    for agent in (house.lea, house.ann, house.lou, house.sam):
        said = {"purpose": "offer", "agreed": "1"}
        assert as_(agent).post(f"{place}/consent", said).status_code == 403
    assert not Consent.objects.exists()


def test_looking_at_the_link_changes_nothing_and_tells_nobody_who_it_is(
    house: House, link: str
) -> None:
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(link)
    assert stranger.head(link).status_code == 200
    told = page.content.decode()
    assert page.status_code == 200
    assert "Shop" in told
    assert "Automatic acknowledgements" in told
    assert not any(word in told for word in ("Ingrid", "ingrid", "Kettle"))
    assert not Consent.objects.exists()


@pytest.mark.parametrize("sent", [ONE_CLICK, {}])
def test_one_press_does_it_without_signing_in_and_twice_is_once(
    house: House, ingrid: Customer, link: str, sent: dict[str, str]
) -> None:
    program = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = program.post(link, sent)
        assert (answer.status_code, b"You get no more of these" in answer.content) == (200, True)
    assert Consent.objects.count() == 1
    assert not may_write(Purpose.ACKNOWLEDGEMENT, ingrid, house.shop.brand)
    assert "sessionid" not in program.cookies


def test_a_link_that_we_did_not_sign_does_nothing(house: House, link: str) -> None:
    stranger, (words, _, sign) = Client(), link.rpartition("-")
    other = words.replace("acknowledgement", "offer")
    wrong = (
        f"{words}-{'a' * 16}",
        f"{other}-{sign}",
        words,
        "/stop/x",
        "/stop/a-b-c-d",
        f"{link}x",
    )
    for forged in wrong:
        for answer in (stranger.get(forged), stranger.post(forged, ONE_CLICK)):
            assert (answer.status_code, b"not complete" in answer.content) == (404, True)
    assert not Consent.objects.exists()


def test_what_customers_did_alone_is_shown_and_not_taken_back(
    house: House, as_: As, place: str, link: str
) -> None:
    Client().post(link)
    page = as_(house.boss).get(f"{place}/privacy").content.decode()
    assert "Automatic acknowledgements: refused" in page
    assert "by the link in a mail" in page
    assert 'data-send="taken_back=' not in page.partition('id="consents"')[2].partition("</ul>")[2]
