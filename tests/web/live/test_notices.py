"""The bell is told on the stream, and only to whom it belongs."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.house import House
from tests.web.live.conftest import Play, enter, next_of, session_of, waiting
from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.stories.add_note import add_note
from threering.stories.attend import attend
from threering.tickets.actions import Written
from threering.tickets.attending import Doing
from threering.tickets.models import Ticket
from threering.tickets.naming import Named
from threering.web.live.hub import Hub

pytestmark = pytest.mark.django_db(transaction=True)


def note(ticket: Ticket, by: Agent, named: Agent) -> None:
    written = Written(author=by, text=f"@{named.name} secret words", key=uuid4())
    add_note(ticket, written, at=now(), chosen=[Named(named.uuid, named.name)])


def look(ticket: Ticket, by: Agent) -> None:
    attend(ticket, Doing.LOOKING, by=by, at=now())


def test_a_notice_reaches_its_reader_alone_and_goes_when_it_is_read(
    house: House, ticket: Ticket, play: Play
) -> None:
    hers, theirs = session_of(house.lea), session_of(house.lou)

    async def scene(hub: Hub) -> None:
        lea, lou = await enter(hub, hers), await enter(hub, theirs)
        await hub.ask(note, ticket, house.ann, house.lea)
        heard = await next_of(lea, "notices")
        assert heard.data["unread"] == 1
        (news,) = heard.data["news"]
        assert (news["said"], news["about"]) == (
            "Ann mentioned you", f"#{ticket.number} {ticket.subject}",
        )  # fmt: skip
        assert "secret" not in str(heard.data)
        await hub.ask(look, ticket, house.lea)
        assert (await next_of(lea, "notices")).data == {"unread": 0, "news": []}
        assert "notices" not in [one.event for one in await waiting(lou)]

    play(scene)
