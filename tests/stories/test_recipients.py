"""Who gets a reply, and what becomes of whoever was brought in by one."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import Settings

from tests.acceptance import samples
from tests.house import House
from tests.mail import deliver, mail
from threering.channels.contract import NotSendable
from threering.kernel.time import now
from threering.ledger.models import Delivery, Event
from threering.stories.send_reply import send_reply
from threering.stories.take_back_reply import take_back_reply
from threering.tickets.actions import Written
from threering.tickets.addressing import NOBODY, Recipients
from threering.tickets.conversation import Conversation
from threering.tickets.models import Message, Ticket
from threering.tickets.recipients import answer_to, thread_of

pytestmark = pytest.mark.django_db
INGRID, OLAF, METTE = "ingrid@example.com", "olaf@example.com", "mette@example.com"


@pytest.fixture
def ticket(house: House) -> Ticket:
    cc = f"Olaf <{OLAF}>, Outlet <help@outlet.test>, help+t.1.aaaaaaaaaaaaaaaa@shop.test"
    deliver(house.shop, mail(Cc=cc))
    return Ticket.objects.get()


def reply(ticket: Ticket, house: House, wanted: Recipients = NOBODY) -> Message:
    written = Written(author=house.ann, text="On its way.", key=uuid4(), wanted=wanted)
    return send_reply(ticket, written, at=now())


def guest(house: House, answers: Message, sender: str = f"Mette <{METTE}>") -> Message:
    """Somebody answers a mail of ours."""
    raw = mail("I have it!", sender=sender, message_id=f"<{uuid4()}@example.com>",
               references=answers.external_id or "")  # fmt: skip
    deliver(house.shop, raw)
    return Message.objects.latest("pk")


def test_only_the_customer_gets_it_and_who_else_read_it_is_offered(
    house: House, ticket: Ticket
) -> None:
    assert answer_to(Conversation(ticket)) == Recipients((INGRID,), (OLAF,))
    message = reply(ticket, house)
    assert Delivery.objects.get().recipients == [INGRID]
    assert message.reading == {"to": [("Ingrid Rossi", INGRID)]}


def test_in_cc_one_is_in_the_head_in_the_envelope_and_in_the_thread(
    house: House, ticket: Ticket
) -> None:
    message = reply(ticket, house, Recipients((INGRID,), (OLAF, METTE)))
    assert Delivery.objects.get().recipients == [INGRID, OLAF, METTE]
    assert message.reading["cc"] == [("", OLAF), ("", METTE)]
    assert message.parties == [OLAF, METTE]
    assert answer_to(Conversation(ticket)).cc == (OLAF, METTE)
    assert not any(METTE in str(event.data) for event in Event.objects.all())


@pytest.mark.parametrize(
    "wanted",
    [
        Recipients((OLAF,)),
        Recipients((INGRID,), ("help@outlet.test",)),
        Recipients((INGRID,), (f"olaf@{'b' * 64}.test",)),
    ],
)
def test_one_that_cannot_leave_changes_nothing(
    house: House, ticket: Ticket, wanted: Recipients
) -> None:
    with pytest.raises(NotSendable):
        reply(ticket, house, wanted)
    assert (Delivery.objects.count(), Ticket.objects.get().status) == (0, "new")


def test_who_was_in_cc_takes_part_and_is_not_taken_for_the_customer(
    house: House, ticket: Ticket
) -> None:
    sent = reply(ticket, house, Recipients((INGRID,), (METTE,)))
    answer = guest(house, sent)
    after = Ticket.objects.get()
    assert (answer.ticket, after.customer) == (after, ticket.customer)
    assert answer.customer != ticket.customer
    question = Conversation(after).question
    assert question
    assert question.text.strip() == "It has been a week."
    assert answer_to(Conversation(after)).to == (INGRID,)
    assert METTE in answer_to(Conversation(after)).cc
    assert thread_of(Conversation(after)).answers == "<a1@example.com>"


def test_a_stranger_who_got_hold_of_our_mail_takes_no_part(house: House, ticket: Ticket) -> None:
    sent = reply(ticket, house, Recipients((INGRID,), (METTE,)))
    assert guest(house, sent, "Eve <eve@example.com>").ticket != ticket


def test_taken_back_it_brought_nobody_in(house: House, ticket: Ticket, settings: Settings) -> None:
    settings.UNDO = timedelta(seconds=10)
    sent = reply(ticket, house, Recipients((INGRID,), (METTE,)))
    assert sent.delivery
    take_back_reply(sent.delivery, by=house.ann, at=now())
    assert METTE not in answer_to(Conversation(ticket)).cc
    assert guest(house, sent).ticket != ticket


def test_who_in_cc_is_not_reached_does_not_make_it_undelivered(
    house: House, ticket: Ticket
) -> None:
    sent = reply(ticket, house, Recipients((INGRID,), (METTE,)))
    Delivery.objects.update(state="sent", handed_over_at=now())
    for address, state in ((METTE, "sent"), (INGRID, "failed")):
        deliver(house.shop, samples.report(sent.external_id or "", address, "help@shop.test"))
        assert Delivery.objects.get().state == state
    assert Event.objects.filter(kind="delivery_bounced").count() == 2
