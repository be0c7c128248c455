from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pytest_django import Settings

from tests.house import House
from tests.mail import deliver, mail
from tests.ports import closed_port
from tests.replay import Door, replaying
from tests.servers import Sink, listening
from threering.channels.models import Inbox, WayOut
from threering.channels.outgoing import set_way_out
from threering.jobs import deliveries
from threering.jobs.pauses import Pauses
from threering.jobs.worker import send_next
from threering.kernel.time import now
from threering.ledger.models import Delivery
from threering.stories.send_reply import send_reply
from threering.tickets.actions import Written
from threering.tickets.models import Ticket

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def test_a_closed_way_rests_longer_each_time_until_it_opens() -> None:
    pauses = Pauses()
    assert pauses.resting(AT) == []
    pauses.closed(7, at=AT)
    assert pauses.resting(AT + timedelta(seconds=14)) == [7]
    assert pauses.resting(AT + timedelta(seconds=15)) == []
    pauses.closed(7, at=AT)
    assert pauses.resting(AT + timedelta(seconds=29)) == [7]
    for _ in range(20):
        pauses.closed(7, at=AT)
    assert pauses.resting(AT + timedelta(minutes=5)) == []
    pauses.opened(7)
    assert pauses.resting(AT) == []


@pytest.fixture(autouse=True)
def _nothing_rests(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(deliveries, "pauses", Pauses())
    deliveries.closing.clear()
    yield
    deliveries.closing.clear()


def replied(house: House, inbox: Inbox, text: str) -> None:
    deliver(inbox, mail(message_id=f"<{uuid4()}@example.com>"))
    ticket = Ticket.objects.latest("id")
    send_reply(ticket, Written(author=house.boss, text=text, key=uuid4()), at=now())


def states() -> list[str]:
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


pytestmark = pytest.mark.django_db(transaction=True)


def test_each_inbox_takes_its_own_way(house: House, settings: Settings) -> None:
    with listening(Sink()) as theirs, listening(Sink()) as ours:
        settings.SMTP_URL = f"smtp://127.0.0.1:{ours.port}"
        set_way_out(house.shop, "smtp", {"url": f"smtp://127.0.0.1:{theirs.port}"})
        replied(house, house.shop, "by their own")
        replied(house, house.outlet, "by the house's")
        while send_next():
            pass
    assert (len(theirs.mails), len(ours.mails)) == (1, 1)
    assert b"by their own" in theirs.mails[0]


def test_an_inbox_with_its_own_way_needs_no_other(house: House, settings: Settings) -> None:
    settings.SMTP_URL = ""
    with listening(Sink()) as theirs:
        set_way_out(house.shop, "smtp", {"url": f"smtp://127.0.0.1:{theirs.port}"})
        replied(house, house.shop, "mine")
        replied(house, house.outlet, "waits")
        while send_next():
            pass
    assert (len(theirs.mails), states()) == (1, ["sent", "queued"])


def test_a_secret_is_sealed_at_rest(house: House) -> None:
    set_way_out(house.shop, "postmark", {"server_token": "a-secret-token"})
    assert b"a-secret-token" not in bytes(WayOut.objects.get().secret)


def test_a_way_that_does_not_open_keeps_nobody_else_waiting(
    house: House, settings: Settings
) -> None:
    for n in range(3):
        replied(house, house.shop, f"stuck {n}")
    replied(house, house.outlet, "free")
    with closed_port() as nobody, listening(Sink()) as sink:
        set_way_out(house.shop, "smtp", {"url": f"smtp://127.0.0.1:{nobody}"})
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        rounds = 0
        while send_next():
            rounds += 1
    assert (rounds, len(sink.mails)) == (2, 1)
    assert states() == ["queued", "queued", "queued", "sent"]
    assert list(Delivery.objects.order_by("id").values_list("attempts", flat=True)) == [1, 0, 0, 1]


def test_the_providers_id_is_kept_for_its_reports(house: House) -> None:
    answer = {"To": "ingrid@example.com", "MessageID": "b7bc2f4a", "ErrorCode": 0, "Message": "OK"}
    with replaying(Door(answer=answer)) as door:
        set_way_out(house.shop, "postmark", {"server_token": "t", "api_url": door.url})
        replied(house, house.shop, "posted")
        send_next()
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.provider_id) == ("sent", "b7bc2f4a")


def test_a_worker_that_stops_begins_no_hand_over(house: House, settings: Settings) -> None:
    replied(house, house.shop, "later")
    deliveries.closing.set()
    with listening(Sink()) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        send_next()
    assert (sink.mails, states()) == ([], ["queued"])
    assert Delivery.objects.get().handed_over_at is None
