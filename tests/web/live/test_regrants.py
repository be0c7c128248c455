"""Roles that were taken end what an open stream brings, at once."""

from __future__ import annotations

import pytest
from django.db.transaction import atomic

from tests.house import House
from tests.mail import deliver, mail
from tests.web.live.conftest import Play, enter, next_of, session_of, turn
from threering.organisation.actions import create_agent
from threering.organisation.people import set_roles
from threering.organisation.rules import Role
from threering.tickets.models import Ticket
from threering.web.live import hub as hub_module
from threering.web.live.hub import Hub
from threering.web.live.readers import Reader, reader_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ticket(house: House) -> Ticket:
    create_agent("eve@x.test", name="Eve", password="long words", grants=[(house.north, "admin")])
    deliver(house.shop, mail("A kettle."))
    return Ticket.objects.get()


def test_nothing_comes_any_more_from_where_the_roles_were_taken(
    house: House, ticket: Ticket, play: Play
) -> None:
    deliver(house.other, mail(message_id="<b1@example.com>"))
    theirs = Ticket.objects.get(client=house.south)
    session = session_of(house.boss)

    def taken() -> None:
        with atomic():
            set_roles(house.boss, house.north, {})
            turn(ticket, "pending", house.ann)

    async def scene(hub: Hub) -> None:
        boss = await enter(hub, session)
        await hub.ask(taken)
        # not even what happened in the same moment: the first that is heard is to look again
        assert (await next_of(boss, "ticket", "reset")).event == "reset"
        assert {one.client_id for one in boss.reader.held} == {house.south.pk}
        await hub.ask(turn, ticket, "open", house.ann)
        await hub.ask(turn, theirs, "pending", house.sam)
        assert (await next_of(boss, "ticket")).data["ticket"] == str(theirs.uuid)

    play(scene)


def test_who_is_nothing_any_more_is_told_to_look_again(
    house: House, ticket: Ticket, play: Play
) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        ann = await enter(hub, session)
        await hub.ask(set_roles, house.ann, house.north, {})
        await next_of(ann, "reset")
        assert not ann.reader.held

    play(scene)


def test_roles_that_were_given_are_heard_of_at_once(
    house: House, ticket: Ticket, play: Play
) -> None:
    session = session_of(house.sam)

    async def scene(hub: Hub) -> None:
        sam = await enter(hub, session)
        await hub.ask(set_roles, house.sam, house.north, {None: Role.LIGHT})
        await next_of(sam, "reset")
        await hub.ask(turn, ticket, "pending", house.ann)
        assert (await next_of(sam, "ticket")).data["ticket"] == str(ticket.uuid)

    play(scene)


def test_who_comes_while_their_roles_are_taken_sees_nothing_of_there(
    house: House, ticket: Ticket, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        await enter(hub, session)  # the hub hears now

        def asked_too_early(key: str) -> Reader | None:
            reader = reader_of(key)
            set_roles(house.ann, house.north, {})
            while not hub.regrants:
                pass
            return reader

        monkeypatch.setattr(hub_module, "reader_of", asked_too_early)
        ann = await enter(hub, session)
        assert not ann.reader.held

    play(scene)
