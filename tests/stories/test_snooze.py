from __future__ import annotations

from datetime import timedelta

import pytest

from tests.house import House
from tests.mail import deliver, mail
from threering.jobs.timetable import wake_tickets
from threering.kernel.time import now
from threering.ledger.models import Event, Notice
from threering.stories.assign import assign
from threering.stories.set_status import set_status
from threering.stories.snooze import snooze
from threering.tickets.models import Ticket
from threering.tickets.queries import VIEWS, counts, views_of
from threering.tickets.rules import Status

pytestmark = pytest.mark.django_db
SOON, LATE = timedelta(minutes=5), timedelta(days=2)


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    ticket = Ticket.objects.get()
    assign(ticket, house.ann, by=house.ann, at=now())
    return ticket


def sleeping(ticket: Ticket, house: House, length: timedelta) -> Ticket:
    snooze(ticket, now() + length, by=house.ann, at=now())
    return Ticket.objects.get(pk=ticket.pk)


def seen_in(ticket: Ticket, house: House) -> set[str]:
    shown = Ticket.objects.visible_to(house.ann)
    return {view for view in VIEWS if ticket in shown.in_view(view, house.ann.pk)}


def told() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))[4:]


def test_a_sleeping_ticket_is_out_of_sight_and_not_counted(house: House, ticket: Ticket) -> None:
    assert seen_in(ticket, house) == {"mine", "open", "all"}
    ticket = sleeping(ticket, house, LATE)
    assert seen_in(ticket, house) == {"snoozed", "all"} == set(views_of(ticket))
    assert {view for view, n in counts(house.ann).items() if n} == {"snoozed"}


def test_it_wakes_when_its_time_has_come_and_tells_its_owner(house: House, ticket: Ticket) -> None:
    ticket = sleeping(ticket, house, SOON)
    wake_tickets(0)
    assert seen_in(ticket, house) == {"snoozed", "all"}
    Ticket.objects.update(snoozed_until=now())
    for _ in range(2):
        wake_tickets(0)
    assert seen_in(ticket, house) == {"mine", "open", "all"}
    assert told() == ["snoozed", "woken"]
    assert [(notice.agent, notice.kind) for notice in Notice.objects.all()] == [
        (house.ann, "woken")
    ]


def test_the_customer_wakes_it_by_writing(house: House, ticket: Ticket) -> None:
    ticket = sleeping(ticket, house, LATE)
    deliver(house.shop, mail("Hello?", message_id="<b@x.test>", references="<a1@example.com>"))
    assert seen_in(ticket, house) == {"mine", "open", "all"}
    assert "woken" in told()


def test_an_ended_ticket_does_not_sleep_on(house: House, ticket: Ticket) -> None:
    ticket = sleeping(ticket, house, LATE)
    set_status(ticket, Status.SOLVED, by=house.ann, at=now())
    assert seen_in(ticket, house) == {"solved", "all"}
    assert Ticket.objects.get().snoozed_until is None


def test_to_say_it_twice_is_to_say_it_once(house: House, ticket: Ticket) -> None:
    until = now() + LATE
    for _ in range(2):
        snooze(ticket, until, by=house.ann, at=now())
    for _ in range(2):
        snooze(ticket, None, by=house.ann, at=now())
    assert told() == ["snoozed", "woken"]
