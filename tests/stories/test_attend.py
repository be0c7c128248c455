from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.stories.attend import attend
from threering.tickets.attendance import attending
from threering.tickets.attending import Doing
from threering.tickets.models import Ticket, WorkSpan

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


def seconds(*doing: Doing) -> list[float]:
    spans = WorkSpan.objects.filter(doing__in=doing).order_by("began_at")
    return [(span.ended_at - span.began_at).total_seconds() for span in spans]


def signs(ticket: Ticket, house: House, *after: int, doing: Doing = Doing.LOOKING) -> datetime:
    began = now()
    for second in after:
        attend(ticket, doing, by=house.ann, at=began + timedelta(seconds=second))
    return began


def there(ticket: Ticket, at: datetime) -> list[tuple[str, str]]:
    found = attending([ticket.pk], at=at).get(ticket.pk, [])
    return [(one.agent.name, one.doing.value) for one in found]


def test_signs_of_somebody_are_one_span_until_a_minute_was_idle(
    house: House, ticket: Ticket
) -> None:
    signs(ticket, house, 0, 20, 40, 101, 121)
    assert seconds(Doing.LOOKING) == [40, 20]


def test_the_same_sign_from_two_tabs_counts_once(house: House, ticket: Ticket) -> None:
    signs(ticket, house, 0, 20, 20, 20, 5)
    assert seconds(Doing.LOOKING) == [20]


def test_typing_is_a_span_of_its_own_while_one_looks(house: House, ticket: Ticket) -> None:
    began = signs(ticket, house, 0, 20)
    for second in (5, 10, 15):
        attend(ticket, Doing.TYPING, by=house.ann, at=began + timedelta(seconds=second))
    assert (seconds(Doing.LOOKING), seconds(Doing.TYPING)) == ([20], [10])
    assert there(ticket, began + timedelta(seconds=21)) == [("Ann", "typing")]
    assert there(ticket, began + timedelta(seconds=40)) == [("Ann", "looking")]
    assert there(ticket, began + timedelta(seconds=81)) == []


def test_whoever_goes_away_is_gone_at_once(house: House, ticket: Ticket) -> None:
    began = signs(ticket, house, 0)
    attend(ticket, None, by=house.ann, at=began + timedelta(seconds=9))
    assert there(ticket, began + timedelta(seconds=9)) == []
    assert seconds(Doing.LOOKING) == [9]


def test_whoever_goes_long_after_the_last_sign_worked_until_that(
    house: House, ticket: Ticket
) -> None:
    began = signs(ticket, house, 0, 20)
    attend(ticket, None, by=house.ann, at=began + timedelta(minutes=9))
    assert seconds(Doing.LOOKING) == [20]


def test_coming_back_begins_another_span(house: House, ticket: Ticket) -> None:
    began = signs(ticket, house, 0)
    attend(ticket, None, by=house.ann, at=began + timedelta(seconds=9))
    attend(ticket, Doing.LOOKING, by=house.ann, at=began + timedelta(seconds=12))
    assert seconds(Doing.LOOKING) == [9, 0]
    assert there(ticket, began + timedelta(seconds=12)) == [("Ann", "looking")]
