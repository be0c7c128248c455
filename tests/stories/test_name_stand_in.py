"""Somebody is away: who is told in their place, who sees their tickets, and when that ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.house import PASSWORD, House
from tests.mail import deliver, mail
from threering.kernel.history import histories
from threering.kernel.time import now
from threering.ledger.models import Notice
from threering.organisation.actions import create_agent, grant
from threering.organisation.models import Agent, Brand, Grant
from threering.organisation.presence import actions as presence
from threering.organisation.presence.models import Presence
from threering.organisation.presence.rules import AWAY_AFTER, State
from threering.organisation.standins.actions import CannotStandIn
from threering.organisation.standins.models import StandIn
from threering.organisation.standins.queries import away_for, could_stand_in, stand_ins_of
from threering.organisation.standins.rules import Absence
from threering.stories.add_note import add_note
from threering.stories.assign import assign
from threering.stories.change_state import choose_state, come
from threering.stories.name_stand_in import end_stand_in, name_stand_in, resume_stand_in
from threering.stories.snooze import snooze
from threering.tickets.actions import Written
from threering.tickets.models import Ticket
from threering.tickets.naming import Named
from threering.tickets.notices.queries import latest
from threering.tickets.notices.words import names_in, sentence
from threering.tickets.queries import counts, views_of
from threering.tickets.viewing import tickets_in, view_at

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    found = Ticket.objects.get()
    assign(found, house.ann, by=house.ann, at=now())
    return Ticket.objects.get()


@pytest.fixture
def mia(house: House) -> Agent:
    return create_agent(
        "mia@threering.test", name="Mia", password=PASSWORD, grants=[(house.north, "agent")]
    )


def away(agent: Agent, stand_in: Agent, *, by: Agent | None = None, days: int = 0) -> None:
    at = now()
    during = Absence(at, at + days * DAY if days else None)
    name_stand_in(agent, stand_in, during, by=by or stand_in, at=at)


def customer_writes(house: House, name: str = "b") -> None:
    again = mail("Hello?", message_id=f"<{name}@x.test>", references="<a1@example.com>")
    deliver(house.shop, again)


def told(agent: Agent) -> list[str]:
    lines = latest(Agent.objects.get(pk=agent.pk))
    names = names_in(one.notice for one in lines)
    return [sentence(one.notice, names) for one in lines]


def state(agent: Agent) -> str:
    return Presence.objects.get(agent=agent).state


def test_the_customers_answers_tell_both(house: House, ticket: Ticket) -> None:
    away(house.ann, house.lea)
    customer_writes(house)
    assert told(house.ann) == ["The customer wrote again"]
    assert told(house.lea) == ["The customer wrote again. You stand in for Ann"]
    ticket.refresh_from_db()
    assert ticket.assignee == house.ann  # nothing was reassigned


def test_a_snoozed_ticket_that_wakes_tells_both(house: House, ticket: Ticket) -> None:
    away(house.ann, house.lea)
    snooze(ticket, now() + DAY, by=house.ann, at=now())
    snooze(ticket, None, by=house.boss, at=now())
    assert told(house.lea) == ["Snoozed until now. You stand in for Ann"]


def test_what_is_said_to_somebody_themselves_is_for_them_alone(
    house: House, ticket: Ticket
) -> None:
    away(house.ann, house.lea)
    written = Written(author=house.boss, text="@Ann look", key=uuid4())
    add_note(ticket, written, at=now(), chosen=[Named(house.ann.uuid, "Ann")])
    assert told(house.lea) == []
    assert told(house.ann) == ["Boss mentioned you"]


def test_before_it_begins_and_after_it_ended_nobody_stands_in(house: House, ticket: Ticket) -> None:
    at = now()
    name_stand_in(house.ann, house.lea, Absence(at + DAY, at + 2 * DAY), by=house.boss, at=at)
    assert stand_ins_of(house.ann.pk, at) == []
    assert stand_ins_of(house.ann.pk, at + DAY) == [house.lea.pk]
    assert stand_ins_of(house.ann.pk, at + 2 * DAY) == []
    customer_writes(house)
    assert told(house.lea) == []


def test_chains_reach_the_last_and_circles_tell_each_once(
    house: House,
    ticket: Ticket,
    mia: Agent,
) -> None:
    away(house.ann, house.lea)
    away(house.lea, mia)
    away(mia, house.ann)
    customer_writes(house)
    for one in (house.ann, house.lea, mia):
        assert Notice.objects.filter(agent=one).count() == 1, one.name
    assert [one.name for one in away_for(mia, now())] == ["Lea", "Ann"]
    assert [one.name for one in away_for(house.ann, now())] == ["Mia", "Lea"]


def test_only_who_may_answer_all_of_it_can_stand_in(house: House) -> None:
    zoe = create_agent("zoe@x.test", name="Zoe", password=PASSWORD, grants=[])
    grant(zoe, house.north, "agent", brand=Brand.objects.get(name="Shop"))
    assert [one.name for one in could_stand_in(house.ann)] == ["Boss", "Lea"]
    assert "Ann" in [one.name for one in could_stand_in(zoe)]
    for stranger in (zoe, house.sam, house.lou, house.ann):
        with pytest.raises(CannotStandIn):
            away(house.ann, stranger, by=house.boss)
    assert could_stand_in(house.boss) == []  # nobody else works for both clients
    assert not StandIn.objects.exists()


def test_who_may_no_longer_see_a_ticket_is_not_told_of_it(house: House, ticket: Ticket) -> None:
    away(house.ann, house.lea)
    Grant.objects.filter(agent=house.lea).update(brand=house.outlet.brand)
    customer_writes(house)
    assert not Notice.objects.filter(agent=house.lea).exists()
    lea = Agent.objects.get(pk=house.lea.pk)
    view = view_at(f"for-{house.ann.pk}", lea)
    assert view
    assert not tickets_in(view, lea, now=now()).exists()
    assert counts(lea, [house.ann.pk]).get(f"for-{house.ann.pk}", 0) == 0


def test_open_tickets_stand_in_a_view_of_their_own(house: House, ticket: Ticket) -> None:
    key = f"for-{house.ann.pk}"
    assert view_at(key, house.lea) is None
    away(house.ann, house.lea)
    view = view_at(key, house.lea)
    assert view
    assert list(tickets_in(view, house.lea, now=now())) == [ticket]
    assert view_at(key, house.boss) is None
    assert counts(house.lea, [house.ann.pk])[key] == 1
    assert counts(house.lea)["mine"] == 0
    assert key in views_of(ticket)
    snooze(ticket, now() + DAY, by=house.ann, at=now())
    ticket.refresh_from_db()
    assert key not in views_of(ticket)
    assert not tickets_in(view, house.lea, now=now()).exists()


def test_who_names_somebody_for_themselves_is_away_until_they_are_at_work_again(
    house: House,
) -> None:
    come(house.ann, at=now())
    away(house.ann, house.lea, by=house.ann)
    assert state(house.ann) == "away"
    presence.note_seen([house.ann.pk], at=now())  # a page is still open
    assert stand_ins_of(house.ann.pk, now()) == [house.lea.pk]
    choose_state(house.ann, State.ONLINE, None, at=now())
    assert stand_ins_of(house.ann.pk, now()) == []
    assert StandIn.objects.get().ended_at


def test_who_opens_a_page_again_is_back(house: House) -> None:
    Client().post("/login", {"login": house.ann.email, "password": PASSWORD})
    presence.settle(at=now() + 2 * AWAY_AFTER)
    away(house.ann, house.lea, by=house.boss)
    presence.note_seen([house.ann.pk], at=now() + DAY)
    assert StandIn.objects.get().ended_at


def test_with_a_last_day_it_holds_until_then_whoever_looks_in(house: House) -> None:
    away(house.ann, house.lea, days=3)
    come(house.ann, at=now())
    assert stand_ins_of(house.ann.pk, now() + 2 * DAY) == [house.lea.pk]
    assert stand_ins_of(house.ann.pk, now() + 4 * DAY) == []


def test_it_is_ended_and_goes_on_and_the_history_knows_all_of_it(house: House) -> None:
    come(house.ann, at=now())
    away(house.ann, house.lea, by=house.ann, days=3)
    end_stand_in(house.ann, by=house.ann, at=now())
    assert (state(house.ann), stand_ins_of(house.ann.pk, now())) == ("online", [])
    end_stand_in(house.ann, by=house.ann, at=now())
    resume_stand_in(house.ann, by=house.ann, at=now())
    assert (state(house.ann), stand_ins_of(house.ann.pk, now())) == ("away", [house.lea.pk])
    resume_stand_in(house.ann, by=house.boss, at=now())
    history = histories()["organisation.standin"].objects.order_by("pgh_id")
    assert list(history.values_list("pgh_label", flat=True)) == ["insert", "update", "update"]


def test_naming_somebody_else_takes_the_place_of_the_first(house: House, mia: Agent) -> None:
    away(house.ann, house.lea)
    before = name_stand_in(house.ann, mia, Absence(now()), by=house.boss, at=now())
    assert before
    assert before.stand_in == house.lea
    assert stand_ins_of(house.ann.pk, now()) == [mia.pk]


def test_an_answer_that_tells_nobody_else_costs_one_look_up(
    house: House,
    ticket: Ticket,
    django_assert_num_queries: Callable[[int], object],
) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert stand_ins_of(house.ann.pk, now()) == []
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert away_for(house.ann, now()) == []
