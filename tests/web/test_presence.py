"""What somebody says of themselves, and who sees it."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from django.test import Client

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.organisation.models import Agent
from threering.organisation.presence.models import AgentState, BreakReason, Presence
from threering.organisation.presence.rules import State
from threering.stories.change_state import choose_state, come

pytestmark = pytest.mark.django_db


def choose(client: Client, **sent: str) -> dict[str, str]:
    answer = client.post("/me/presence", sent)
    assert answer.status_code == 204
    return dict(parse_qsl(answer.headers["Undo"]))


def state(agent: Agent) -> str:
    return Presence.objects.get(agent=agent).state


def test_a_state_is_chosen_in_the_menu_and_undone(house: House, as_: As) -> None:
    lunch = BreakReason.objects.create(client=house.north, name="Lunch")
    ann = as_(house.ann)
    come(house.ann, at=now())
    assert choose(ann, state="break", reason=str(lunch.uuid)) == {"state": "online"}
    undo = choose(ann, state="busy")
    assert undo == {"state": "break", "reason": str(lunch.uuid)}
    choose(ann, **undo)
    assert (state(house.ann), Presence.objects.get().reason) == ("break", lunch)
    menu = ann.get("/me/presence").content.decode()
    assert menu.count('aria-current="true"') == 1
    assert "Lunch" in menu


@pytest.mark.parametrize("sent", [{}, {"state": "offline"}, {"state": "absent"}])
def test_what_nobody_may_say_of_themselves_changes_nothing(
    house: House, as_: As, sent: dict[str, str]
) -> None:
    come(house.ann, at=now())
    assert as_(house.ann).post("/me/presence", sent).status_code == 422
    assert state(house.ann) == "online"


def test_another_clients_reason_can_be_neither_chosen_nor_read(house: House, as_: As) -> None:
    secret = BreakReason.objects.create(client=house.south, name="Secret fair")
    come(house.ann, at=now())
    sent = {"state": "break", "reason": str(secret.uuid)}
    assert as_(house.ann).post("/me/presence", sent).status_code == 404
    assert AgentState.objects.count() == 1
    come(house.boss, at=now())
    choose_state(house.boss, State.BREAK, secret, at=now())
    page = as_(house.lea).get("/people").content.decode()
    assert "On a break" in page
    assert "Secret fair" not in page


def test_colleagues_see_it_beside_the_name_of_whom_they_give_a_ticket_to(
    house: House, as_: As
) -> None:
    deliver(house.shop, mail("A kettle."))
    come(house.lea, at=now())
    choose_state(house.lea, State.WRAP_UP, None, at=now())
    page = as_(house.ann).get("/tickets/open/north/1").content.decode()
    assert f'data-state="wrap_up" data-presence="{house.lea.uuid}" title="Wrap-up"' in page
    assert f'data-presence="{house.sam.uuid}"' not in page


def test_what_is_archived_is_offered_no_longer(house: House, as_: As) -> None:
    BreakReason.objects.create(client=house.north, name="Cigarette", archived_at=now())
    assert b"Cigarette" not in as_(house.ann).get("/me/presence").content


def test_a_lead_keeps_reasons_and_an_agent_does_not(house: House, as_: As) -> None:
    lea = as_(house.lea)
    assert lea.post("/break-reasons/new", {"name": " Team  talk "})["Location"] == "/break-reasons"
    again = lea.post("/break-reasons/new", {"name": "team TALK"}).content
    assert b"There is a break reason of this name already" in again
    assert b"Name the reason" in lea.post("/break-reasons/new", {"name": " "}).content
    reason = BreakReason.objects.get()
    place = f"/break-reasons/{reason.uuid}"
    assert lea.post(place, {"name": "Meeting"}).status_code == 302
    assert lea.post(f"{place}/archive", {"archived": "1"}).status_code == 204
    assert lea.post("/break-reasons/new", {"name": "meeting"}).status_code == 302
    assert lea.post(f"{place}/archive", {"archived": "0"}).status_code == 422
    told = Event.objects.filter(kind="break_reason_kept", client_id=house.north.pk)
    assert told.count() == 4
    ann = as_(house.ann)
    assert ann.get("/break-reasons").status_code == 403
    assert ann.post(f"{place}/archive", {"archived": "0"}).status_code == 403
    assert as_(house.sam).post(place, {"name": "Mine"}).status_code == 403
    assert BreakReason.objects.get(pk=reason.pk).archived_at


def test_another_clients_lead_finds_no_reason(house: House, as_: As) -> None:
    reason = BreakReason.objects.create(client=house.south, name="Fair")
    lea = as_(house.lea)
    assert lea.post(f"/break-reasons/{reason.uuid}", {"name": "Mine"}).status_code == 404
    assert lea.get("/break-reasons/new?client=south").status_code == 404
    assert BreakReason.objects.get().name == "Fair"
