"""Sessions that are ended by hand, and their streams."""

from __future__ import annotations

from functools import partial

import pytest

from tests.house import House
from tests.web.live.conftest import Play, enter, session_of
from threering.kernel.time import now
from threering.organisation.signins import Browser, end_other_sign_ins, note_seen
from threering.web.live.hub import Hub

pytestmark = pytest.mark.django_db(transaction=True)


def test_ending_a_session_by_hand_ends_its_stream_at_once(house: House, play: Play) -> None:
    sessions = [session_of(house.ann), session_of(house.ann)]
    for one in sessions:
        since = now()
        note_seen(house.ann, Browser(one), since=since, at=since)

    async def scene(hub: Hub) -> None:
        gone, kept = [await enter(hub, session) for session in sessions]
        await hub.ask(partial(end_other_sign_ins, house.ann, but=sessions[1]))
        await gone.ended.wait()
        assert not kept.ended.is_set()

    play(scene)
