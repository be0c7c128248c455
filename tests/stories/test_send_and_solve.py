"""A reply and what happens with it: one moment, and taken back in one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.knowledge.actions import Content
from threering.knowledge.models import SavedReply, SavedReplyUse
from threering.ledger.models import Delivery, Event
from threering.stories.assign import assign
from threering.stories.keep_saved_reply import keep_saved_reply
from threering.stories.send_reply import send_reply
from threering.stories.set_priority import set_priority
from threering.stories.set_status import set_status
from threering.stories.snooze import snooze
from threering.stories.tag_ticket import tag_ticket
from threering.stories.take_back_reply import take_back_reply
from threering.tickets.actions import Written
from threering.tickets.besides import Besides
from threering.tickets.models import Contact, Message, Tagging, Ticket
from threering.tickets.properties import TooManyTags, tags_of
from threering.tickets.rules import Priority, Status
from threering.tickets.tagging import MOST_TAGS

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(house: House, settings: Settings) -> Ticket:
    settings.UNDO = timedelta(seconds=10)
    deliver(house.shop, mail())
    return Ticket.objects.get()


def all_of_it(house: House, *used: UUID) -> Besides:
    return Besides(
        status=Status.SOLVED,
        priority=Priority.HIGH,
        tags=("returns", "Returns", "label sent"),
        assignee=house.ann,
        used=used,
        said='{"status": "solved"}',
    )


def send(ticket: Ticket, house: House, besides: Besides, key: UUID | None = None) -> Message:
    written = Written(author=house.ann, text="All is well.", key=key or uuid4())
    return send_reply(ticket, written, at=now(), besides=besides)


def back(message: Message, house: House) -> Ticket:
    assert message.delivery
    take_back_reply(message.delivery, by=house.ann, at=now())
    return Ticket.objects.get()


def saved(house: House) -> SavedReply:
    content = Content(client=house.north, name="All is well", texts={"": "All is well."})
    return keep_saved_reply(content, by=house.lea, at=now())


def test_everything_happens_with_the_reply(house: House, ticket: Ticket) -> None:
    message = send(ticket, house, all_of_it(house))
    after = Ticket.objects.get()
    assert (after.status, after.priority, after.assignee) == ("solved", 2, house.ann)
    assert (after.solved_at, after.waiting_since) == (message.at, None)
    assert tags_of(after) == ["label sent", "returns"]
    assert Contact.objects.get().ended_at == message.at
    kinds = Event.objects.filter(ticket_id=ticket.pk, at=message.at).values_list("kind", flat=True)
    told = {"status_changed", "priority_changed", "assigned", "tagged", "contact_ended"}
    assert told | {"reply_written"} <= set(kinds)


def test_taken_back_the_ticket_stands_as_before(house: House, ticket: Ticket) -> None:
    tag_ticket(ticket, add="returns", by=house.ann, at=now())
    before = Ticket.objects.get()
    message = send(ticket, house, all_of_it(house))
    after = back(message, house)
    names = ("status", "priority", "assignee", "waiting_since", "solved_at", "preview", "last_at")
    assert {n: getattr(after, n) for n in names} == {n: getattr(before, n) for n in names}
    assert tags_of(after) == ["returns"]
    assert Contact.objects.get().ended_at is None
    assert Event.objects.filter(kind="contact_resumed").count() == 1
    assert message.delivery
    kept = Delivery.objects.get(pk=message.delivery.pk).before
    assert kept["said"] == '{"status": "solved"}'


def test_a_snoozed_ticket_sleeps_again(house: House, ticket: Ticket) -> None:
    until = now() + timedelta(days=2)
    snooze(ticket, until, by=house.ann, at=now())
    message = send(ticket, house, Besides(status=Status.SOLVED))
    assert Ticket.objects.get().snoozed_until is None
    assert back(message, house).snoozed_until == until


def test_what_others_changed_meanwhile_is_theirs(house: House, ticket: Ticket) -> None:
    message = send(ticket, house, all_of_it(house))
    set_status(ticket, Status.ON_HOLD, by=house.lea, at=now())
    set_priority(ticket, Priority.URGENT, by=house.lea, at=now())
    assign(ticket, house.lea, by=house.lea, at=now())
    tag_ticket(ticket, remove="returns", add="chased", by=house.lea, at=now())
    after = back(message, house)
    assert (after.status, after.priority, after.assignee) == ("on_hold", 3, house.lea)
    assert tags_of(after) == ["chased"]


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        (Status.OPEN, Status.PENDING, "pending"),
        (Status.OPEN, Status.OPEN, "open"),
        (Status.OPEN, Status.ON_HOLD, "on_hold"),
        (Status.SOLVED, Status.PENDING, "pending"),
        (Status.SOLVED, Status.SOLVED, "solved"),
        (Status.SOLVED, None, "solved"),
    ],
)
def test_the_wanted_status_is_left_and_the_former_put_back(
    house: House, ticket: Ticket, before: Status, wanted: Status | None, after: str
) -> None:
    set_status(ticket, before, by=house.ann, at=now())
    message = send(ticket, house, Besides(status=wanted))
    assert Ticket.objects.get().status == after
    assert back(message, house).status == before


def test_a_reply_of_an_earlier_release_is_taken_back_too(house: House, ticket: Ticket) -> None:
    message = send(ticket, house, Besides())
    before = {"status": "new", "waiting_since": ticket.last_at.isoformat()}
    Delivery.objects.update(before=before)
    assert back(message, house).status == "new"


def test_too_many_tags_send_nothing(house: House, ticket: Ticket) -> None:
    for n in range(MOST_TAGS):
        tag_ticket(ticket, add=f"tag {n}", by=house.ann, at=now())
    before = Ticket.objects.get()
    with pytest.raises(TooManyTags):
        send(ticket, house, all_of_it(house))
    after = Ticket.objects.get()
    assert (after.status, after.version, Delivery.objects.exists()) == (
        "new",
        before.version,
        False,
    )
    assert Tagging.objects.count() == MOST_TAGS


def test_a_use_counts_once_for_its_message(house: House, ticket: Ticket) -> None:
    reply, key = saved(house), uuid4()
    used = Besides(used=(reply.uuid, reply.uuid))
    first = send(ticket, house, used, key)
    assert send(ticket, house, used, key) == first
    use = SavedReplyUse.objects.get()
    assert (use.reply, use.message) == (reply, first)
    assert Event.objects.filter(kind="saved_reply_used").count() == 1


def test_a_reply_that_was_taken_back_used_nothing(house: House, ticket: Ticket) -> None:
    message = send(ticket, house, Besides(used=(saved(house).uuid,)))
    back(message, house)
    assert not SavedReplyUse.objects.exists()


def test_what_another_client_says_is_not_used(house: House, ticket: Ticket) -> None:
    theirs = Content(client=house.south, name="Theirs", texts={"": "Theirs."})
    reply = keep_saved_reply(theirs, by=house.boss, at=now())
    send(ticket, house, Besides(used=(reply.uuid,)))
    assert not SavedReplyUse.objects.exists()
