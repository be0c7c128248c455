"""Whatever a push service answers, a notice reaches a browser once at most, and trouble is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from tests.house import House
from tests.jobs.telling import MINUTE, browser, ends, name, push, ticket_of
from tests.pushes import Receiver, push_service
from threering.ledger.push.models import PushSubscription
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ticket(house: House, settings: Settings) -> Ticket:
    return ticket_of(house, settings)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    house: House, ticket: Ticket, receiver: Receiver, status: int
) -> None:
    with push_service(status) as service:
        browser(house.lea, receiver, service)
        name(ticket, house.lea, house.ann)
        assert push() == 1
        name(ticket, house.lea, house.ann)
        assert push() == 0
    assert len(service.posted) == 1
    assert not PushSubscription.objects.exists()


@pytest.mark.parametrize(
    ("status", "end", "trouble"),
    [(413, "refused", "too large"), (403, "refused", "not us"), (0, "lost", "silent")],
)
def test_what_is_refused_or_may_have_arrived_is_said_and_not_repeated(
    house: House, ticket: Ticket, receiver: Receiver, status: int, *, end: str, trouble: str
) -> None:
    with push_service(status) as service:
        one = browser(house.lea, receiver, service)
        name(ticket, house.lea, house.ann)
        push()
        assert push(timedelta(minutes=10)) == 0
        assert len(service.posted) == 1
        one.refresh_from_db()
        assert (ends(), one.trouble, bool(one.failing_since)) == ([end], trouble, True)
        name(ticket, house.lea, house.ann)
        push()
    one.refresh_from_db()
    assert (one.trouble, one.failing_since) == ("", None)


@pytest.mark.parametrize("status", [429, 500])
def test_a_push_service_that_asks_to_wait_is_left_alone_so_long(
    house: House, ticket: Ticket, receiver: Receiver, status: int
) -> None:
    with push_service(status, retry_after="90") as service:
        one = browser(house.lea, receiver, service)
        name(ticket, house.lea, house.ann)
        push()
        name(ticket, house.lea, house.ann)
        one.refresh_from_db()
        assert (one.trouble, ends()) == ("busy", [""])
        assert push(MINUTE) == 0
        assert len(service.posted) == 1
        push(2 * MINUTE)
    assert len(service.posted) == 2  # the latest of what waited is told
    one.refresh_from_db()
    assert (one.trouble, one.rests_until) == ("", None)


def test_a_push_service_that_is_not_there_is_asked_again(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    with push_service() as service:
        one = browser(house.lea, receiver, service)
    name(ticket, house.lea, house.ann)
    push()
    one.refresh_from_db()
    assert (one.trouble, ends()) == ("unreachable", [""])


def test_a_machine_inside_our_network_is_never_asked(
    house: House, ticket: Ticket, receiver: Receiver, settings: Settings
) -> None:
    settings.PRIVATE_HOSTS = ()
    with push_service() as service:
        one = browser(house.lea, receiver, service)
        name(ticket, house.lea, house.ann)
        push()
    assert service.posted == []
    one.refresh_from_db()
    assert one.trouble == "unreachable"
