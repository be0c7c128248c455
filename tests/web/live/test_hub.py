from __future__ import annotations

import asyncio

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError

from tests.house import House
from tests.mail import deliver, mail
from tests.web.live.conftest import Play, enter, next_of, session_of, turn, waiting
from threering.organisation.models import Agent, Grant
from threering.tickets.models import Ticket
from threering.web.live import hub as hub_module
from threering.web.live import listener
from threering.web.live.hub import Hub
from threering.web.live.readers import Tongue
from threering.web.live.rendering import Bell, Change, changes

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_reader_is_greeted_with_an_id(house: House, play: Play) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        hello = await next_of(await enter(hub, session), "hello", "reset")
        assert (hello.event, hello.data) == ("hello", {})
        assert hello.id

    play(scene)


def test_a_session_that_is_nobodys_gets_no_stream(house: House, play: Play) -> None:
    async def scene(hub: Hub) -> None:
        assert await hub.enter("", "") is None
        assert await hub.enter("made-up", "") is None
        assert not hub.listeners

    play(scene)


def test_an_event_reaches_who_may_see_it_and_nobody_of_another_client(
    house: House, ticket: Ticket, play: Play
) -> None:
    deliver(house.other, mail(message_id="<b1@example.com>"))
    theirs = Ticket.objects.get(client=house.south)
    north, south = session_of(house.lou), session_of(house.sam)

    async def scene(hub: Hub) -> None:
        lou, sam = await enter(hub, north), await enter(hub, south)
        await hub.ask(turn, ticket, "pending", house.ann)
        heard = await next_of(lou, "ticket")
        assert heard.data["ref"] == f"{house.north.slug}/{ticket.number}"
        assert heard.data["kinds"] == ["status_changed"]
        await hub.ask(turn, theirs, "pending", house.sam)
        first = await next_of(sam, "ticket")
        assert first.data["ref"] == f"{house.south.slug}/{theirs.number}"
        assert "ticket" not in [one.event for one in await waiting(lou)]

    play(scene)


def test_a_grant_for_one_brand_shows_that_brand_alone(
    house: House, ticket: Ticket, play: Play
) -> None:
    deliver(house.outlet, mail(message_id="<o1@example.com>"))
    outlet = Ticket.objects.get(brand=house.outlet.brand)
    Grant.objects.filter(agent=house.lou).update(brand=house.outlet.brand)
    session = session_of(house.lou)

    async def scene(hub: Hub) -> None:
        lou = await enter(hub, session)
        await hub.ask(turn, ticket, "pending", house.ann)
        await hub.ask(turn, outlet, "pending", house.ann)
        assert (await next_of(lou, "ticket")).data["ticket"] == str(outlet.uuid)

    play(scene)


def test_what_a_customer_or_an_agent_wrote_never_travels(house: House, play: Play) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        ann = await enter(hub, session)
        await hub.ask(deliver, house.shop, mail("The password is xylotomous."))
        frames = [await ann.queue.get()]
        while b"event: counts" not in frames[-1]:
            frames.append(await ann.queue.get())
        assert any(b"event: ticket" in frame for frame in frames)
        assert not any(b"xylotomous" in frame for frame in frames)

    play(scene)


def test_who_was_away_gets_what_it_missed_exactly_once(
    house: House, ticket: Ticket, play: Play
) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        ann = await enter(hub, session)
        hello = await next_of(ann, "hello")
        hub.leave(ann)  # the only reader: what happens now is rendered for nobody
        for status in ("pending", "open"):
            await hub.ask(turn, ticket, status, house.lea)
            await hub.changed.wait()
            hub.changed.clear()
        back = await waiting(await enter(hub, session, hello.id))
        assert [one.event for one in back] == ["ticket", "ticket", "hello"]
        again = await waiting(await enter(hub, session, back[0].id))
        assert [one.id for one in again] == [back[1].id, back[2].id]
        assert [one.event for one in again] == ["ticket", "hello"]
        nothing = await waiting(await enter(hub, session, back[-1].id))
        assert [one.event for one in nothing] == ["hello"]

    play(scene)


@pytest.mark.parametrize("last_id", ["other-0", "nonsense", "²-²"])
def test_an_unknown_last_id_means_looking_again(house: House, play: Play, last_id: str) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        heard = await waiting(await enter(hub, session, last_id))
        assert [one.event for one in heard] == ["reset", "hello"]

    play(scene)


def test_what_was_never_rendered_in_a_language_means_looking_again(
    house: House, ticket: Ticket, play: Play
) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        ann = await enter(hub, session)
        hello = await next_of(ann, "hello")
        await hub.ask(turn, ticket, "pending", house.lea)
        await next_of(ann, "ticket")
        await hub.ask(lambda: Agent.objects.filter(pk=house.ann.pk).update(language="de"))
        heard = await waiting(await enter(hub, session, hello.id))
        assert [one.event for one in heard] == ["reset", "hello"]

    play(scene)


