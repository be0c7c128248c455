"""Saying who stands in, and where it is seen; the page of a day's states."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.utils import timezone

from tests.house import PASSWORD, House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.kernel.time import now
from threering.organisation.actions import create_agent, grant
from threering.organisation.models import Agent, Brand
from threering.organisation.presence.models import BreakReason
from threering.organisation.presence.rules import State
from threering.organisation.standins.models import StandIn
from threering.organisation.standins.rules import Absence
from threering.stories.assign import assign
from threering.stories.change_state import choose_state, come
from threering.stories.name_stand_in import name_stand_in
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db
FAR = "2999-12-31"


def say(client: Client, whose: Agent, **sent: str) -> dict[str, str]:
    answer = client.post(f"/stand-ins/{whose.uuid}", sent)
    assert answer.status_code == 204, answer.content
    return dict(parse_qsl(answer.headers.get("Undo", "")))


def away(house: House, *, last: timedelta | None = None) -> None:
    at = now()
    during = Absence(at, at + last if last else None)
    name_stand_in(house.ann, house.lea, during, by=house.boss, at=at)


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail("A kettle."))
    found = Ticket.objects.get()
    assign(found, house.ann, by=house.ann, at=now())
    return found


def test_one_names_somebody_for_oneself_and_undoes_it(house: House, as_: As) -> None:
    ann = as_(house.ann)
    page = ann.get("/stand-ins").content.decode()
    assert "Nobody is away" in page
    assert f'value="{house.lea.uuid}"' in page
    assert f'value="{house.sam.uuid}"' not in page
    assert f'value="{house.lou.uuid}"' not in page
    assert say(ann, house.ann, stand_in=str(house.lea.uuid), ends=FAR) == {"ended": "1"}
    assert "until 31 Dec 2999" in ann.get("/stand-ins").content.decode()
    undo = say(ann, house.ann, stand_in=str(house.boss.uuid))
    assert undo["stand_in"] == str(house.lea.uuid)
    say(ann, house.ann, **undo)
    there = StandIn.objects.get()
    assert there.stand_in == house.lea
    assert there.ends_at
    say(ann, house.ann, ended="1")
    assert "Nobody is away" in ann.get("/stand-ins").content.decode()
    say(ann, house.ann, ended="0")
    assert StandIn.objects.get().ended_at is None


def test_a_lead_names_somebody_for_whom_they_lead_and_others_do_not(house: House, as_: As) -> None:
    lea = as_(house.lea)
    page = lea.get(f"/stand-ins?person={house.ann.uuid}").content.decode()
    assert "Who stands in for Ann" in page
    say(lea, house.ann, stand_in=str(house.boss.uuid))
    assert StandIn.objects.get().stand_in == house.boss
    shown = as_(house.ann).get("/stand-ins").content.decode()
    assert "until they are back" in shown
    assert lea.get(f"/stand-ins?person={house.sam.uuid}").status_code == 404
    for other, whose in ((house.ann, house.lea), (house.sam, house.ann), (house.lea, house.sam)):
        sent = {"stand_in": str(house.boss.uuid)}
        assert as_(other).post(f"/stand-ins/{whose.uuid}", sent).status_code == 404
    assert as_(house.lou).get("/stand-ins").status_code == 403
    assert StandIn.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "Choose who stands in"),
        ({"stand_in": "x"}, "Choose who stands in"),
        ({"begins": "2999-01-02", "ends": "2999-01-01"}, "The last day is over"),
        ({"ends": "2001-01-01"}, "The last day is over"),
        ({"begins": "yesterday"}, "Choose who stands in"),
        ({"ends": "9999-12-31"}, "Choose who stands in"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    house: House, as_: As, sent: dict[str, str], why: str
) -> None:
    full = {"stand_in": str(house.lea.uuid)} | sent if "begins" in sent or "ends" in sent else sent
    answer = as_(house.ann).post(f"/stand-ins/{house.ann.uuid}", full)
    assert (answer.status_code, StandIn.objects.count()) == (422, 0)
    assert why in answer.content.decode()


def test_whoever_may_not_answer_the_same_brands_cannot_stand_in(house: House, as_: As) -> None:
    zoe = create_agent("zoe@x.test", name="Zoe", password=PASSWORD, grants=[])
    grant(zoe, house.north, "agent", brand=Brand.objects.get(name="Shop"))
    for one in (zoe, house.sam, house.lou, house.ann):
        sent = {"stand_in": str(one.uuid)}
        answer = as_(house.ann).post(f"/stand-ins/{house.ann.uuid}", sent)
        assert answer.status_code == 422
        assert b"may answer all of their tickets" in answer.content
    assert not StandIn.objects.exists()


def test_the_ticket_and_the_menu_say_who_stands_in(house: House, ticket: Ticket, as_: As) -> None:
    away(house)
    page = as_(house.boss).get("/tickets/open/north/1").content.decode()
    sentence = "Ann is away, Lea stands in until they are back"
    assert f'<p dir="auto">{sentence}</p>' in page
    menu = page.partition('id="assign-menu"')[2].partition('id="status-menu"')[0]
    assert menu.count(sentence) > 1
    assert "Lea is away" not in page
    many = as_(house.boss).get("/tickets/open/selection").content.decode()
    assert sentence in many
    assign(ticket, house.lea, by=house.lea, at=now())
    page = as_(house.boss).get("/tickets/open/north/1").content.decode()
    assert f'<p dir="auto">{sentence}</p>' not in page
    assert sentence in page


def test_the_stand_in_has_a_view_of_what_is_open_and_nobody_else_has(
    house: House, ticket: Ticket, as_: As
) -> None:
    place = f"/tickets/for-{house.ann.pk}"
    assert as_(house.lea).get(place).status_code == 404
    away(house, last=timedelta(days=2))
    page = as_(house.lea).get(place).content.decode()
    assert "For Ann" in page
    assert f'data-count="for-{house.ann.pk}">1<' in page
    assert f"t-{ticket.uuid}" in page
    assert as_(house.boss).get(place).status_code == 404
    assert as_(house.sam).get(place).status_code == 404
    assert "Standing in" not in as_(house.boss).get("/tickets/open").content.decode()
    StandIn.objects.update(ends_at=now())
    assert as_(house.lea).get(place).status_code == 404
    ticket.refresh_from_db()
    assert ticket.assignee == house.ann


def test_a_stand_in_costs_the_pages_no_query_more(
    house: House, ticket: Ticket, as_: As, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    boss = as_(house.boss)

    def asked(path: str) -> int:
        with django_assert_max_num_queries(100) as seen:  # type: ignore[attr-defined]
            assert boss.get(path).status_code == 200
        return len(seen)

    paths = ("/tickets/open", "/tickets/open/north/1")
    asked(paths[0])  # the first page of a session says that somebody came
    before = [asked(path) for path in paths]
    away(house)
    assert [asked(path) for path in paths] == before


def test_a_lead_sees_who_was_in_which_state_when(house: House, as_: As) -> None:
    lunch = BreakReason.objects.create(client=house.north, name="Lunch")
    secret = BreakReason.objects.create(client=house.south, name="Secret fair")
    morning = timezone.localtime(now()).replace(hour=0, minute=0) - timedelta(days=1)
    come(house.ann, at=morning + timedelta(hours=8))
    choose_state(house.ann, State.BREAK, lunch, at=morning + timedelta(hours=12))
    choose_state(house.ann, State.ONLINE, None, at=morning + timedelta(hours=12, minutes=30))
    choose_state(house.boss, State.BREAK, secret, at=morning + timedelta(hours=9))
    come(house.sam, at=morning + timedelta(hours=9))
    page = as_(house.lea).get(f"/states?day={morning.date()}").content.decode()
    assert "Lunch" in page
    assert "On a break 0:30 h" in page
    assert '<rect data-state="break" x="720" y="0" width="30"' in page
    assert "Boss" in page
    assert "Sam" not in page
    assert "Secret fair" not in page
    for odd in ("nonsense", "0001-01-01", "9999-12-31"):
        today = as_(house.lea).get(f"/states?day={odd}").content.decode()
        assert f'value="{timezone.localtime(now()).date()}"' in today
        assert "Ann" in today  # a state goes on over midnight
    assert "Nobody was here" in as_(house.lea).get("/states?day=2001-01-01").content.decode()


def test_the_days_states_are_for_who_leads_all_brands(house: House, as_: As) -> None:
    come(house.ann, at=now())
    assert as_(house.ann).get("/states").status_code == 403
    zoe = create_agent("zoe@x.test", name="Zoe", password=PASSWORD, grants=[])
    grant(zoe, house.north, "lead", brand=Brand.objects.get(name="Shop"))
    assert "Ann" not in as_(zoe).get("/states").content.decode()
