"""The page of what becomes of a customer's data."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tests.house import PASSWORD, House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.customers.models import Customer, Erasure
from threering.jobs.erasures import erase_customer, go_on
from threering.kernel.time import now
from threering.organisation.actions import create_agent, grant
from threering.organisation.models import Brand
from threering.tickets.models import Attachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(house: House) -> str:
    deliver(house.shop, mail("My kettle leaks.", subject="Kettle"))
    return f"/customers/{Customer.objects.get().uuid}"


def erased() -> None:
    while erasure := Erasure.objects.filter(done_at=None).first():
        erase_customer.func(erasure.pk)


def test_an_admin_sees_what_goes_asks_for_it_and_takes_it_back(
    house: House, as_: As, place: str
) -> None:
    boss = as_(house.boss)
    assert f"{place}/privacy" in boss.get(place).content.decode()
    page = boss.get(f"{place}/privacy").content.decode()
    for words in ("ingrid@example.com", "1 ticket", "1 of them is not solved", "Erase in 24 hours"):
        assert words in page
    for _ in range(2):
        assert boss.post(f"{place}/erasure").status_code == 204
    assert Erasure.objects.count() == 1
    assert "Until then it can be taken back" in boss.get(f"{place}/privacy").content.decode()
    assert boss.post(f"{place}/erasure", {"taken_back": "1"}).status_code == 204
    assert "Erase in 24 hours" in boss.get(f"{place}/privacy").content.decode()


def test_what_is_erased_is_shown_as_such_and_takes_nothing_more(
    house: House, as_: As, place: str
) -> None:
    boss = as_(house.boss)
    boss.post(f"{place}/erasure")
    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        go_on(now())
        erased()
        assert "Erased on" in boss.get(f"{place}/privacy").content.decode()
        assert "Erased customer" in boss.get("/tickets/all/north/1").content.decode()
    ticket = boss.get("/tickets/all/north/1").content.decode()
    assert "That something was said here stays" in ticket
    assert "(erased)" in ticket
    assert 'id="composer"' not in ticket
    for path in (place, "/tickets/all/list", "/t/north/1/history", "/t/north/1/print"):
        assert "Ingrid" not in boss.get(path).content.decode()
    note = {"kind": "note", "text": "Ingrid", "key": "8e1e1a0e-0000-4000-8000-000000000001"}
    assert b"was erased" in boss.post("/t/north/1/reply", note).content
    boss.post("/t/north/1/draft", {"kind": "note", "text": "Ingrid"})
    assert not boss.get("/t/north/1/draft").content
    assert boss.post(f"{place}/erasure").status_code == 404
    assert Erasure.objects.count() == 1
    assert not Attachment.objects.exists()


def test_once_it_has_begun_it_is_too_late(house: House, as_: As, place: str) -> None:
    boss = as_(house.boss)
    boss.post(f"{place}/erasure")
    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        page = boss.get(f"{place}/privacy").content.decode()
        late = boss.post(f"{place}/erasure", {"taken_back": "1"})
    assert "It is being erased" in page
    assert (late.status_code, b"cannot be brought back" in late.content) == (422, True)


def test_only_admins_of_all_brands_may(house: House, as_: As, place: str) -> None:
    zoe = create_agent("zoe@x.test", name="Zoe", password=PASSWORD, grants=[])
    grant(zoe, house.north, "admin", brand=Brand.objects.get(name="Shop"))
    for agent, status in ((house.lea, 403), (house.ann, 403), (house.sam, 403), (zoe, 404)):
        visitor = as_(agent)
        assert visitor.get(f"{place}/privacy").status_code == status
        assert visitor.post(f"{place}/erasure").status_code == status
    assert "/privacy" not in as_(zoe).get(place).content.decode()
    assert not Erasure.objects.exists()
