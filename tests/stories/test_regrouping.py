"""Merging, splitting, moving, and taking each back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.ledger.models import Delivery, Event
from threering.stories.assign import assign
from threering.stories.merge_tickets import merge_tickets
from threering.stories.move_message import move_message
from threering.stories.record_delivery import record_delivery
from threering.stories.send_reply import send_reply
from threering.stories.set_status import set_status
from threering.stories.split_ticket import split_ticket
from threering.stories.undo_regrouping import undo_regrouping
from threering.tickets.actions import Written
from threering.tickets.models import Contact, Message, Regrouping, Ticket
from threering.tickets.moving import Asked, CannotRegroup
from threering.tickets.rules import Status

pytestmark = pytest.mark.django_db
COLUMNS = [
    *("status", "assignee_id", "priority", "preview", "last_at", "waiting_since", "next_due_at"),
    *("solved_at", "merged_into_id", "customer_id"),
]


def write(
    house: House, text: str, *, sender: str = "Ingrid Rossi <ingrid@example.com>", answers: str = ""
) -> Message:
    content = mail(
        text, sender=sender, subject=text, message_id=f"<{uuid4()}@x.test>", references=answers
    )
    return Message.objects.get(arrival=deliver(house.shop, content))


def answer(house: House, ticket: Ticket, text: str = "Yes.") -> Message:
    return send_reply(ticket, Written(author=house.ann, text=text, key=uuid4()), at=now())


def asked(house: House) -> Asked:
    return Asked(house.ann, uuid4())


def ticket(number: int) -> Ticket:
    return Ticket.objects.get(number=number)


def world() -> dict[str, Any]:
    """How everything stands: tickets, and where each message and contact is."""
    return {
        "tickets": list(Ticket.objects.order_by("pk").values_list("number", *COLUMNS)),
        "messages": list(
            Message.objects.order_by("pk").values_list("text", "ticket_id", "contact_id")
        ),
        "contacts": list(
            Contact.objects.order_by("pk").values_list("pk", "ticket_id", "origin_id", "ended_at")
        ),
    }


@pytest.fixture
def two(house: House) -> tuple[Ticket, Ticket]:
    """1: answered, the customer has the word. 2: another customer waits for us."""
    write(house, "Parcel")
    answer(house, ticket(1))
    write(house, "Kettle", sender="Bo Berg <bo@x.test>")
    return ticket(1), ticket(2)


def test_a_merge_moves_everything_and_the_source_leads_on(
    house: House, two: tuple[Ticket, Ticket]
) -> None:
    one, source = two
    merge_tickets(source, one, asked(house), at=now())
    assert [m.text for m in ticket(1).messages.order_by("at", "pk")] == ["Parcel", "Yes.", "Kettle"]
    assert (ticket(2).merged_into, ticket(2).status) == (one, "closed")
    assert (ticket(1).status, ticket(1).waiting_since) == ("open", source.waiting_since)
    origins = Contact.objects.order_by("pk").values_list("ticket__number", "origin__number")
    assert list(origins) == [(1, 1), (1, 2)]
    told = Event.objects.filter(kind__contains="merged").order_by("id")
    kinds = [(event.kind, event.ticket_id) for event in told]
    assert kinds == [("tickets_merged", one.pk), ("ticket_merged_away", source.pk)]


def test_the_same_key_is_one_merge(house: House, two: tuple[Ticket, Ticket]) -> None:
    once = asked(house)
    first = merge_tickets(two[1], two[0], once, at=now())
    assert merge_tickets(two[1], two[0], once, at=now()) == first
    assert Event.objects.filter(kind="tickets_merged").count() == 1


def test_undoing_a_merge_restores_everything(house: House, two: tuple[Ticket, Ticket]) -> None:
    before = world()
    done = merge_tickets(two[1], two[0], asked(house), at=now())
    assert world() != before
    undo_regrouping(done, by=house.ann, at=now())
    undo_regrouping(done, by=house.ann, at=now())
    assert world() == before
    assert Event.objects.filter(kind="regrouping_undone").count() == 2


@pytest.fixture
def pressing(house: House, two: tuple[Ticket, Ticket]) -> Regrouping:
    """Nobody's ticket 1 takes 2 in, which is urgent and Ann's; then a reply of before leaves."""
    source = two[1]
    Ticket.objects.filter(pk=source.pk).update(assignee=house.ann, priority=source.priority + 1)
    source.refresh_from_db()
    done = merge_tickets(source, two[0], asked(house), at=now())
    delivery = Delivery.objects.get()
    Delivery.objects.update(state="sending")
    record_delivery(delivery, Delivery.State.SENT, "", at=now())
    return done


def test_a_reply_that_leaves_meanwhile_keeps_an_undo_exact(
    house: House, two: tuple[Ticket, Ticket], pressing: Regrouping
) -> None:
    one = two[0]
    assert ticket(1).assignee == house.ann
    undo_regrouping(pressing, by=house.ann, at=now())
    stands = Ticket.objects.filter(number=1).values_list(*COLUMNS)
    assert list(stands) == [tuple(getattr(one, name) for name in COLUMNS)]


def test_who_had_it_and_how_urgent_it_was_comes_back_after_more_was_said(
    house: House, two: tuple[Ticket, Ticket], pressing: Regrouping
) -> None:
    late = write(house, "Any news?", answers=Message.objects.get(text="Yes.").external_id or "")
    assign(ticket(1), house.lea, by=house.ann, at=now())
    undo_regrouping(pressing, by=house.ann, at=now())
    assert (ticket(1).assignee, ticket(1).priority) == (house.lea, two[0].priority)
    assert (ticket(1).status, ticket(1).waiting_since) == ("open", late.at)


def test_what_came_after_a_merge_stays_when_it_is_undone(
    house: House, two: tuple[Ticket, Ticket]
) -> None:
    done = merge_tickets(two[1], two[0], asked(house), at=now())
    write(house, "Any news?")
    own = Message.objects.get(text="Kettle").external_id or ""
    late = write(house, "And my kettle?", sender="Bo Berg <bo@x.test>", answers=own)
    assert late.ticket.number == 1  # later mail of the ticket that was merged away
    undo_regrouping(done, by=house.ann, at=now())
    assert [m.text for m in ticket(2).messages.all()] == ["Kettle"]
    assert "And my kettle?" in [m.text for m in ticket(1).messages.all()]
    assert all(m.contact.ticket_id == m.ticket_id for m in Message.objects.all())
    assert ticket(1).waiting_since == late.at


def test_mail_to_a_ticket_that_was_merged_away_lands_in_the_target(
    house: House, two: tuple[Ticket, Ticket]
) -> None:
    sent = answer(house, two[1], "Which kettle?")
    merge_tickets(two[1], two[0], asked(house), at=now())
    late = write(house, "Blue", sender="Bo Berg <bo@x.test>", answers=sent.external_id or "")
    assert late.ticket.number == 1
    token = mail("Red", sender="bo@x.test", subject="Re: x [#2]", message_id="<red@x.test>")
    assert Message.objects.get(arrival=deliver(house.shop, token)).ticket.number == 1


def test_a_reply_typed_in_a_ticket_that_was_merged_meanwhile_is_not_lost(
    house: House, two: tuple[Ticket, Ticket]
) -> None:
    merge_tickets(two[1], two[0], asked(house), at=now())
    assert answer(house, two[1], "Hello").ticket.number == 1


def test_a_ticket_cannot_be_merged_twice_or_into_itself(
    house: House, two: tuple[Ticket, Ticket]
) -> None:
    merge_tickets(two[1], two[0], asked(house), at=now())
    before = world()
    for source, target in [(two[1], two[0]), (two[0], two[1]), (two[0], two[0])]:
        with pytest.raises(CannotRegroup):
            merge_tickets(source, target, asked(house), at=now())
    assert world() == before


def test_a_split_gives_messages_a_ticket_with_their_own_subject(
    house: House, two: tuple[Ticket, Ticket]
) -> None:
    sent = Message.objects.get(kind="agent").external_id or ""
    wrong = write(house, "Invoice", answers=sent)
    assert (wrong.ticket.number, ticket(1).status) == (1, "open")
    split_ticket(ticket(1), [wrong], asked(house), at=now())
    made = ticket(3)
    assert (made.subject, made.status, made.waiting_since) == ("Invoice", "new", wrong.at)
    assert (ticket(1).status, ticket(1).waiting_since) == ("pending", None)
    assert made.contacts.get().origin == ticket(1)
    assert [m.text for m in ticket(1).messages.order_by("pk")] == ["Parcel", "Yes."]


def test_a_split_solves_again_what_only_the_wrong_mail_had_opened(
    house: House, two: tuple[Ticket, Ticket]
) -> None:
    sent = Message.objects.get(kind="agent").external_id or ""
    set_status(ticket(1), Status.SOLVED, by=house.ann, at=now())
    solved_at = ticket(1).solved_at
    wrong = write(house, "Invoice", answers=sent)
    assert ticket(1).status == "open"
    split_ticket(ticket(1), [wrong], asked(house), at=now())
    assert (ticket(1).status, ticket(1).solved_at) == ("solved", solved_at)


def test_undoing_a_split_restores_everything_and_the_new_number_leads_back(
    house: House, two: tuple[Ticket, Ticket]
) -> None:
    wrong = write(house, "Invoice", answers=Message.objects.get(kind="agent").external_id or "")
    before = world()
    done = split_ticket(ticket(1), [wrong], asked(house), at=now())
    undo_regrouping(done, by=house.ann, at=now())
    after = world()
    assert after["tickets"][:2] == before["tickets"]
    assert after["messages"] == before["messages"]
    assert after["contacts"] == before["contacts"]
    assert ticket(3).merged_into == ticket(1)


def test_what_came_into_a_split_off_ticket_goes_back_with_it(
    house: House, two: tuple[Ticket, Ticket]
) -> None:
    wrong = write(house, "Invoice", answers=Message.objects.get(kind="agent").external_id or "")
    done = split_ticket(ticket(1), [wrong], asked(house), at=now())
    later = write(house, "Invoice!", answers=wrong.external_id or "")
    assert later.ticket.number == 3
    undo_regrouping(done, by=house.ann, at=now())
    later.refresh_from_db()
    assert later.ticket.number == 1
    assert all(m.contact.ticket_id == m.ticket_id for m in Message.objects.all())
    assert ticket(1).waiting_since == wrong.at


def test_everything_cannot_be_split_off(house: House, two: tuple[Ticket, Ticket]) -> None:
    everything = list(two[0].messages.all())
    for chosen in (everything, []):
        with pytest.raises(CannotRegroup):
            split_ticket(two[0], chosen, asked(house), at=now())
    assert Ticket.objects.count() == 2
    assert Regrouping.objects.count() == 0


def test_a_message_moves_and_moves_back(house: House, two: tuple[Ticket, Ticket]) -> None:
    wrong = write(house, "Colour?", answers=Message.objects.get(kind="agent").external_id or "")
    before = world()
    done = move_message(wrong, two[1], asked(house), at=now())
    wrong.refresh_from_db()
    assert (wrong.ticket.number, wrong.contact.origin.number) == (2, 1)
    assert (ticket(1).status, ticket(2).last_at) == ("pending", wrong.at)
    undo_regrouping(done, by=house.ann, at=now())
    assert world() == before


def test_the_only_message_is_not_moved_but_merged(house: House, two: tuple[Ticket, Ticket]) -> None:
    with pytest.raises(CannotRegroup, match="merge the whole ticket"):
        move_message(two[1].messages.get(), two[0], asked(house), at=now())


def test_a_merge_under_another_merge_is_undone_after_it(
    house: House, two: tuple[Ticket, Ticket]
) -> None:
    write(house, "Lamp", sender="Cy <cy@x.test>")
    before = world()
    first = merge_tickets(two[1], two[0], asked(house), at=now())
    second = merge_tickets(ticket(1), ticket(3), asked(house), at=now())
    with pytest.raises(CannotRegroup, match="undo that first"):
        undo_regrouping(first, by=house.ann, at=now())
    undo_regrouping(second, by=house.ann, at=now())
    undo_regrouping(first, by=house.ann, at=now())
    assert world() == before
