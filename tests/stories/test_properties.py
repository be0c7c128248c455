from __future__ import annotations

import pytest
from django.db import IntegrityError, connection

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.organisation.actions import create_team
from threering.stories.assign import assign
from threering.stories.set_priority import set_priority
from threering.stories.set_team import set_team
from threering.stories.tag_ticket import tag_ticket
from threering.tickets.models import Tag, Ticket
from threering.tickets.properties import TooManyTags, known_tags, tags_of
from threering.tickets.rules import Priority
from threering.tickets.tagging import MOST_TAGS, tag_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


def told() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))[3:]


def test_a_priority_is_set_once(house: House, ticket: Ticket) -> None:
    for _ in range(2):
        set_priority(ticket, Priority.URGENT, by=house.ann, at=now())
    assert Ticket.objects.get().priority == Priority.URGENT
    assert told() == ["priority_changed"]


def test_a_ticket_is_given_to_a_team_once_and_keeps_its_owner(house: House, ticket: Ticket) -> None:
    assign(ticket, house.ann, by=house.ann, at=now())
    team = create_team(house.north, "Returns", [house.ann])
    for to in (team, team, None, None):
        set_team(ticket, to, by=house.ann, at=now())
    assert (Ticket.objects.get().team, Ticket.objects.get().assignee) == (None, house.ann)
    assert told() == ["assigned", "team_changed", "team_changed"]


def test_a_ticket_never_gets_a_team_of_another_client(house: House, ticket: Ticket) -> None:
    theirs = create_team(house.south, "Returns")
    set_team(ticket, theirs, by=house.ann, at=now())
    with pytest.raises(IntegrityError):
        connection.check_constraints()


def test_a_tag_is_put_on_once_whatever_its_capitals(house: House, ticket: Ticket) -> None:
    for name in ("Größe", "größe", "GRÖẞE", "refund", "Refund"):
        tag_ticket(ticket, add=name, by=house.ann, at=now())
    assert tags_of(ticket) == ["Größe", "refund"]
    assert told() == ["tagged"] * 2


def test_a_tag_is_taken_off_and_stays_known(house: House, ticket: Ticket) -> None:
    tag_ticket(ticket, add="VIP", by=house.ann, at=now())
    for _ in range(2):
        tag_ticket(ticket, remove="vip", by=house.ann, at=now())
    assert tags_of(ticket) == []
    assert known_tags(house.north.pk) == ["VIP"]
    assert told() == ["tagged", "untagged"]


def test_each_client_has_its_own_tags(house: House, ticket: Ticket) -> None:
    tag_ticket(ticket, add="VIP", by=house.ann, at=now())
    deliver(house.other, mail(message_id="<s@x.test>"))
    theirs = Ticket.objects.get(client=house.south)
    tag_ticket(theirs, add="vip", by=house.sam, at=now())
    assert Tag.objects.count() == 2
    assert known_tags(house.south.pk) == ["vip"]


def test_a_ticket_carries_no_more_tags_than_can_be_read(house: House, ticket: Ticket) -> None:
    for n in range(MOST_TAGS):
        tag_ticket(ticket, add=f"t{n}", by=house.ann, at=now())
    with pytest.raises(TooManyTags):
        tag_ticket(ticket, add="one more", by=house.ann, at=now())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("  two   words ", "two words"), ("a\0b", "a b"), ("", ""), (" ", ""), ("x" * 60, "x" * 50)],
)
def test_a_tag_is_kept_without_what_nobody_sees(typed: str, kept: str) -> None:
    assert tag_name(typed) == kept
