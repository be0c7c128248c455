from __future__ import annotations

from uuid import uuid4

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.web.live.conftest import Play, enter, next_of, session_of, turn, waiting
from threering.kernel.time import now
from threering.organisation.models import Agent, Grant
from threering.stories.change_tickets import change_tickets
from threering.tickets.bulk.actions import Asked, ask
from threering.tickets.bulk.rules import Change, What
from threering.tickets.models import Ticket
from threering.web.live.hub import Hub

pytestmark = pytest.mark.django_db(transaction=True)


def many(by: Agent, count: int) -> None:
    """Change so many tickets in one commit."""
    asked = Asked(key=uuid4(), by=by, change=Change(What.PRIORITY, 3))
    ids = list(Ticket.objects.visible_to(by).values_list("pk", flat=True))
    assert len(ids) == count
    client_id = Ticket.objects.get(pk=ids[0]).client_id
    change_tickets(ask(client_id, asked, ids, at=now()), most=count, at=now())


def test_many_changes_are_told_as_one_and_only_to_their_client(
    house: House, ticket: Ticket, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threering.stories.change_tickets.EACH_TELLS", 1)
    deliver(house.shop, mail(message_id="<2@x.test>", sender="o@example.com"))
    deliver(house.other, mail(message_id="<b1@example.com>"))
    Grant.objects.filter(agent=house.lou).update(brand=house.outlet.brand)
    theirs = Ticket.objects.get(client=house.south)
    sessions = [session_of(agent) for agent in (house.lea, house.lou, house.sam)]

    async def scene(hub: Hub) -> None:
        lea, lou, sam = [await enter(hub, session) for session in sessions]
        hello = await next_of(lea, "hello")
        await hub.ask(many, house.ann, 2)
        for reader in (lea, lou):
            assert (await next_of(reader, "many", "ticket")).data == {}
        await hub.ask(turn, theirs, "pending", house.sam)
        assert (await next_of(sam, "many", "ticket")).event == "ticket"
        back = await waiting(await enter(hub, sessions[0], hello.id))
        assert [one.event for one in back] == ["reset", "hello"]

    play(scene)
