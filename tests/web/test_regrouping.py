"""The routes of merging, splitting and moving, as the console asks for them."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.house import House
from tests.mail import deliver, mail
from tests.web.conftest import As
from threering.organisation.actions import create_agent
from threering.tickets.models import Message, Regrouping, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two(house: House) -> None:
    """1 and 2 of one customer; 3 of the other brand."""
    for n, inbox in enumerate([house.shop, house.shop, house.outlet], start=1):
        deliver(inbox, mail(f"Text {n}", subject=f"Subject {n}", message_id=f"<{n}@x.test>"))
    deliver(
        house.shop,
        mail("Text 4", subject="Subject 4", message_id="<4@x.test>", references="<1@x.test>"),
    )


def key(**data: str) -> dict[str, str]:
    return {"key": str(uuid4()), **data}


def page(as_: As, house: House, number: int) -> str:
    return as_(house.ann).get(f"/tickets/all/north/{number}").content.decode()


def test_a_merge_is_told_shown_in_both_and_undone(house: House, as_: As) -> None:
    answer = as_(house.ann).post("/t/north/2/merge", key(into="#1"))
    assert (answer.status_code, b"Merged into #1" in answer.content) == (201, True)
    assert "Text 2" in page(as_, house, 1)
    assert "merged #2 into this ticket" in page(as_, house, 1)
    source = page(as_, house, 2)
    assert "was merged into #1" in source
    assert "merged this ticket into #1" in source
    assert 'id="composer"' not in source
    done = re.findall(r'data-do="unregroup" data-regrouping="([^"]+)"', page(as_, house, 1))
    assert as_(house.ann).post("/t/north/1/undo", {"regrouping": done[0]}).status_code == 204
    assert "Text 2" in page(as_, house, 2)
    assert "unregroup" not in page(as_, house, 1)


def test_a_merged_ticket_is_in_no_list_but_its_number_finds_the_target(
    house: House, as_: As
) -> None:
    as_(house.ann).post("/t/north/2/merge", key(into="1"))
    listed = as_(house.ann).get("/tickets/all/list").content.decode()
    assert ("Subject 1" in listed, "Subject 2" in listed) == (True, False)
    found = as_(house.ann).get("/tickets/all/list", {"q": "2"}).content.decode()
    assert "Subject 1" in found


def test_a_ticket_that_leads_elsewhere_is_neither_given_nor_finished(house: House, as_: As) -> None:
    as_(house.ann).post("/t/north/2/merge", key(into="1"))
    assert as_(house.ann).post("/t/north/2/status", {"status": "open"}).status_code == 404
    assert as_(house.ann).post("/t/north/2/assign", {"assignee": "me"}).status_code == 404
    assert Ticket.objects.get(number=2).status == "closed"


@pytest.mark.parametrize("into", ["", "Subject", "2", "0", "9" * 30])
def test_a_ticket_that_cannot_be_merged_into_is_refused(house: House, as_: As, into: str) -> None:
    answer = as_(house.ann).post("/t/north/2/merge", key(into=into))
    assert answer.status_code in {404, 422}
    assert Regrouping.objects.count() == 0


def test_the_dialog_suggests_the_customers_others_and_finds_by_number(
    house: House, as_: As
) -> None:
    dialog = as_(house.ann).get("/t/north/2/merging").content.decode()
    assert ('value="1"' in dialog, 'value="2"' in dialog) == (True, False)
    found = as_(house.ann).get("/t/north/2/merging", {"q": "#3"}).content.decode()
    assert ('value="3"' in found, 'value="1"' in found) == (True, False)


def test_a_split_takes_the_messages_that_were_chosen(house: House, as_: As) -> None:
    wrong = Message.objects.get(text="Text 4")
    dialog = as_(house.ann).get("/t/north/1/splitting", {"message": str(wrong.uuid)})
    assert f'value="{wrong.uuid}" checked' in dialog.content.decode()
    answer = as_(house.ann).post("/t/north/1/split", key(message=str(wrong.uuid)))
    assert (answer.status_code, b"Split into #4" in answer.content) == (201, True)
    assert Ticket.objects.get(number=4).subject == "Subject 4"


def test_a_new_topic_is_offered_as_a_split_until_somebody_answers(house: House, as_: As) -> None:
    deliver(
        house.shop,
        mail("The bill?", subject="Invoice", message_id="<5@x.test>", references="<1@x.test>"),
    )
    topic = Message.objects.get(text="The bill?")
    assert f'data-do="splitoff" data-message="{topic.uuid}"' in page(as_, house, 1)
    as_(house.ann).post("/t/north/1/reply", key(kind="reply", text="Here."))
    assert "splitoff" not in page(as_, house, 1)
    assert as_(house.ann).post("/t/north/1/split", key(first=str(topic.uuid))).status_code == 201
    assert Ticket.objects.get(number=4).messages.count() == 2


def test_a_message_moves(house: House, as_: As) -> None:
    wrong = Message.objects.get(text="Text 4")
    answer = as_(house.ann).post("/t/north/1/move", key(message=str(wrong.uuid), into="3"))
    assert answer.status_code == 201
    wrong.refresh_from_db()
    assert (wrong.ticket.number, wrong.ticket.brand.name) == (3, "Outlet")


def test_a_stranger_is_offered_a_merge_and_one_click_does_it(house: House, as_: As) -> None:
    deliver(
        house.shop, mail("Me too", sender="mal@x.test", subject="[#1]", message_id="<6@x.test>")
    )
    shown = page(as_, house, 4)
    assert "This may belong to #1" in shown
    assert 'data-do="mergeinto" data-number="1"' in shown
    assert as_(house.ann).post("/t/north/4/merge", key(into="1")).status_code == 201


def test_customers_are_merged_and_parted(house: House, as_: As) -> None:
    deliver(house.shop, mail("Hi", sender="bo@x.test", subject="Hi", message_id="<7@x.test>"))
    assert as_(house.ann).post("/t/north/4/same-customer", key(into="1")).status_code == 204
    assert "ingrid@example.com" in page(as_, house, 4)
    assert as_(house.ann).post("/t/north/4/other-customer").status_code == 204
    assert "ingrid@example.com" not in page(as_, house, 4)


@pytest.mark.parametrize("route", ["merge", "split", "move", "undo", "same-customer"])
def test_who_may_not_gets_nowhere(house: House, as_: As, route: str) -> None:
    wrong = Message.objects.get(text="Text 4")
    data = key(into="2", message=str(wrong.uuid), regrouping=str(uuid4()))
    for agent, status in [(house.sam, 404), (house.lou, 403)]:
        assert as_(agent).post(f"/t/north/1/{route}", data).status_code == status
    assert Regrouping.objects.count() == 0


def test_an_agent_of_one_brand_moves_nothing_into_another(house: House, as_: As) -> None:
    oli = create_agent(
        "oli@threering.test",
        name="Oli",
        password="three rings and no more",
        grants=[(house.north, "agent")],
    )
    oli.grants.update(brand=house.shop.brand)
    assert as_(oli).post("/t/north/1/merge", key(into="3")).status_code == 404
    assert as_(oli).post("/t/north/3/merge", key(into="1")).status_code == 404
    as_(house.ann).post("/t/north/3/merge", key(into="1"))
    done = {"regrouping": str(Regrouping.objects.get().uuid)}
    assert as_(oli).post("/t/north/1/undo", done).status_code == 404
    assert Ticket.objects.get(number=3).merged_into is not None
