"""The pages of tags: leads call one otherwise, and it is so on every ticket and in the search."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.organisation.actions import grant
from threering.stories.tag_ticket import tag_ticket
from threering.tickets.models import Tag, Ticket, Unlearned
from threering.tickets.properties import tags_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    ticket = Ticket.objects.get()
    for name in ("late", "glass"):
        tag_ticket(ticket, add=name, by=house.ann, at=now())
    return ticket


def path_of(name: str) -> str:
    return f"/tags/{Tag.objects.get(name=name).pk}"


def test_a_tag_is_called_otherwise_on_all_its_tickets(
    house: House, as_: As, ticket: Ticket
) -> None:
    lead, path = as_(house.lea), path_of("late")
    assert 'dir="auto"><b>late</b>' in lead.get("/tags").content.decode()
    Unlearned.objects.all().delete()
    for _ in range(2):
        assert lead.post(path, {"name": " Too  late "}).status_code == 302
    assert set(tags_of(ticket)) == {"glass", "Too late"}
    assert list(Unlearned.objects.values_list("ticket", "stale")) == [(ticket.pk, True)]
    assert Event.objects.filter(kind="tag_renamed").count() == 1


def test_two_tags_are_not_called_the_same(house: House, as_: As, ticket: Ticket) -> None:
    lead, path = as_(house.lea), path_of("late")
    said = lead.post(path, {"name": "GLASS"}).content.decode()
    assert "There is a tag of this name already" in said
    assert "Name the tag" in lead.post(path, {"name": " "}).content.decode()
    assert sorted(tags_of(ticket)) == ["glass", "late"]
    assert lead.post(path, {"name": "Late"}).status_code == 302


def test_only_who_leads_all_brands_of_a_client_keeps_its_tags(
    house: House, as_: As, ticket: Ticket
) -> None:
    path = path_of("late")
    grant(house.sam, house.north, "lead", brand=house.outlet.brand)
    for agent, status in ((house.ann, 403), (house.sam, 404)):
        assert as_(agent).get(path).status_code == status
        assert as_(agent).post(path, {"name": "mine"}).status_code == status
    assert as_(house.ann).get("/tags").status_code == 403
    assert "<b>late</b>" not in as_(house.sam).get("/tags").content.decode()
    assert not Tag.objects.filter(name="mine").exists()
