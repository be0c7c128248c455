"""What agents say about customers: notes, names, that two are one."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.house import House
from tests.mail import deliver, mail
from threering.customers.models import Customer, CustomerNote, NoteWording
from threering.customers.noting import NotTheirNote
from threering.customers.queries import notes_of
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.stories.arrange_customer_note import arrange_customer_note
from threering.stories.change_customer_note import change_customer_note
from threering.stories.describe_customer import describe_customer
from threering.stories.merge_customers import merge_customers
from threering.stories.note_customer import note_customer
from threering.stories.part_customers import part_customers
from threering.tickets.akin import akin_to
from threering.tickets.models import Ticket
from threering.tickets.sameness import Sign

pytestmark = pytest.mark.django_db


def customer(house: House, sender: str, text: str = "Hello.", **headers: str) -> Customer:
    """Somebody who writes."""
    raw = mail(text, sender=sender, subject=sender, message_id=f"<{uuid4()}@x.test>", **headers)
    deliver(house.shop, raw)
    return Ticket.objects.order_by("-pk")[0].customer  # type: ignore[no-any-return]


def told() -> list[str]:
    return [event.kind for event in Event.objects.order_by("id") if "customer" in event.kind]


def test_a_note_is_written_once_said_otherwise_and_keeps_what_it_said(house: House) -> None:
    ingrid, key = customer(house, "Ingrid Rossi <ingrid@example.com>"), uuid4()
    for _ in range(2):
        note = note_customer(ingrid, "Allergic to wool", key=key, by=house.ann, at=now())
    for _ in range(2):
        change_customer_note(note, "Allergic to wool and silk", by=house.ann, at=now())
    assert [wording.text for wording in notes_of([ingrid.pk])[0].worded()] == [
        "Allergic to wool",
        "Allergic to wool and silk",
    ]
    assert told() == ["customer_note_added", "customer_note_changed"]
    assert not any("wool" in str(event.data) for event in Event.objects.all())


def test_nobody_changes_the_words_of_somebody_else(house: House) -> None:
    ingrid = customer(house, "Ingrid Rossi <ingrid@example.com>")
    note = note_customer(ingrid, "VIP", key=uuid4(), by=house.ann, at=now())
    with pytest.raises(NotTheirNote):
        change_customer_note(note, "No VIP", by=house.lea, at=now())
    assert NoteWording.objects.count() == 1


def test_a_note_is_pinned_and_removed_and_that_is_taken_back(house: House) -> None:
    ingrid = customer(house, "Ingrid Rossi <ingrid@example.com>")
    first = note_customer(ingrid, "First", key=uuid4(), by=house.ann, at=now())
    note_customer(ingrid, "Second", key=uuid4(), by=house.ann, at=now())
    for _ in range(2):
        arrange_customer_note(first, by=house.lea, at=now(), pinned=True)
    assert [note.pk == first.pk for note in notes_of([ingrid.pk])] == [True, False]
    arrange_customer_note(first, by=house.lea, at=now(), removed=True)
    assert first not in notes_of([ingrid.pk])
    arrange_customer_note(first, by=house.lea, at=now(), removed=False)
    assert notes_of([ingrid.pk])[0] == first
    kinds = ["pinned", "removed", "restored"]
    assert told()[2:] == [f"customer_note_{kind}" for kind in kinds]


def test_a_person_is_renamed_under_every_handle_that_bore_the_name(house: House) -> None:
    one = customer(house, "Ingrid Rossi <ingrid@example.com>")
    same = customer(house, "Ingrid Rossi <ir@work.test>")
    other = customer(house, "Ina <ina@home.test>")
    for follower in (same, other):
        merge_customers(follower, one, by=house.ann, at=now())
    describe_customer(other, by=house.ann, at=now(), name="Ingrid Bianchi", language="it")
    describe_customer(other, by=house.ann, at=now(), name="Ingrid Bianchi", language="it")
    names = dict(Customer.objects.values_list("pk", "name"))
    assert names == {one.pk: "Ingrid Bianchi", same.pk: "Ingrid Bianchi", other.pk: "Ina"}
    assert set(Customer.objects.values_list("language", flat=True)) == {"it"}
    assert told()[2:] == ["customer_renamed", "customer_language_set"]
    assert Event.objects.filter(data__icontains="bianchi").count() == 0


def test_two_customers_are_one_person_once_and_two_again(house: House) -> None:
    one, two = customer(house, "Ingrid <i@a.test>"), customer(house, "Ina <i@b.test>")
    for _ in range(2):
        merge_customers(two, one, by=house.ann, at=now())
    two.refresh_from_db()
    assert (two.merged_into, two.merged_by) == (one, house.ann)
    for _ in range(2):
        part_customers(two, by=house.ann, at=now())
    two.refresh_from_db()
    assert (two.merged_into, two.merged_by, two.merged_at) == (None, None, None)
    assert told() == ["customers_merged", "customers_parted"]
    place = Ticket.objects.get(customer=two)
    assert set(Event.objects.filter(kind__startswith="customers_").values_list("ticket_id")) == {
        (place.pk,)
    }


SAME = "Ingrid Rossi <i@b.test>"


@pytest.mark.parametrize(
    ("sender", "text", "signs"),
    [
        (SAME, "Hello.", [Sign.NAME, Sign.BRAND]),
        ('"Rossi, Ingrid" <i@b.test>', "Hello.", [Sign.NAME, Sign.BRAND]),
        ("I. <rossi.ingrid@b.test>", "Hello.", [Sign.LOCAL, Sign.BRAND]),
        ("I. <i@b.test>", "I wrote from rossi.ingrid@a.test too.", [Sign.NAMED, Sign.BRAND]),
        ("I. <i@b.test>", "Order QM-104233 is late.", [Sign.CODE, Sign.BRAND]),
        ("I. <i@named.test>", "Hello.", [Sign.NAMES, Sign.BRAND]),
        ("Bo <bo@b.test>", "Ticket 4711, please.", None),
    ],
)
def test_who_may_be_the_same_person_and_why(
    house: House, sender: str, text: str, signs: list[Sign] | None
) -> None:
    words = "Where is QM-104233? Or write to i@named.test."
    one = customer(house, "Ingrid Rossi <rossi.ingrid@a.test>", words)
    two = customer(house, sender, text)
    found = akin_to(one, house.ann, now=now())
    assert [akin.customer for akin in found] == ([two] if signs else [])
    assert [[e.sign for e in akin.evidence] for akin in found] == ([signs] if signs else [])
    merge_customers(two, one, by=house.ann, at=now())
    assert akin_to(one, house.ann, now=now()) == []


def test_nobody_of_another_client_or_brand_is_suggested(house: House) -> None:
    one = customer(house, "Ingrid Rossi <rossi.ingrid@a.test>")
    raw = mail("Hi", sender="Ingrid Rossi <i@b.test>", message_id="<o@x.test>", to="x@other.test")
    deliver(house.other, raw)
    raw = mail("Hi", sender="Ingrid Rossi <rossi.ingrid@c.test>", message_id="<p@x.test>")
    deliver(house.outlet, raw)
    house.ann.grants.update(brand=house.shop.brand)
    house.ann.__dict__.pop("held", None)
    assert akin_to(one, house.ann, now=now()) == []
    assert [akin.customer.name for akin in akin_to(one, house.lea, now=now())] == ["Ingrid Rossi"]


def test_a_note_cannot_be_of_another_client_than_its_customer(house: House) -> None:
    ingrid = customer(house, "Ingrid Rossi <ingrid@example.com>")
    with pytest.raises(IntegrityError, match="same_client"):
        stray(house, ingrid)


@transaction.atomic
def stray(house: House, theirs: Customer) -> None:
    other = {"client": house.south, "author": house.sam}
    CustomerNote.objects.create(customer=theirs, key=uuid4(), at=now(), **other)
    connection.check_constraints()
