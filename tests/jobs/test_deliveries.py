from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from tests.house import House
from tests.mail import deliver, mail
from tests.servers import Sink, listening
from threering.jobs.deliveries import attempt, sweep_lost_deliveries
from threering.jobs.worker import send_next
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.ledger.models import Delivery, Event, Notice
from threering.stories.record_delivery import record_delivery
from threering.stories.send_reply import send_reply
from threering.stories.settle_delivery import settle_delivery
from threering.tickets.actions import Written
from threering.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


def reply(ticket: Ticket, house: House, key: UUID | None = None) -> Message:
    written = Written(author=house.ann, text="On its way.", key=key or uuid4())
    return send_reply(ticket, written, at=now())


def state() -> str:
    return Delivery.objects.get().state


def test_a_reply_leaves_once_with_the_thread_it_belongs_to(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    message = reply(ticket, house)
    with listening(Sink()) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        while send_next():
            pass
    assert len(sink.mails) == 1
    assert b"References: <a1@example.com>" in sink.mails[0]
    assert f"Message-ID: {message.external_id}".encode() in sink.mails[0]
    assert sink.recipients == ["ingrid@example.com"]
    assert (state(), Ticket.objects.get().status) == ("sent", "pending")
    assert Event.objects.filter(kind="delivery_sent", ticket_id=ticket.pk).count() == 1


def test_the_same_key_is_the_same_reply(house: House, ticket: Ticket) -> None:
    key = uuid4()
    assert reply(ticket, house, key).pk == reply(ticket, house, key).pk
    assert Delivery.objects.count() == 1


def test_nothing_is_claimed_while_no_server_is_set(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    settings.SMTP_URL = ""
    reply(ticket, house)
    assert send_next() == 0
    assert state() == "queued"


def test_a_refusal_for_good_is_shown_to_its_author(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    reply(ticket, house)
    with listening(Sink(rcpt="550 5.1.1 No such user")) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        send_next()
    assert state() == "failed"
    assert "No such user" in Delivery.objects.get().reason
    assert Notice.objects.get().agent == house.ann


def test_a_refusal_for_now_is_tried_again_later(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    reply(ticket, house)
    with listening(Sink(rcpt="451 4.3.0 Later")) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        send_next()
        assert send_next() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.due_at > now()) == ("queued", True)


def test_silence_after_the_content_is_never_repeated_by_itself(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    reply(ticket, house)
    with listening(Sink(vanish="after")) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        send_next()
        assert send_next() == 0
    assert (state(), len(sink.mails)) == ("uncertain", 1)


def claimed_by_a_dead_worker(*, handed_over: bool) -> Delivery:
    delivery = ledger.claim_deliveries("4711@long ago", now=now(), limit=1)[0]
    if handed_over:
        ledger.hand_over(delivery, at=now())
    return delivery


def test_what_a_dead_worker_had_not_handed_over_is_sent(house: House, ticket: Ticket) -> None:
    reply(ticket, house)
    claimed_by_a_dead_worker(handed_over=False)
    assert sweep_lost_deliveries() == 1
    assert state() == "queued"


def test_what_a_dead_worker_may_have_sent_is_uncertain(house: House, ticket: Ticket) -> None:
    reply(ticket, house)
    claimed_by_a_dead_worker(handed_over=True)
    assert sweep_lost_deliveries() == 1
    assert state() == "uncertain"


def test_what_a_living_worker_sends_is_left_alone(house: House, ticket: Ticket) -> None:
    reply(ticket, house)
    ledger.claim_deliveries(ledger.claimer(), now=now(), limit=1)
    assert sweep_lost_deliveries() == 0


def test_a_result_that_is_known_after_all_settles_it(house: House, ticket: Ticket) -> None:
    reply(ticket, house)
    delivery = claimed_by_a_dead_worker(handed_over=True)
    sweep_lost_deliveries()
    record_delivery(delivery, Delivery.State.SENT, "", at=now())
    assert state() == "sent"


@pytest.mark.parametrize(("answer", "after"), [("again", "queued"), ("arrived", "sent")])
def test_an_agent_settles_what_is_uncertain(
    house: House, ticket: Ticket, answer: str, after: str
) -> None:
    reply(ticket, house)
    delivery = claimed_by_a_dead_worker(handed_over=True)
    sweep_lost_deliveries()
    settle_delivery(delivery, answer, by=house.ann, at=now())
    settle_delivery(delivery, answer, by=house.ann, at=now())
    assert state() == after
    assert Event.objects.filter(kind="delivery_settled", cause=delivery.uuid).count() == 1


def test_a_bounce_is_tied_to_the_reply_that_bounced(house: House, ticket: Ticket) -> None:
    message = reply(ticket, house)
    Delivery.objects.update(state="sent")
    arrival = deliver(house.shop, bounce(message.external_id or ""))
    assert (arrival.outcome, arrival.delivery) == ("report", message.delivery)
    assert (state(), Notice.objects.get().kind) == ("failed", "bounced")


def test_a_bounce_of_somebody_elses_mail_is_quarantined(house: House) -> None:
    arrival = deliver(house.shop, bounce("<not-ours@elsewhere.test>"))
    assert arrival.outcome == "quarantined"
    assert "did not send" in arrival.reason


def bounce(message_id: str) -> bytes:
    return (
        "From: MAILER-DAEMON@x.test\nContent-Type: multipart/report;"
        " report-type=delivery-status; boundary=b\n\n--b\n\ngone\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x.test\n\n"
        "Action: failed\nStatus: 5.1.1\n--b\nContent-Type: text/rfc822-headers\n\n"
        f"Message-ID: {message_id}\n--b--\n"
    ).encode()


def test_claims_are_due_ones_only(house: House, ticket: Ticket) -> None:
    reply(ticket, house)
    Delivery.objects.update(due_at=now() + timedelta(hours=1))
    assert ledger.claim_deliveries("x", now=now(), limit=5) == []


def test_a_delivery_that_breaks_everything_stops_nobody_else(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    reply(ticket, house)
    Delivery.objects.update(recipients=["x@m\u00fcller.example"])
    reply(ticket, house)
    with listening(Sink()) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        while send_next():
            pass
    states = list(Delivery.objects.order_by("id").values_list("state", flat=True))
    assert states == ["failed", "sent"]


def test_a_claim_that_was_lost_sends_nothing(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    reply(ticket, house)
    delivery = ledger.claim_deliveries(ledger.claimer(), now=now(), limit=1)[0]
    Delivery.objects.update(state="queued", claimed_by="")
    with listening(Sink()) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        attempt(delivery)
    assert sink.mails == []
