from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from tests.house import House
from tests.mail import deliver, mail
from tests.searches import found_by
from tests.servers import Sink, listening
from threering.jobs.worker import send_next, until_next_due
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.ledger.models import Delivery, Event
from threering.stories.send_reply import send_reply
from threering.stories.set_status import set_status
from threering.stories.take_back_reply import TooLate, take_back_reply
from threering.tickets.actions import Written
from threering.tickets.conversation import Conversation
from threering.tickets.models import Message, Ticket
from threering.tickets.recipients import thread_of
from threering.tickets.rules import Status

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ticket(house: House, settings: Settings) -> Ticket:
    settings.UNDO = timedelta(seconds=10)
    deliver(house.shop, mail())
    return Ticket.objects.get()


def reply(ticket: Ticket, house: House, key: UUID | None = None) -> Message:
    written = Written(author=house.ann, text="Oops, wrong one.", key=key or uuid4())
    return send_reply(ticket, written, at=now())


def taken(message: Message, house: House) -> Message:
    assert message.delivery
    return take_back_reply(message.delivery, by=house.ann, at=now())


def test_a_reply_waits_ten_seconds(house: House, ticket: Ticket, settings: Settings) -> None:
    at = now()
    reply(ticket, house)
    with listening(Sink()) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        assert send_next() == 0
        assert timedelta(seconds=9) < Delivery.objects.get().due_at - at < timedelta(seconds=11)
        assert until_next_due() <= 5
        Delivery.objects.update(due_at=now())
        assert send_next() == 1
    assert len(sink.mails) == 1


def test_taken_back_it_never_leaves_and_the_ticket_stands_as_before(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    message = reply(ticket, house)
    assert Ticket.objects.get().status == "pending"
    assert taken(message, house).text == "Oops, wrong one."
    after = Ticket.objects.get()
    same = (after.status, after.waiting_since, after.preview, after.last_at)
    assert same == (ticket.status, ticket.waiting_since, ticket.preview, ticket.last_at)
    Delivery.objects.update(due_at=now() - timedelta(seconds=1))
    with listening(Sink()) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        assert send_next() == 0
    assert (sink.mails, Delivery.objects.get().state) == ([], "cancelled")
    assert message.external_id not in thread_of(Conversation(after)).keys
    assert not found_by(house.lea, "Oops")
    assert Event.objects.filter(kind="reply_taken_back", ticket_id=ticket.pk).count() == 1


def test_twice_is_once_and_the_words_are_given_back_again(house: House, ticket: Ticket) -> None:
    message = reply(ticket, house)
    first, second = taken(message, house), taken(message, house)
    assert first.text == second.text
    told = Event.objects.filter(kind="reply_taken_back", ticket_id=ticket.pk)
    assert told.count() == 1


def test_the_same_key_stays_taken_back(house: House, ticket: Ticket) -> None:
    key = uuid4()
    taken(reply(ticket, house, key), house)
    assert reply(ticket, house, key).taken_back_at
    assert Delivery.objects.count() == 1


def test_what_happened_since_stays(house: House, ticket: Ticket) -> None:
    message = reply(ticket, house)
    set_status(ticket, Status.SOLVED, by=house.ann, at=now())
    taken(message, house)
    after = Ticket.objects.get()
    assert (after.status, after.waiting_since) == ("solved", None)


def test_a_later_answer_keeps_the_customers_turn(house: House, ticket: Ticket) -> None:
    first = reply(ticket, house)
    reply(ticket, house)
    taken(first, house)
    after = Ticket.objects.get()
    assert (after.status, after.waiting_since) == ("pending", None)


@pytest.mark.parametrize("state", ["sending", "sent", "uncertain", "failed"])
def test_what_has_left_cannot_be_taken_back(house: House, ticket: Ticket, state: str) -> None:
    message = reply(ticket, house)
    Delivery.objects.update(state=state)
    with pytest.raises(TooLate):
        taken(message, house)
    assert Delivery.objects.get().state == state
    assert Message.objects.get(pk=message.pk).taken_back_at is None


def test_a_claim_that_is_being_made_wins(house: House, ticket: Ticket) -> None:
    """The row decides: who comes second waits for the first, and then sees what they did."""
    message = reply(ticket, house)
    Delivery.objects.update(due_at=now())
    late, waiting = [], threading.Event()

    def undo() -> None:
        waiting.set()
        try:
            taken(message, house)
        except TooLate as why:
            late.append(why)
        finally:
            connection.close()

    thread = threading.Thread(target=undo)
    with transaction.atomic():
        assert ledger.claim_deliveries(ledger.claimer(), now=now(), limit=1)
        thread.start()
        assert waiting.wait(10)
    thread.join()
    assert len(late) == 1
    assert Delivery.objects.get().state == "sending"


def test_a_take_back_that_is_being_made_is_passed_over_by_the_claim(
    house: House, ticket: Ticket
) -> None:
    message = reply(ticket, house)
    Delivery.objects.update(due_at=now())
    claimed: list[list[Delivery]] = []

    def claim() -> None:
        claimed.append(ledger.claim_deliveries("x", now=now(), limit=1))
        connection.close()

    thread = threading.Thread(target=claim)
    with transaction.atomic():
        taken(message, house)
        thread.start()
        thread.join()
    assert claimed == [[]]
    assert Delivery.objects.get().state == "cancelled"


def test_a_reply_that_is_tried_again_can_still_be_taken_back(house: House, ticket: Ticket) -> None:
    message = reply(ticket, house)
    Delivery.objects.update(attempts=2, reason="451 Later")
    assert taken(message, house).taken_back_at
