"""States of people: who comes, goes and says what they do; in the table that keeps it."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection, connections
from django.db.utils import ProgrammingError
from django.test import Client

from tests.house import PASSWORD, House
from threering.kernel.time import now
from threering.organisation.models import Agent, SignIn
from threering.organisation.presence import actions
from threering.organisation.presence.models import AgentState, BreakReason, Presence
from threering.organisation.presence.rules import AWAY_AFTER, State
from threering.organisation.signins import end_other_sign_ins
from threering.stories.change_state import choose_state, come

pytestmark = pytest.mark.django_db
LONG = AWAY_AFTER + timedelta(minutes=1)


def history(agent: Agent) -> list[str]:
    rows = AgentState.objects.filter(agent_id=agent.pk).order_by("at", "id")
    return list(rows.values_list("state", flat=True))


def state(agent: Agent) -> str:
    return Presence.objects.get(agent=agent).state


def signed_in(agent: Agent) -> Client:
    client = Client()
    client.post("/login", {"login": agent.email, "password": PASSWORD})
    return client


def test_signing_in_and_out_begins_and_ends_a_state(house: House) -> None:
    first, second = signed_in(house.ann), signed_in(house.ann)
    assert (state(house.ann), history(house.ann)) == ("online", ["online"])
    first.post("/logout")
    assert state(house.ann) == "online"  # the other browser is still there
    second.post("/logout")
    assert history(house.ann) == ["online", "offline"]
    second.post("/logout")
    assert history(house.ann) == ["online", "offline"]


def test_a_session_that_is_ended_elsewhere_ends_the_state_too(house: House) -> None:
    signed_in(house.ann)
    end_other_sign_ins(house.ann, but="")
    assert history(house.ann) == ["online", "offline"]


def test_a_break_has_a_reason_and_what_was_before_is_answered(house: House) -> None:
    lunch = BreakReason.objects.create(client=house.north, name="Lunch")
    come(house.ann, at=now())
    assert choose_state(house.ann, State.BREAK, lunch, at=now()) == (State.ONLINE, None)
    assert choose_state(house.ann, State.BUSY, None, at=now()) == (State.BREAK, lunch)
    rows = AgentState.objects.order_by("at", "id").values_list("state", "reason_id")
    assert list(rows) == [("online", None), ("break", lunch.pk), ("busy", None)]


def test_who_has_no_page_open_is_away_from_when_that_was_too_long(house: House) -> None:
    signed_in(house.ann)
    began = Presence.objects.get().seen_at
    actions.settle(at=began + AWAY_AFTER / 2)
    assert state(house.ann) == "online"
    actions.settle(at=began + timedelta(hours=1))  # the worker was down meanwhile
    actions.settle(at=began + timedelta(hours=2))
    row = AgentState.objects.get(state="away")
    assert (row.at, row.cause) == (began + AWAY_AFTER, "absent")
    back = began + timedelta(hours=3)
    actions.note_seen([house.ann.pk], at=back)
    actions.note_seen([house.ann.pk], at=back)
    assert history(house.ann) == ["online", "away", "online"]
    assert Presence.objects.get().seen_at == back


def test_who_came_back_before_anybody_looked_was_away_all_the_same(house: House) -> None:
    at = now()
    come(house.ann, at=at)
    choose_state(house.ann, State.BUSY, None, at=at)
    actions.note_seen([house.ann.pk], at=at + timedelta(hours=1))
    rows = AgentState.objects.order_by("at", "id").values_list("state", "at")
    assert list(rows)[2:] == [("away", at + AWAY_AFTER), ("busy", at + timedelta(hours=1))]


def test_what_was_chosen_stays_while_all_pages_are_closed(house: House) -> None:
    signed_in(house.ann)
    choose_state(house.ann, State.BREAK, None, at=now())
    actions.settle(at=now() + timedelta(hours=1))
    assert state(house.ann) == "break"


def test_who_is_signed_in_nowhere_is_not_there(house: House) -> None:
    signed_in(house.ann)
    choose_state(house.ann, State.BREAK, None, at=now())
    SignIn.objects.all().delete()
    actions.settle(at=now() + LONG)
    assert history(house.ann) == ["online", "break", "offline"]


def test_who_is_switched_off_is_not_there(house: House) -> None:
    signed_in(house.ann)
    Agent.objects.filter(pk=house.ann.pk).update(is_active=False)
    actions.settle(at=now() + LONG)
    assert history(house.ann) == ["online", "away", "offline"]


def test_a_page_that_is_still_open_does_not_bring_back_who_signed_out(house: House) -> None:
    signed_in(house.ann).post("/logout")
    actions.note_seen([house.ann.pk], at=now() + LONG)
    assert state(house.ann) == "offline"


def test_who_was_signed_in_before_there_were_states_is_online_by_the_first_look(
    house: House,
) -> None:
    actions.note_seen([house.ann.pk], at=now())
    assert history(house.ann) == ["online"]


def test_a_clock_that_is_set_back_loses_nothing_and_turns_nothing_round(house: House) -> None:
    signed_in(house.ann)
    at = now()
    choose_state(house.ann, State.BUSY, None, at=at - timedelta(hours=1))
    actions.note_seen([house.ann.pk], at=at - timedelta(hours=1))
    actions.settle(at=at - timedelta(minutes=50))
    assert history(house.ann) == ["online", "busy", "away"]
    moments = list(AgentState.objects.order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[0] == moments[1]


def test_the_history_is_only_ever_added_to_a_table_a_month(house: House) -> None:
    come(house.ann, at=now())
    with connection.cursor() as cursor:
        cursor.execute("select tableoid::regclass::text from organisation_agentstate")
        assert cursor.fetchone()[0] == f"organisation_agentstate_y{now():%Y}m{now():%m}"
    with pytest.raises(ProgrammingError, match="only ever added to"):
        AgentState.objects.update(state="busy")


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_choose_at_once_are_one_after_the_other(house: House) -> None:
    at, failed = now(), []

    def tab(wanted: State, moments: list[datetime]) -> None:
        try:
            for moment in moments:
                choose_state(house.ann, wanted, None, at=moment)
                actions.note_seen([house.ann.pk], at=moment)
                actions.settle(at=moment)
        except Exception as error:  # noqa: BLE001 - told by the test
            failed.append(error)
        finally:
            connections.close_all()

    moments = [at + timedelta(seconds=n) for n in range(15)]
    tabs = [threading.Thread(target=tab, args=(one, moments)) for one in (State.BUSY, State.ONLINE)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert failed == []
    rows = list(AgentState.objects.order_by("id").values_list("at", "state"))
    assert [moment for moment, _ in rows] == sorted(moment for moment, _ in rows)
    assert all(one[1] != then[1] for one, then in pairwise(rows))
    assert rows[-1][1] == state(house.ann)
