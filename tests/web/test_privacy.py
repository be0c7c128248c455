"""The page of what becomes of a customer's data."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
import time_machine

from tests.acceptance.post import mail as posted
from tests.house import PASSWORD, House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.customers.models import Customer, Erasure
from threering.jobs.erasures import erase_customer, go_on
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.organisation.actions import create_agent, grant
from threering.organisation.models import Brand
from threering.tickets.models import Attachment

pytestmark = pytest.mark.django_db
INGRID = "ingrid@example.com"


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
    for words in (
        "ingrid@example.com",
        "1 ticket",
        "1 message)",
        "1 of them is not solved",
        "Erase in 24 hours",
    ):
        assert words in page
    for _ in range(2):
        assert boss.post(f"{place}/erasure").status_code == 204
    assert Erasure.objects.count() == 1
    assert "Until then it can be taken back" in boss.get(f"{place}/privacy").content.decode()
    assert boss.post(f"{place}/erasure", {"taken_back": "1"}).status_code == 204
    assert "Erase in 24 hours" in boss.get(f"{place}/privacy").content.decode()


def test_everything_of_theirs_is_given_out_as_one_file(house: House, as_: As, place: str) -> None:
    lamp = posted("It is dark.", to=house.shop.address, subject="Lamp", sender=INGRID, file=b"%PDF")
    deliver(house.shop, lamp)
    boss = as_(house.boss)
    note = {"kind": "note", "text": "She phoned.", "key": str(uuid4())}
    assert boss.post("/t/north/1/reply", note).status_code == 201
    answer = boss.post(f"{place}/given-out")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    with ZipFile(BytesIO(answer.content)) as packed:
        told = json.loads(packed.read("data.json"))
        names = packed.namelist()
        assert [packed.read(name) for name in names if name.endswith("/bill.pdf")] == [b"%PDF"]
        assert sum(name.endswith(".eml") for name in names) == 2
    assert [one["subject"] for one in told["tickets"]] == ["Kettle", "Lamp"]
    texts = {one["text"].strip() for one in told["messages"]}
    assert {"My kettle leaks.", "It is dark.", "She phoned."} <= texts
    assert {path for one in told["messages"] for path in one["files"]} <= set(names)
    assert [one["value"] for one in told["handles"]] == [INGRID]
    fact = Event.objects.get(kind="customer_given_out")
    assert (fact.actor_id, fact.customer_id) == (house.boss.pk, Customer.objects.get().pk)


def test_files_that_are_too_large_are_left_to_the_command(
    house: House, as_: As, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threering.web.customers.privacy.MOST_BYTES", -1)
    boss = as_(house.boss)
    assert "threering give-out-customer" in boss.get(f"{place}/privacy").content.decode()
    assert boss.post(f"{place}/given-out").status_code == 404


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
    assert boss.post(f"{place}/given-out").status_code == 404
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
        assert visitor.post(f"{place}/given-out").status_code == status
    assert "/privacy" not in as_(zoe).get(place).content.decode()
    assert not Erasure.objects.exists()
