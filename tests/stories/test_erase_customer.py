"""A customer is forgotten: nothing tells any more who they were, and no figure changes."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from tests.house import House
from tests.leftovers import dump, leftovers
from tests.mail import deliver, mail
from threering.customers.models import Customer, Erasure, Handle
from threering.jobs.erasures import erase_customer as job
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.stories.add_note import add_note
from threering.stories.ask_for_erasure import ask_for_erasure
from threering.stories.merge_customers import merge_customers
from threering.stories.note_customer import note_customer
from threering.stories.send_reply import send_reply
from threering.stories.take_back_erasure import take_back_erasure
from threering.tickets.actions import Written
from threering.tickets.models import Message, Ticket
from threering.tickets.vocabulary import learn

pytestmark = pytest.mark.django_db(transaction=True)
NAME, ADDRESS = "Zwetana Oberhuberin", "zwetana@oberhuberin.test"
TEXT = "My quokkalamp flickers mauvelike."
SECRETS = ["Zwetana", "Oberhuberin", ADDRESS, "quokkalamp", "mauvelike", "Teekanne.pdf"]


def writes(
    house: House, text: str = TEXT, sender: str = f"{NAME} <{ADDRESS}>", **more: str
) -> Ticket:
    raw = mail(text, sender=sender, message_id=f"<{uuid4()}@x.test>", **more)
    arrival = deliver(house.shop, raw)
    assert arrival.outcome == "message", arrival.reason
    ticket: Ticket = Message.objects.get(arrival=arrival).ticket
    return ticket


def answers(house: House, ticket: Ticket, text: str) -> None:
    written = Written(author=house.ann, text=text, key=uuid4())
    send_reply(ticket, written, at=now())


def erase(customer: Customer, house: House) -> Erasure:
    at = now()
    asked = ask_for_erasure(customer, by=house.boss, at=at, due_at=at)
    for _ in range(10):
        job.func(asked.pk)
        asked.refresh_from_db()
        if asked.done_at:
            break
    return asked


def large(house: House) -> None:
    """A mail whose bytes and whose file lie on the disk."""
    made = EmailMessage()
    made["From"], made["Subject"], made["To"] = f"{NAME} <{ADDRESS}>", "Pot", "help@shop.test"
    made["Message-ID"], made["Date"] = "<pot@x.test>", "Mon, 02 Mar 2026 10:00:00 +0000"
    made.set_content(TEXT)
    pdf = {"maintype": "application", "subtype": "pdf", "filename": "Teekanne.pdf"}
    made.add_attachment(b"quokkalamp" * 10_000, **pdf)
    deliver(house.shop, made.as_bytes())


def files() -> set[Path]:
    return {path for path in (Path(settings.DATA) / "blobs").rglob("*") if path.is_file()}


def learned() -> None:
    while learn():
        pass


def figures() -> list[object]:
    with connection.cursor() as cursor:
        found: list[object] = []
        for query in (
            "select uuid, at, kind, ticket_id, customer_id, data::text from ledger_event where kind"
            " not in ('erasure_asked', 'ticket_forgotten', 'customer_erased') order by id",
            "select id, ticket_id, opened_at, ended_at, direction from tickets_contact order by id",
            "select id, status, opened_at, solved_at, last_at, number from tickets_ticket"
            " order by id",
            "select id, ticket_id, kind, at, author_id, customer_id from tickets_message"
            " order by id",
            "select id, since from customers_customer order by id",
        ):
            cursor.execute(query)
            found += cursor.fetchall()
        return found


def test_nothing_is_left_of_a_person_and_no_figure_changes(house: House) -> None:
    ticket = writes(house, subject="Quokkalamp of Zwetana")
    same = writes(house, sender=f"Z <z.{ADDRESS}>", text="Still mauvelike.")
    answers(house, ticket, "Dear Zwetana, the quokkalamp is on its way.")
    note = Written(author=house.ann, text="Zwetana phoned: mauvelike.", key=uuid4())
    add_note(ticket, note, at=now())
    note_customer(ticket.customer, "Oberhuberin is kind", key=uuid4(), by=house.ann, at=now())
    merge_customers(same.customer, ticket.customer, by=house.ann, at=now())
    learned()
    there = files()
    large(house)
    assert len(files() - there) == 2
    before = figures()
    assert len(leftovers(SECRETS[:5], dump())) > 8
    erased = erase(ticket.customer, house)
    assert erased.done_at
    learned()
    assert leftovers(SECRETS, dump()) == []
    assert figures() == before
    assert files() == there
    assert {c.called for c in Customer.objects.all()} == {"Erased customer"}
    kinds = Event.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds)[-5:] == ["erasure_asked", *["ticket_forgotten"] * 3, "customer_erased"]


def test_whoever_writes_again_is_somebody_new(house: House) -> None:
    ticket = writes(house)
    erase(ticket.customer, house)
    again = writes(house, "Hello again.", subject=f"Re: [#{ticket.number}]")
    assert again.pk != ticket.pk
    assert again.customer_id != ticket.customer_id
    assert Handle.objects.get(value=ADDRESS).customer_id == again.customer_id


def test_in_the_tickets_of_others_they_are_struck_out(house: House) -> None:
    theirs = writes(house)
    other = writes(
        house,
        f"My neighbour {NAME} ({ADDRESS}) has the parcel.",
        sender="Bo <bo@b.test>",
        Cc=f"{NAME} <{ADDRESS}>",
    )
    plain = writes(house, "Oberhuberin is my name, too.", sender="Eva <eva@b.test>")
    erase(theirs.customer, house)
    said = Message.objects.get(ticket=other)
    assert said.text.strip() == "My neighbour … … (…) has the parcel."
    assert said.arrival
    assert said.arrival.raw is None
    assert "Oberhuberin" in Message.objects.get(ticket=plain).text
    assert leftovers([ADDRESS, "Zwetana", "quokkalamp"], dump()) == []


def test_it_can_be_taken_back_until_it_begins(house: House) -> None:
    customer = writes(house).customer
    at = now()
    asked = ask_for_erasure(customer, by=house.boss, at=at)
    assert ask_for_erasure(customer, by=house.boss, at=at) == asked
    assert asked.due_at - at == timedelta(hours=24)
    job.func(asked.pk)
    assert take_back_erasure(asked, by=house.boss, at=at)
    assert not take_back_erasure(asked, by=house.boss, at=at)
    job.func(asked.pk)
    assert Customer.objects.get().name == NAME
    assert not take_back_erasure(erase(customer, house), by=house.boss, at=now())
    assert Customer.objects.get().name == ""
