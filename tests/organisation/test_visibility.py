from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from tests.house import House
from tests.mail import deliver, mail
from threering.organisation.actions import create_agent, grant
from threering.organisation.models import Agent
from threering.organisation.rules import Verb
from threering.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


def fresh(agent: Agent) -> Agent:
    return Agent.objects.get(pk=agent.pk)


def test_an_agent_sees_the_tickets_of_their_client_only(house: House) -> None:
    deliver(house.shop, mail())
    deliver(house.other, mail(message_id="<b@x.test>"))
    assert Ticket.objects.visible_to(house.ann).get().client == house.north
    assert Ticket.objects.visible_to(house.sam).get().client == house.south
    assert Ticket.objects.visible_to(house.boss).count() == 2


def test_a_grant_for_one_brand_shows_that_brand_only(house: House) -> None:
    deliver(house.shop, mail())
    deliver(house.outlet, mail(message_id="<b@x.test>"))
    guest = create_agent("guest@x.test", name="Guest", password="a long password", grants=[])
    grant(guest, house.north, "agent", brand=house.outlet.brand)
    assert Ticket.objects.visible_to(fresh(guest)).get().brand == house.outlet.brand


def test_seeing_is_not_doing(house: House) -> None:
    deliver(house.shop, mail())
    assert Ticket.objects.visible_to(house.lou).exists()
    assert not Ticket.objects.visible_to(house.lou, Verb.REPLY).exists()


def test_who_was_switched_off_sees_nothing(house: House) -> None:
    deliver(house.shop, mail())
    Agent.objects.filter(pk=house.ann.pk).update(is_active=False)
    assert not Ticket.objects.visible_to(fresh(house.ann)).exists()


def test_a_message_cannot_be_put_into_a_ticket_of_another_client(house: House) -> None:
    deliver(house.shop, mail())
    deliver(house.other, mail(message_id="<b@x.test>"))
    theirs = Ticket.objects.get(client=house.south)
    with pytest.raises(IntegrityError, match="same_client"):
        put(theirs, Message.objects.filter(client=house.north))


@transaction.atomic
def put(ticket: Ticket, messages: QuerySet[Message]) -> None:
    messages.update(ticket=ticket)
    connection.check_constraints()


def test_an_address_is_one_person(house: House) -> None:
    with pytest.raises(ValidationError, match="already has an account"):
        create_agent("ANN@threering.test", name="Ann", password="a long password", grants=[])


def test_a_role_that_does_not_exist_is_refused(house: House) -> None:
    with pytest.raises(ValidationError, match="is not a role"):
        grant(house.ann, house.south, "king")
