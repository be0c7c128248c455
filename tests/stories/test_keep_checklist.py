from __future__ import annotations

import pytest

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.stories.keep_checklist import add_step, change_step
from threering.tickets.checklist import MOST_STEPS, Step, TooManySteps, steps_of
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


def told() -> list[str]:
    kept = Event.objects.filter(kind="checklist_kept").order_by("id")
    return [fact["what"] for fact in kept.values_list("data", flat=True)]


def test_a_step_is_added_ticked_off_and_opened_once(house: House, ticket: Ticket) -> None:
    for _ in range(2):
        add_step(ticket, "Ask the carrier", by=house.ann, at=now())
    (step,) = steps_of(ticket)
    for doing in ("done", "done", "open", "open", "done"):
        change_step(ticket, step.uuid, doing, by=house.lea, at=now())
    (step,) = steps_of(ticket)
    assert step.done_by == house.lea
    assert told() == ["added", "done", "open", "done"]


def test_the_same_thing_may_have_to_be_done_again(house: House, ticket: Ticket) -> None:
    add_step(ticket, "Call back", by=house.ann, at=now())
    change_step(ticket, steps_of(ticket)[0].uuid, "done", by=house.ann, at=now())
    add_step(ticket, "Call back", by=house.ann, at=now())
    assert [step.done_at is None for step in steps_of(ticket)] == [False, True]


def test_a_step_that_was_taken_off_comes_back_where_it_stood(house: House, ticket: Ticket) -> None:
    for text in ("one", "two", "three"):
        add_step(ticket, text, by=house.ann, at=now())
    two = steps_of(ticket)[1]
    for doing in ("off", "off"):
        change_step(ticket, two.uuid, doing, by=house.ann, at=now())
    assert [step.text for step in steps_of(ticket)] == ["one", "three"]
    change_step(ticket, two.uuid, "back", by=house.ann, at=now())
    assert [step.text for step in steps_of(ticket)] == ["one", "two", "three"]


def test_a_list_ends_where_nobody_reads_on(house: House, ticket: Ticket) -> None:
    for n in range(MOST_STEPS):
        add_step(ticket, f"step {n}", by=house.ann, at=now())
    with pytest.raises(TooManySteps):
        add_step(ticket, "one more", by=house.ann, at=now())


def test_a_step_of_another_ticket_is_none_of_this_one(house: House, ticket: Ticket) -> None:
    deliver(house.other, mail(message_id="<s@x.test>"))
    theirs = Ticket.objects.get(client=house.south)
    add_step(theirs, "Ask the carrier", by=house.sam, at=now())
    with pytest.raises(Step.DoesNotExist):
        change_step(ticket, steps_of(theirs)[0].uuid, "done", by=house.ann, at=now())
