"""Custom fields on the screen: kept by who leads, filled in by agents, found."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.organisation.actions import create_agent, grant
from threering.organisation.models import Brand
from threering.stories.keep_field import keep_field
from threering.tickets.fieldrules import Kind
from threering.tickets.fields import Wanted, filled_in
from threering.tickets.models import Field, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail("A kettle."))
    return Ticket.objects.get()


@pytest.fixture
def weight(house: House) -> Field:
    wanted = Wanted(name="Weight", kind=Kind.NUMBER)
    return keep_field(house.north, wanted, by=house.lea, at=now())


def write(client: Client, ticket: Ticket, field: Field, value: str) -> tuple[int, str]:
    address = f"/t/{ticket.client.slug}/{ticket.number}/fields"
    answer = client.post(address, {"field": str(field.uuid), "value": value})
    return answer.status_code, answer.content.decode()


def test_an_agent_fills_in_what_a_lead_asks_for(
    house: House, ticket: Ticket, weight: Field, as_: As
) -> None:
    ann = as_(house.ann)
    for _ in range(2):
        assert write(ann, ticket, weight, "1,5")[0] == 204
    assert filled_in(ticket) == [(weight, "1.5")]
    assert Event.objects.filter(kind="field_set").count() == 1
    page = ann.get(f"/tickets/open/north/{ticket.number}").content.decode()
    assert 'value="1.5"' in page
    assert f"/north/{ticket.number}" in ann.get("/tickets/all?q=field:1.5").content.decode()
    assert "Write a number" in write(ann, ticket, weight, "heavy")[1]
    assert write(ann, ticket, weight, "")[0] == 204
    assert filled_in(ticket) == [(weight, "")]


def test_nobody_fills_in_a_field_of_another_client(house: House, ticket: Ticket, as_: As) -> None:
    wanted = Wanted(name="Weight", kind=Kind.NUMBER)
    theirs = keep_field(house.south, wanted, by=house.boss, at=now())
    assert write(as_(house.boss), ticket, theirs, "1")[0] == 404
    assert write(as_(house.lou), ticket, theirs, "1")[0] in {403, 404}


def test_a_lead_keeps_fields_and_their_kind_stays(house: House, ticket: Ticket, as_: As) -> None:
    lea = as_(house.lea)
    sent = {"name": "Outcome", "kind": "choice", "choices": "Refund"}
    assert "at least two" in lea.post("/fields/new", sent).content.decode()
    assert lea.post("/fields/new", sent | {"choices": "Refund\nNew one"}).status_code == 302
    field = Field.objects.get()
    changed = {"name": "Wish", "kind": "number", "choices": "Refund\nVoucher"}
    assert lea.post(f"/fields/{field.uuid}", changed).status_code == 302
    field.refresh_from_db()
    assert (field.name, field.kind, field.choices) == ("Wish", "choice", ["Refund", "Voucher"])
    again = {"name": "wish", "kind": "text"}
    assert "already" in lea.post("/fields/new", again).content.decode()
    assert lea.post(f"/fields/{field.uuid}/archive", {"archived": "1"}).status_code == 204
    assert "Wish" not in lea.get("/fields").content.decode()
    assert write(as_(house.ann), ticket, field, "Refund")[0] == 404


def test_who_leads_one_brand_uses_the_fields_and_does_not_keep_them(
    house: House, weight: Field, as_: As
) -> None:
    zoe = create_agent("zoe@x.test", name="Zoe", password="a long password", grants=[])
    grant(zoe, house.north, "lead", brand=Brand.objects.get(name="Shop"))
    assert "Nothing to keep here" in as_(zoe).get("/fields").content.decode()
    assert as_(zoe).get(f"/fields/{weight.uuid}").status_code == 404
    assert list(Field.objects.visible_to(zoe)) == [weight]
