"""What the hub does when something breaks under it."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from tests.house import House
from tests.web.live.conftest import Play, enter, next_of, session_of, turn, waiting
from threering.tickets.models import Ticket
from threering.web.live import hub as hub_module
from threering.web.live.hub import Hub
from threering.web.live.readers import Tongue
from threering.web.live.rendering import Bell, Change, changes

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_lost_listen_connection_makes_all_look_again_and_events_flow_on(
    house: House, ticket: Ticket, play: Play
) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        ann = await enter(hub, session)
        hello = await next_of(ann, "hello")
        await hub.ask(_cut_listen)
        reset = await next_of(ann, "reset")
        assert reset.id.partition("-")[0] != hello.id.partition("-")[0]
        await hub.ask(turn, ticket, "pending", house.lea)
        assert (await next_of(ann, "ticket")).data["ticket"] == str(ticket.uuid)
        heard = await waiting(await enter(hub, session, hello.id))
        assert [one.event for one in heard] == ["reset", "hello"]

    play(scene)


def _cut_listen() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where query like 'listen %' and datname = current_database()"
        )
        assert cursor.fetchall() == [(True,)]


def test_an_event_survives_the_loss_of_the_connection_that_looks_it_up(
    house: House, ticket: Ticket, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, failures = session_of(house.ann), [OperationalError("gone")]

    def unlucky(bells: list[Bell], tongues: set[Tongue]) -> list[Change]:
        if failures:
            raise failures.pop()
        return changes(bells, tongues)

    monkeypatch.setattr(hub_module, "changes", unlucky)

    async def scene(hub: Hub) -> None:
        ann = await enter(hub, session)
        await hub.ask(turn, ticket, "pending", house.lea)
        assert (await next_of(ann, "ticket")).data["ticket"] == str(ticket.uuid)
        assert not failures

    play(scene)


def test_an_unforeseen_error_ends_the_streams_and_starts_over(
    house: House,
    ticket: Ticket,
    play: Play,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    session, failures = session_of(house.ann), [KeyError("a kind nobody knows")]

    def broken(bells: list[Bell], tongues: set[Tongue]) -> list[Change]:
        if failures:
            raise failures.pop()
        return changes(bells, tongues)

    monkeypatch.setattr(hub_module, "changes", broken)

    async def scene(hub: Hub) -> None:
        ann = await enter(hub, session)
        hello = await next_of(ann, "hello")
        await hub.ask(turn, ticket, "pending", house.lea)
        await ann.ended.wait()
        hub.leave(ann)
        back = await enter(hub, session, hello.id)
        await next_of(back, "reset")
        await hub.ask(turn, ticket, "open", house.lea)
        await next_of(back, "ticket")

    play(scene)
    assert "the live stream broke and starts over" in caplog.text


def test_a_ticket_that_is_gone_when_its_bell_is_heard_shows_nothing(
    house: House, ticket: Ticket, play: Play
) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        ann = await enter(hub, session)
        await hub.ask(_ring_for_nothing, house.north.pk)
        await hub.ask(turn, ticket, "pending", house.lea)
        assert (await next_of(ann, "ticket", "reset")).data["ticket"] == str(ticket.uuid)

    play(scene)


def _ring_for_nothing(client: int) -> None:
    fact = '{"ticket": %s, "client": 1, "kind": "assigned", "actor_kind": "person", "actor": 1}'
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify('threering_live', %s)", [fact % "-7"])
        cursor.execute("select pg_notify('threering_live', %s)", [fact % "null"])
