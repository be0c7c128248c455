"""Notices leave for browsers: soon, once, and only while they still concern their reader."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import http_ece
import pytest
from django.db import connection
from django.db.models import Q
from django.urls import reverse
from pytest_django import Settings

from tests.house import PASSWORD, House
from tests.jobs.telling import (
    MINUTE,
    SOON,
    browser,
    ends,
    later,
    name,
    push,
    signed_in,
    ticket_of,
    told,
)
from tests.mail import deliver, mail
from tests.pushes import Receiver, push_service
from threering.jobs.pushes import push_next
from threering.kernel.time import now
from threering.kernel.webpush import Lock
from threering.ledger import notices
from threering.ledger.push.actions import Secret, forget_settled, house_pair, subscribe, take_off
from threering.ledger.push.models import Push, PushKey, PushSubscription
from threering.ledger.push.rules import MOST_AT_ONCE
from threering.organisation.models import Agent, Grant
from threering.stories.claim_pushes import claim_pushes
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ticket(house: House, settings: Settings) -> Ticket:
    return ticket_of(house, settings)


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


def test_a_notice_is_pushed_once_a_few_seconds_later_and_says_no_more_than_the_bell(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    with push_service() as service:
        browser(house.lea, receiver, service)
        notice = name(ticket, house.lea, house.ann)
        assert push(timedelta()) == 0
        assert [push(), push(), push(MINUTE)] == [1, 0, 0]
    (said,) = told(service, receiver)
    assert said == {
        "said": "Ann mentioned you",
        "about": f"#{ticket.number} Where is my parcel?",
        "url": reverse("ticket", args=["all", "north", ticket.number]),
        "tag": str(notice.uuid),
    }
    assert ends() == ["sent"]
    assert PushSubscription.objects.get().last_ok_at is not None


def test_what_is_posted_is_signed_by_the_house_and_says_how_long_it_is_news(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    with push_service() as service:
        browser(house.lea, receiver, service)
        notice = name(ticket, house.lea, house.ann)
        push()
    (posted,) = service.posted
    assert posted.path == "/b1"
    claims = posted.claims
    assert (claims["aud"], claims["sub"]) == (service.url, "mailto:it@shop.test")
    assert 0 < claims["exp"] - now().timestamp() < 24 * 3600
    assert (posted.key, PushKey.objects.count()) == (house_pair().public, 1)
    heads = posted.heads
    assert (heads["content-encoding"], heads["ttl"]) == ("aes128gcm", "14400")
    assert heads["topic"] == notice.uuid.hex
    assert len(heads["topic"]) <= 32  # RFC 8030 §5.4
    assert b"Ann" not in posted.body
    with pytest.raises(http_ece.ECEException):
        Receiver().opened(posted.body)
    assert len(posted.body) < 4096


def test_it_is_said_in_the_readers_language(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    Agent.objects.filter(pk=house.lea.pk).update(language="de")
    with push_service() as service:
        browser(house.lea, receiver, service)
        name(ticket, house.lea, house.ann)
        push()
    assert [one["said"] for one in told(service, receiver)] == ["Ann hat Sie erwähnt"]


def test_every_browser_is_told_and_what_is_alike_is_told_once(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    with push_service() as service:
        for place in ("b1", "b2"):
            browser(house.lea, receiver, service, place)
        for _ in range(2):
            latest = name(ticket, house.lea, house.ann)
        push()
    assert sorted(one.path for one in service.posted) == ["/b1", "/b2"]
    assert {one["tag"] for one in told(service, receiver)} == {str(latest.uuid)}
    assert sorted(ends()) == ["sent", "sent", "unneeded", "unneeded"]


def test_very_much_at_once_is_one_notification(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    tickets = [ticket]
    for number in range(MOST_AT_ONCE):
        deliver(house.shop, mail(message_id=f"<{number}@x.test>", sender=f"{number}@x.test"))
        tickets.append(Ticket.objects.latest("pk"))
    with push_service() as service:
        browser(house.lea, receiver, service)
        for one in tickets:
            latest = name(one, house.lea, house.ann)
        push()
    many = f"{MOST_AT_ONCE + 1} notices wait for you"
    place = reverse("notices")
    assert told(service, receiver) == [
        {"said": many, "about": "", "url": place, "tag": str(latest.uuid)}
    ]
    assert sorted(ends()) == ["sent"] + ["unneeded"] * MOST_AT_ONCE


def read(house: House, ticket: Ticket, one: PushSubscription) -> None:
    notices.read(house.lea, Q(), at=now())


def withdrawn(house: House, ticket: Ticket, one: PushSubscription) -> None:
    notices.withdraw(Q(), house.lea.pk)


def hidden(house: House, ticket: Ticket, one: PushSubscription) -> None:
    Grant.objects.filter(agent=house.lea).update(brand=house.outlet.brand)


def switched_off(house: House, ticket: Ticket, one: PushSubscription) -> None:
    Agent.objects.filter(pk=house.lea.pk).update(is_active=False)


def signed_out(house: House, ticket: Ticket, one: PushSubscription) -> None:
    connection.cursor().execute("delete from django_session")


def other_password(house: House, ticket: Ticket, one: PushSubscription) -> None:
    house.lea.set_password(f"{PASSWORD}, four")
    house.lea.save()


def taken_off(house: House, ticket: Ticket, one: PushSubscription) -> None:
    take_off(one, at=now())


@pytest.mark.parametrize(
    "meanwhile",
    [read, withdrawn, hidden, switched_off, signed_out, other_password, taken_off],
)
@pytest.mark.parametrize("when", ["before it is due", "while it waits to be tried again"])
def test_what_concerns_somebody_no_more_is_not_pushed(
    house: House, ticket: Ticket, receiver: Receiver, meanwhile: object, when: str
) -> None:
    assert callable(meanwhile)
    with push_service(503, 503) as service:
        one = browser(house.lea, receiver, service)
        name(ticket, house.lea, house.ann)
        if when != "before it is due":
            push()
        before = len(service.posted)
        meanwhile(house, ticket, one)
        push(MINUTE)
        assert len(service.posted) == before
    assert set(ends()) <= {"unneeded"}


def test_what_was_told_before_a_browser_was_there_is_not_pushed_to_it(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    name(ticket, house.lea, house.ann)
    with push_service() as service:
        secret = Secret(Lock(**receiver.form), signed_in(house.lea))
        subscribe(house.lea, f"{service.url}/b1", secret, label="", at=now())
        assert push() == 0


def test_what_is_no_news_any_more_is_not_pushed(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    with push_service() as service:
        browser(house.lea, receiver, service)
        name(ticket, house.lea, house.ann)
        assert push(timedelta(minutes=31)) == 0
    assert service.posted == []


def test_what_a_killed_worker_held_is_lost_rather_than_told_twice(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    with push_service() as service:
        browser(house.lea, receiver, service)
        name(ticket, house.lea, house.ann)
        with later(SOON) as at:
            claim_pushes(at=at, most=5)  # and it is killed
        assert push(MINUTE) == 0
        assert push(4 * MINUTE) == 0
        assert (ends(), service.posted) == (["lost"], [])
        name(ticket, house.lea, house.ann)
        assert push() == 1
    assert len(service.posted) == 1


def test_two_workers_at_once_tell_it_once(house: House, ticket: Ticket, receiver: Receiver) -> None:
    with push_service() as service:
        browser(house.lea, receiver, service)
        for _ in range(3):
            name(ticket, house.lea, house.ann)

        def work() -> int:
            try:
                return push_next()
            finally:
                connection.close()

        with later(SOON), ThreadPoolExecutor(2) as both:
            looked = [one.result() for one in [both.submit(work) for _ in range(2)]]
    assert sum(looked) == 3
    tags = [one["tag"] for one in told(service, receiver)]
    assert len(tags) == len(set(tags))
    assert "" not in ends()


def test_nobody_is_told_in_a_browser_that_is_somebody_elses_now(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    with push_service() as service:
        browser(house.lea, receiver, service)
        browser(house.ann, Receiver(), service)
        name(ticket, house.lea, house.ann)
        assert push() == 0
    assert PushSubscription.objects.get().agent == house.ann


def test_secrets_are_sealed_and_what_is_old_is_forgotten(
    house: House, ticket: Ticket, receiver: Receiver
) -> None:
    with push_service() as service:
        one = browser(house.lea, receiver, service)
        name(ticket, house.lea, house.ann)
        push()
    assert receiver.form["auth"].encode() not in bytes(one.secret)
    assert house_pair().private.encode() not in bytes(PushKey.objects.get().private)
    forget_settled(at=now())
    assert Push.objects.exists()
    take_off(one, at=now())
    forget_settled(at=now() + timedelta(days=2))
    assert not Push.objects.exists()
    assert not PushSubscription.objects.exists()
