from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.web.live.conftest import turn
from threering.kernel.time import now
from threering.ledger.catalogue import CATALOGUE
from threering.organisation.models import Agent, Grant
from threering.stories.assign import assign
from threering.tickets.models import Ticket
from threering.tickets.queries import counts
from threering.web.live.readers import Reader, Tongue
from threering.web.live.rendering import Bell, bell_of, changes, counts_of

pytestmark = pytest.mark.django_db
SECRET = "xylotomous"
EN, DE = Tongue("en", "UTC"), Tongue("de", "Asia/Tokyo")


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail(f"My password is {SECRET}."))
    return Ticket.objects.get()


def reader(agent: Agent) -> Reader:
    return Reader.of(agent, "", agent.held)


def by(agent: Agent, ticket: Ticket, kind: str) -> Bell:
    return Bell(ticket.pk, kind, agent.kind, agent.pk)


@pytest.mark.parametrize("kind", sorted(CATALOGUE))
def test_no_kind_of_event_shows_what_was_written(house: House, ticket: Ticket, kind: str) -> None:
    (change,) = changes([by(house.ann, ticket, kind)], {EN, DE})
    assert change.data.keys() == {EN, DE}
    assert SECRET in ticket.preview
    assert not any(SECRET in data for data in change.data.values())


def test_a_change_is_told_in_every_language_and_zone(house: House, ticket: Ticket) -> None:
    Ticket.objects.update(last_at=datetime(2026, 3, 5, 22, 30, tzinfo=UTC))
    assign(ticket, house.ann, by=house.lea, at=now())
    (change,) = changes([by(house.lea, ticket, "assigned")], {EN, DE})
    assert "Lea assigned this ticket" in change.data[EN]
    assert "5 Mar, 22:30" in change.data[EN]
    assert "Lea hat dieses Ticket zugewiesen" in change.data[DE]
    assert "6. März, 07:30" in json.loads(change.data[DE])["row"]


def test_a_change_says_what_happened_and_where_it_belongs(house: House, ticket: Ticket) -> None:
    assign(ticket, house.ann, by=house.lea, at=now())
    (change,) = changes([by(house.lea, ticket, "assigned")], {EN})
    data = json.loads(change.data[EN])
    row = data.pop("row")
    places = ["open", f"brand-{ticket.brand_id}", f"inbox-{ticket.inbox_id}"]
    assert data == {
        "ticket": str(ticket.uuid),
        "views": [*places, f"for-{house.ann.pk}", "all"],
        "assignee": str(house.ann.uuid),
        "unsolved": True,
        "kinds": ["assigned"],
        "ref": f"north/{ticket.number}",
    }
    assert "Lea assigned this ticket" in row
    assert f'id="t-{ticket.uuid}"' in row
    assert (change.client_id, change.brand_id) == (house.north.pk, house.shop.brand_id)


def test_what_rang_together_tells_of_all_its_kinds(house: House, ticket: Ticket) -> None:
    tagged, sent = by(house.ann, ticket, "tagged"), by(house.ann, ticket, "delivery_sent")
    (change,) = changes([sent.after(tagged.after(None))], {EN})
    assert json.loads(change.data[EN])["kinds"] == ["delivery_sent", "tagged"]


def test_names_of_customers_are_not_markup(house: House) -> None:
    deliver(house.shop, mail(sender='"<img src=x>" <eve@example.com>', subject="<b>bold</b>"))
    ticket = Ticket.objects.get()
    bell = Bell(ticket.pk, "message_received", "customer", ticket.customer_id)
    (change,) = changes([bell], {EN})
    assert not {"<img", "<b>"} & set(change.data[EN].split())
    assert "&lt;b&gt;bold" in json.loads(change.data[EN])["row"]


def test_many_tickets_are_looked_up_at_once(
    house: House, ticket: Ticket, django_assert_max_num_queries: object
) -> None:
    for n in range(5):
        deliver(house.shop, mail(message_id=f"<m{n}@example.com>"))
    bells = [by(house.ann, one, "assigned") for one in Ticket.objects.all()]
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        assert len(changes(bells, {EN, DE})) == 6


def test_a_ticket_that_is_gone_is_no_change(house: House, ticket: Ticket) -> None:
    gone = Bell(ticket.pk + 1, "assigned", "person", house.ann.pk)
    found = changes([gone, by(house.ann, ticket, "assigned")], {EN})
    assert len(found) == 1


def test_a_bell_is_read_and_one_about_no_ticket_passed_over() -> None:
    fact = {"ticket": 7, "client": 1, "kind": "assigned", "actor_kind": "person", "actor": 3}
    assert bell_of(json.dumps(fact)) == Bell(7, "assigned", "person", 3)
    assert bell_of(json.dumps(fact | {"ticket": None})) is None


def test_counts_of_all_readers_are_those_of_their_pages(house: House, ticket: Ticket) -> None:
    inboxes = [house.shop, house.outlet, house.other, house.shop, house.outlet, house.shop]
    for n, inbox in enumerate(inboxes):
        deliver(inbox, mail(message_id=f"<m{n}@example.com>"))
    of_north = list(Ticket.objects.filter(client=house.north).order_by("pk"))
    for one, status in zip(of_north, ("pending", "on_hold", "solved", "spam"), strict=False):
        turn(one, status, house.ann)
    assign(of_north[0], house.ann, by=house.ann, at=now())
    assign(of_north[4], house.boss, by=house.ann, at=now())
    Grant.objects.filter(agent=house.lou).update(brand=house.outlet.brand)
    for agent in Agent.objects.all():
        told = counts_of([reader(agent)])[reader(agent)]
        assert json.loads(told) == counts(agent), agent.name


def test_counts_of_many_readers_are_two_queries(
    house: House, ticket: Ticket, django_assert_num_queries: object
) -> None:
    readers = [reader(agent) for agent in (house.ann, house.lea, house.sam, house.boss)]
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert set(counts_of(readers)) == set(readers)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert counts_of([]) == {}
