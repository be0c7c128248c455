"""People are told of what concerns them, in the transaction in which it happens, once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Q

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.ledger import notices
from threering.ledger.catalogue import MessageReceived
from threering.ledger.models import Event, Notice
from threering.organisation.actions import choose_notices
from threering.organisation.models import Agent, Grant
from threering.stories.add_note import add_note
from threering.stories.assign import assign
from threering.stories.attend import attend
from threering.stories.change_tickets import change_tickets
from threering.stories.send_reply import send_reply
from threering.stories.snooze import snooze
from threering.stories.take_back_reply import take_back_reply
from threering.stories.undo_changes import undo_changes
from threering.tickets.actions import Written
from threering.tickets.attending import Doing
from threering.tickets.besides import Besides
from threering.tickets.bulk.actions import Asked, ask, ask_back
from threering.tickets.bulk.rules import Change, What
from threering.tickets.models import Mention, Message, Ticket
from threering.tickets.naming import Named, NotAReader, colleagues
from threering.tickets.notices.actions import tell_of
from threering.tickets.notices.queries import latest, unread
from threering.tickets.notices.rules import Affair, Matter, unwanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


def told(agent: Agent) -> list[tuple[str, int]]:
    """What waits for somebody, the latest first, and how many notices each line is."""
    return [(one.notice.kind, one.count) for one in latest(agent) if one.notice.read_at is None]


def note(ticket: Ticket, by: Agent, *named: Agent, text: str = "") -> Message:
    words = text or " ".join(f"@{one.name}" for one in named)
    written = Written(author=by, text=words or "A word.", key=uuid4())
    return add_note(ticket, written, at=now(), chosen=[Named(a.uuid, a.name) for a in named])


def customer_writes(house: House, name: str = "b", **head: str) -> None:
    again = mail("Hello?", message_id=f"<{name}@x.test>", references="<a1@example.com>", **head)
    deliver(house.shop, again)


def test_who_is_named_in_a_note_is_told_and_kept_by_id(house: House, ticket: Ticket) -> None:
    message = note(ticket, house.ann, house.lea, house.ann)
    assert (told(house.lea), told(house.ann)) == ([("mentioned", 1)], [])
    assert [(m.agent, m.label) for m in Mention.objects.all()] == [(house.lea, "Lea")]
    event = Event.objects.get(kind="mentioned")
    assert event.data == {"message": message.pk, "agents": [house.lea.pk]}


def test_who_was_chosen_and_deleted_from_the_text_is_not_told(house: House, ticket: Ticket) -> None:
    note(ticket, house.ann, house.lea, text="@Le is away")
    assert not Notice.objects.exists()
    assert not Mention.objects.exists()


def test_nobody_who_may_not_read_the_ticket_can_be_named(house: House, ticket: Ticket) -> None:
    Grant.objects.filter(agent=house.lou).update(brand=house.outlet.brand)
    known = {one.name for one in colleagues(ticket, house.ann)}
    assert known == {"Lea", "Boss"}
    for stranger in (house.sam, house.lou):
        with pytest.raises(NotAReader):
            note(ticket, house.ann, house.lea, stranger)
    assert not Message.objects.filter(kind="note").exists()
    assert not Notice.objects.exists()


def test_whoever_is_given_a_ticket_by_somebody_else_is_told(house: House, ticket: Ticket) -> None:
    assign(ticket, house.ann, by=house.lea, at=now())
    assign(ticket, house.ann, by=house.lea, at=now())
    assert told(house.ann) == [("assigned", 1)]
    assign(ticket, house.lea, by=house.lea, at=now())
    assert (told(house.ann), told(house.lea)) == ([], [])


def test_the_customers_answers_on_ones_ticket_are_one_line(house: House, ticket: Ticket) -> None:
    customer_writes(house, "early")
    assign(ticket, house.ann, by=house.ann, at=now())
    for name in ("b", "c"):
        customer_writes(house, name)
    assert told(house.ann) == [("customer_wrote", 2)]
    assert (unread(house.ann), Notice.objects.count()) == (1, 2)
    attend(ticket, Doing.LOOKING, by=house.lea, at=now())
    assert unread(house.ann) == 1
    attend(ticket, Doing.LOOKING, by=house.ann, at=now())
    customer_writes(house, "d")
    assert told(house.ann) == [("customer_wrote", 1)]


def test_who_does_not_want_to_hear_of_something_is_not_told_of_it_alone(
    house: House, ticket: Ticket
) -> None:
    choose_notices(house.ann, unwanted({Matter.GIVEN, Matter.MENTIONED}))
    house.ann.refresh_from_db()
    assign(ticket, house.ann, by=house.lea, at=now())
    customer_writes(house)
    note(ticket, house.lea, house.ann)
    assert told(house.ann) == [("mentioned", 1), ("assigned", 1)]
    choose_notices(house.ann, unwanted(set(Matter)))
    customer_writes(house, "again")
    assert told(house.ann)[0] == ("customer_wrote", 1)


def test_a_machine_that_answers_for_the_customer_tells_nobody(house: House, ticket: Ticket) -> None:
    assign(ticket, house.ann, by=house.ann, at=now())
    customer_writes(house, Auto_Submitted="auto-replied")
    assert ticket.messages.count() == 2
    assert told(house.ann) == []


def test_a_customer_who_wakes_a_ticket_is_told_of_once(house: House, ticket: Ticket) -> None:
    assign(ticket, house.ann, by=house.ann, at=now())
    snooze(ticket, now() + timedelta(days=1), by=house.ann, at=now())
    customer_writes(house)
    assert told(house.ann) == [("customer_wrote", 1)]


def test_a_colleague_who_wakes_it_is_told_of_and_oneself_is_not(
    house: House, ticket: Ticket
) -> None:
    assign(ticket, house.ann, by=house.ann, at=now())
    for by, lines in ((house.ann, []), (house.lea, [("woken", 1)])):
        snooze(ticket, now() + timedelta(days=1), by=by, at=now())
        snooze(ticket, None, by=by, at=now())
        assert told(house.ann) == lines


def test_the_same_fact_told_twice_is_one_notice(house: House, ticket: Ticket) -> None:
    ticket.assignee = house.ann
    for _ in range(2):
        tell_of([MessageReceived(message=7, channel="email")], ticket, Affair(), at=now())
    assert Notice.objects.count() == 1
    notices.read(house.ann, Q(), at=now())
    tell_of([MessageReceived(message=7, channel="email")], ticket, Affair(), at=now())
    assert told(house.ann) == []


def test_what_a_reply_gives_is_taken_back_with_it(house: House, ticket: Ticket) -> None:
    written = Written(author=house.ann, text="My colleague knows.", key=uuid4())
    sent = send_reply(ticket, written, at=now(), besides=Besides(assignee=house.lea))
    assert told(house.lea) == [("assigned", 1)]
    assert sent.delivery
    take_back_reply(sent.delivery, by=house.ann, at=now())
    assert told(house.lea) == []


def test_many_tickets_given_at_once_are_one_notice_until_it_is_undone(
    house: House, ticket: Ticket
) -> None:
    deliver(house.shop, mail(message_id="<2@x.test>", sender="Bo <bo@x.test>"))
    ids = list(Ticket.objects.values_list("pk", flat=True))
    given = Asked(key=uuid4(), by=house.lea, change=Change(What.ASSIGN, house.ann.pk))
    bulk = ask(ticket.client_id, given, ids, at=now())
    change_tickets(bulk, most=1, at=now())
    assert told(house.ann) == []
    change_tickets(bulk, most=1, at=now())
    assert told(house.ann) == [("assigned_many", 1)]
    assert Notice.objects.get().data == {"by": house.lea.pk, "count": 2}
    ask_back(bulk, at=now())
    undo_changes(bulk, most=5, at=now())
    assert told(house.ann) == []


def test_what_one_may_not_see_any_more_is_not_told_any_more(house: House, ticket: Ticket) -> None:
    note(ticket, house.ann, house.lou)
    assert unread(house.lou) == 1
    Grant.objects.filter(agent=house.lou).update(brand=house.outlet.brand)
    lou = Agent.objects.get(pk=house.lou.pk)
    assert (unread(lou), latest(lou)) == (0, [])
