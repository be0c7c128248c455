"""A message is passed on to somebody who is not the customer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from tests.acceptance import samples
from tests.house import House
from tests.mail import deliver, mail
from threering.channels.contract import NotSendable
from threering.kernel.time import now
from threering.ledger.models import Delivery, Event
from threering.organisation.models import Agent
from threering.stories.add_note import add_note
from threering.stories.forward_message import forward_message
from threering.stories.send_reply import send_reply
from threering.stories.take_back_reply import take_back_reply
from threering.tickets.actions import Written
from threering.tickets.addressing import NOBODY, Recipients
from threering.tickets.conversation import Conversation
from threering.tickets.models import Message, Ticket
from threering.tickets.recipients import answer_to, thread_of

pytestmark = pytest.mark.django_db
INGRID, CARRIER = "ingrid@example.com", "claims@carrier.test"
TO_CARRIER = Recipients((CARRIER,))


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


def written(by: Agent, wanted: Recipients = TO_CARRIER, key: UUID | None = None) -> Written:
    return Written(author=by, text="Where is it?", key=key or uuid4(), wanted=wanted)


def forward(ticket: Ticket, house: House, wanted: Recipients = TO_CARRIER) -> Message:
    source = ticket.messages.filter(kind="customer").earliest("pk")
    return forward_message(ticket, source.uuid, written(house.ann, wanted), at=now())


def standing(ticket: Ticket) -> tuple[object, ...]:
    found = Ticket.objects.get(pk=ticket.pk)
    return (found.status, found.waiting_since, found.preview, found.last_at, found.customer_id,
            found.contacts.count())  # fmt: skip


def test_it_goes_to_the_third_party_alone_and_moves_nothing(house: House, ticket: Ticket) -> None:
    before = standing(ticket)
    message = forward(ticket, house)
    assert Delivery.objects.get().recipients == [CARRIER]
    assert (message.kind, message.said) == ("forward", "Where is it?")
    assert "It has been a week." in message.quoted
    assert standing(ticket) == before
    kinds = set(Event.objects.filter(ticket_id=ticket.pk).values_list("kind", flat=True))
    assert "message_forwarded" in kinds
    assert not {"reply_written", "status_changed"} & kinds


def test_the_same_key_is_the_same_forward(house: House, ticket: Ticket) -> None:
    source, key = ticket.messages.get().uuid, uuid4()
    for _ in range(2):
        forward_message(ticket, source, written(house.ann, key=key), at=now())
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (NOBODY, "Nobody would get this"),
        (Recipients((INGRID,)), "ingrid@example.com is the customer's"),
        (Recipients((CARRIER,), (INGRID,)), "ingrid@example.com is the customer's"),
        (Recipients(("help@shop.test",)), "is an inbox of yours"),
    ],
)
def test_it_never_goes_to_the_customer_nor_to_us(
    house: House, ticket: Ticket, wanted: Recipients, why: str
) -> None:
    with pytest.raises(NotSendable, match=why):
        forward(ticket, house, wanted)
    assert Delivery.objects.count() == 0


def test_a_note_and_another_tickets_message_stay_where_they_are(
    house: House, ticket: Ticket
) -> None:
    note = add_note(ticket, written(house.lou, NOBODY), at=now())
    deliver(house.shop, mail(message_id="<b@x.test>", sender="Bob <bob@x.test>"))
    for uuid in (note.uuid, Message.objects.latest("pk").uuid, None):
        with pytest.raises(NotSendable, match="not here any more"):
            forward_message(ticket, uuid, written(house.ann), at=now())


def test_the_answer_comes_back_as_somebody_elses_and_the_customer_is_answered_as_before(
    house: House, ticket: Ticket
) -> None:
    sent = forward(ticket, house)
    answer = mail("We lost it. Internal: 40 % discount.", sender=f"Claims <{CARRIER}>",
                  message_id="<c@carrier.test>", references=sent.external_id or "")  # fmt: skip
    deliver(house.shop, answer)
    said = Message.objects.latest("pk")
    after = Ticket.objects.get()
    assert (said.ticket, after.customer) == (after, ticket.customer)
    assert answer_to(Conversation(after)) == Recipients((INGRID,))
    question = Conversation(after).question
    assert question
    assert "40 %" not in question.text
    assert thread_of(Conversation(after)).keys == ("<a1@example.com>",)
    reply = send_reply(after, written(house.ann, NOBODY), at=now())
    assert reply.delivery
    assert reply.delivery.recipients == [INGRID]


def test_a_stranger_who_answers_it_opens_a_ticket_of_their_own(
    house: House, ticket: Ticket
) -> None:
    sent = forward(ticket, house)
    words = {"message_id": "<e@eve.test>", "references": sent.external_id or ""}
    deliver(house.shop, mail("Hello", sender="Eve <eve@eve.test>", **words))
    assert Message.objects.latest("pk").ticket != ticket


def test_taken_back_it_leaves_everything_as_it_was(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    settings.UNDO = timedelta(seconds=10)
    before = standing(ticket)
    sent = forward(ticket, house)
    assert sent.delivery
    take_back_reply(sent.delivery, by=house.ann, at=now())
    assert (standing(ticket), Delivery.objects.get().state) == (before, "cancelled")
    kinds = Event.objects.filter(ticket_id=ticket.pk).values_list("kind", flat=True)
    assert ("forward_taken_back" in kinds, "reply_taken_back" in kinds) == (True, False)


def test_a_forward_that_comes_back_is_its_authors_trouble(house: House, ticket: Ticket) -> None:
    sent = forward(ticket, house)
    Delivery.objects.update(state="sent", handed_over_at=now())
    deliver(house.shop, samples.report(sent.external_id or "", CARRIER, "help@shop.test"))
    assert Delivery.objects.get().state == "failed"
    assert Ticket.objects.count() == 1
