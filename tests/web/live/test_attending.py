"""Who is at a ticket, as the stream tells it."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.web.live.conftest import Play, enter, next_of, session_of, turn, waiting
from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.stories.attend import attend
from threering.tickets.attending import Doing
from threering.tickets.models import Ticket, WorkSpan
from threering.web.live import hub as hub_module
from threering.web.live.hub import Hub

pytestmark = pytest.mark.django_db(transaction=True)


def sign(ticket: Ticket, agent: Agent, doing: Doing | None) -> None:
    attend(ticket, doing, by=agent, at=now())


def test_colleagues_see_who_comes_types_and_goes(house: House, ticket: Ticket, play: Play) -> None:
    session = session_of(house.lou)

    async def scene(hub: Hub) -> None:
        lou = await enter(hub, session)
        told = []
        for doing in (Doing.LOOKING, Doing.TYPING, None):
            await hub.ask(sign, ticket, house.ann, doing)
            told.append((await next_of(lou, "attending")).data)
        assert {one["ticket"] for one in told} == {str(ticket.uuid)}
        looking, typing, gone = (one["html"] for one in told)
        assert "Ann is looking" in looking
        assert "Ann is writing" in typing
        assert "Ann" not in gone

    play(scene)


def test_nobody_of_another_client_sees_it(house: House, ticket: Ticket, play: Play) -> None:
    north, south = session_of(house.lou), session_of(house.sam)

    async def scene(hub: Hub) -> None:
        lou, sam = await enter(hub, north), await enter(hub, south)
        await hub.ask(sign, ticket, house.ann, Doing.LOOKING)
        await next_of(lou, "attending")
        assert "attending" not in [one.event for one in await waiting(sam)]

    play(scene)


def test_the_same_again_is_not_told_again(house: House, ticket: Ticket, play: Play) -> None:
    session = session_of(house.lou)

    async def scene(hub: Hub) -> None:
        lou = await enter(hub, session)
        await hub.ask(sign, ticket, house.ann, Doing.LOOKING)
        await next_of(lou, "attending")
        for _ in range(3):
            await hub.ask(sign, ticket, house.ann, Doing.LOOKING)
        await hub.ask(turn, ticket, "pending", house.ann)
        await hub.ask(sign, ticket, house.ann, None)
        assert (await next_of(lou, "attending")).data["html"].strip() == ""

    play(scene)


def test_who_goes_without_a_word_is_gone_after_a_while(
    house: House, ticket: Ticket, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "BEAT_EVERY", 0.2)
    session = session_of(house.lou)

    def long_ago() -> None:
        WorkSpan.objects.update(began_at="2026-01-01T00:00Z", ended_at="2026-01-01T00:00Z")

    async def scene(hub: Hub) -> None:
        lou = await enter(hub, session)
        await hub.ask(sign, ticket, house.ann, Doing.LOOKING)
        await next_of(lou, "attending")
        await hub.ask(long_ago)
        while lou.queue.qsize():
            lou.queue.get_nowait()
        assert "Ann" not in (await next_of(lou, "attending")).data["html"]
        assert not hub.gathered  # nobody is asked for again where nobody is

    play(scene)