def test_who_comes_first_in_a_language_while_an_event_is_rendered_looks_again(
    house: House, ticket: Ticket, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    Agent.objects.filter(pk=house.lea.pk).update(language="de")
    english, german = session_of(house.ann), session_of(house.lea)

    def before_lea(bells: list[Bell], tongues: set[Tongue]) -> list[Change]:
        return changes(bells, {Tongue("en", "UTC")})

    monkeypatch.setattr(hub_module, "changes", before_lea)

    async def scene(hub: Hub) -> None:
        ann, lea = await enter(hub, english), await enter(hub, german)
        await hub.ask(turn, ticket, "pending", house.ann)
        assert (await next_of(ann, "ticket", "reset")).event == "ticket"
        assert (await next_of(lea, "ticket", "reset")).event == "reset"

    play(scene)


def test_each_reader_is_told_in_its_own_language(house: House, ticket: Ticket, play: Play) -> None:
    Agent.objects.filter(pk=house.lea.pk).update(language="de")
    sessions = [session_of(house.ann), session_of(house.lea)]

    async def scene(hub: Hub) -> None:
        ann, lea = [await enter(hub, session) for session in sessions]
        await hub.ask(turn, ticket, "pending", house.ann)
        english, german = await next_of(ann, "ticket"), await next_of(lea, "ticket")
        assert english.id == german.id
        assert hub.tongues == {Tongue("en", "UTC"), Tongue("de", "UTC")}

    play(scene)


@pytest.fixture
def _checked_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "CHECK_EVERY", 0.01)


@pytest.mark.usefixtures("_checked_often")
def test_a_revoked_session_ends_its_stream_and_no_other(house: House, play: Play) -> None:
    sessions = [session_of(house.ann), session_of(house.ann)]

    async def scene(hub: Hub) -> None:
        gone, kept = [await enter(hub, session) for session in sessions]
        await hub.ask(Session.objects.filter(pk=sessions[0]).delete)
        await gone.ended.wait()
        assert not kept.ended.is_set()

    play(scene)


@pytest.mark.usefixtures("_checked_often")
@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "another"}])
def test_who_may_not_sign_in_any_more_loses_the_stream(
    house: House, play: Play, change: dict[str, object]
) -> None:
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        ann = await enter(hub, session)
        await hub.ask(lambda: Agent.objects.filter(pk=house.ann.pk).update(**change))
        await ann.ended.wait()

    play(scene)


@pytest.mark.usefixtures("_checked_often")
def test_a_grant_that_was_taken_narrows_the_stream(
    house: House, ticket: Ticket, play: Play
) -> None:
    deliver(house.other, mail(message_id="<b1@example.com>"))
    theirs = Ticket.objects.get(client=house.south)
    session = session_of(house.boss)

    async def scene(hub: Hub) -> None:
        boss = await enter(hub, session)
        await hub.ask(Grant.objects.filter(agent=house.boss, client=house.north).delete)
        await next_of(boss, "reset")  # what it may not see any more leaves the screen
        await hub.ask(turn, ticket, "pending", house.ann)
        await hub.ask(turn, theirs, "pending", house.sam)
        assert (await next_of(boss, "ticket")).data["ticket"] == str(theirs.uuid)
        assert not boss.ended.is_set()

    play(scene)


def test_who_is_too_slow_is_cut_off_and_the_others_are_not(
    house: House, ticket: Ticket, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "BEHIND", 4)
    session = session_of(house.ann)

    async def scene(hub: Hub) -> None:
        slow, quick = await enter(hub, session), await enter(hub, session)
        for n in range(6):
            await hub.ask(turn, ticket, ("pending", "open")[n % 2], house.lea)
            await next_of(quick, "ticket")
        assert slow.ended.is_set()
        assert not quick.ended.is_set()

    play(scene)


def test_counts_are_the_readers_own_and_told_only_when_they_change(
    house: House, ticket: Ticket, play: Play
) -> None:
    deliver(house.other, mail(message_id="<b1@example.com>"))
    theirs = Ticket.objects.get(client=house.south)
    sessions = [session_of(house.ann), session_of(house.sam)]

    async def scene(hub: Hub) -> None:
        ann, sam = [await enter(hub, session) for session in sessions]
        await hub.ask(turn, ticket, "pending", house.ann)
        told = await next_of(ann, "counts"), await next_of(sam, "counts")
        assert (told[0].data["pending"], told[0].data["open"]) == (1, 0)
        assert (told[1].data["pending"], told[1].data["open"]) == (0, 1)
        await hub.ask(turn, theirs, "on_hold", house.sam)
        assert (await next_of(sam, "counts")).data["on_hold"] == 1
        left = [one.event for one in await waiting(ann)]
        assert [event for event in left if event != "presence"] == []

    play(scene)


@pytest.mark.parametrize("trouble", [OperationalError("starting up"), KeyError("unforeseen")])
def test_a_reader_waits_while_postgresql_is_not_heard(
    house: House, play: Play, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    session, heard = session_of(house.ann), Hub._hear
    refused = asyncio.Event()

    async def later(hub: Hub) -> None:
        if refused.is_set():
            await heard(hub)
        refused.set()
        raise trouble

    monkeypatch.setattr(Hub, "_hear", later)

    async def scene(hub: Hub) -> None:
        hello = await next_of(await enter(hub, session), "hello", "reset")
        assert hello.event == "hello"
        assert refused.is_set()

    play(scene)
