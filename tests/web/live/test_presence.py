"""States that change while others look."""

from __future__ import annotations

from functools import partial

import pytest

from tests.house import House
from tests.web.live.conftest import Play, enter, next_of, session_of
from threering.kernel.time import now
from threering.organisation.presence.models import BreakReason, Presence
from threering.organisation.presence.rules import AWAY_AFTER, State
from threering.stories.change_state import choose_state, come
from threering.web.live.hub import Hub

pytestmark = pytest.mark.django_db(transaction=True)


def test_colleagues_are_shown_it_at_once_and_strangers_are_not(house: House, play: Play) -> None:
    lunch = BreakReason.objects.create(client=house.north, name="Lunch")
    people = (house.lea, house.boss, house.sam)
    keys = [session_of(one) for one in people]
    come(house.boss, at=now())

    async def scene(hub: Hub) -> None:
        lea, boss, sam = [await enter(hub, key) for key in keys]
        await hub.ask(partial(choose_state, house.boss, State.BREAK, lunch, at=now()))
        for reader, label in ((lea, "Lunch"), (boss, "Lunch"), (sam, "On a break")):
            heard = await next_of(reader, "presence")
            while heard.data["state"] != "break":
                heard = await next_of(reader, "presence")
            assert heard.data == {"agent": str(house.boss.uuid), "state": "break", "label": label}
        await hub.ask(partial(choose_state, house.lea, State.BUSY, None, at=now()))
        heard = await next_of(boss, "presence")
        while heard.data["agent"] != str(house.lea.uuid):
            heard = await next_of(boss, "presence")
        assert not [one for one in list(sam.queue._queue) if str(house.lea.uuid).encode() in one]

    play(scene)


def test_who_opens_a_page_again_comes_back(house: House, play: Play) -> None:
    key = session_of(house.ann)
    come(house.ann, at=now() - 2 * AWAY_AFTER)

    async def scene(hub: Hub) -> None:
        ann = await enter(hub, key)
        while (await next_of(ann, "presence")).data["state"] != "online":
            pass

    play(scene)
    assert Presence.objects.get(agent=house.ann).state == "online"
