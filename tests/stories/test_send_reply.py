from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.ledger.models import Delivery
from threering.organisation.models import Agent
from threering.stories.add_note import add_note
from threering.stories.send_reply import send_reply
from threering.tickets.actions import Written
from threering.tickets.models import Message, Ticket
from threering.tickets.seen import NotSeen

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


def answer(ticket: Ticket, by: Agent, seen: UUID | None, key: UUID | None = None) -> Message:
    written = Written(author=by, text="On its way.", key=key or uuid4(), seen=seen)
    return send_reply(ticket, written, at=now())


def customer_writes_again(house: House) -> Message:
    again = mail("Found it!", message_id="<b2@example.com>", references="<a1@example.com>")
    deliver(house.shop, again)
    return Message.objects.latest("pk")


def test_an_answer_to_all_that_was_said_leaves(house: House, ticket: Ticket) -> None:
    answer(ticket, house.ann, ticket.messages.get().uuid)
    assert Delivery.objects.count() == 1


def test_an_answer_is_held_while_its_author_has_not_seen_the_latest(
    house: House, ticket: Ticket
) -> None:
    seen = ticket.messages.get().uuid
    latest = customer_writes_again(house)
    with pytest.raises(NotSeen) as held:
        answer(ticket, house.ann, seen)
    assert (held.value.number, held.value.by) == (2, "Ingrid Rossi")
    assert held.value.latest == latest.uuid
    assert not Delivery.objects.exists()
    assert answer(ticket, house.ann, held.value.latest).delivery


def test_what_a_colleague_wrote_holds_it_too_and_ones_own_words_do_not(
    house: House, ticket: Ticket
) -> None:
    seen = ticket.messages.get().uuid
    answer(ticket, house.ann, seen)
    answer(ticket, house.ann, seen)
    with pytest.raises(NotSeen) as held:
        answer(ticket, house.lea, seen)
    assert (held.value.number, held.value.by) == (2, "Ann")
    note = Written(author=house.lea, text="I talk to her.", key=uuid4())
    add_note(ticket, note, at=now())
    with pytest.raises(NotSeen):
        answer(ticket, house.ann, seen)


def test_the_same_reply_again_is_not_held(house: House, ticket: Ticket) -> None:
    seen, key = ticket.messages.get().uuid, uuid4()
    said = answer(ticket, house.ann, seen, key)
    customer_writes_again(house)
    assert answer(ticket, house.ann, seen, key) == said


def test_an_unknown_message_was_not_seen(house: House, ticket: Ticket) -> None:
    with pytest.raises(NotSeen):
        answer(ticket, house.ann, uuid4())


def test_who_is_not_asked_is_not_held(house: House, ticket: Ticket) -> None:
    customer_writes_again(house)
    assert answer(ticket, house.ann, None).delivery
