"""What customers agreed to or refused: noted, by link, by a complaint, for all who are one."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from tests.acceptance import samples
from tests.house import House
from tests.mail import deliver, mail
from threering.customers.consent.actions import Said
from threering.customers.consent.links import Link, link_of, opened
from threering.customers.consent.models import Consent
from threering.customers.consent.queries import may_write
from threering.customers.consent.rules import REFUSABLE, How, Purpose
from threering.customers.models import Customer
from threering.customers.queries import family_of
from threering.jobs.erasures import erase_customer
from threering.kernel.time import now
from threering.ledger.models import Delivery, Event
from threering.stories.ask_for_erasure import ask_for_erasure
from threering.stories.merge_customers import merge_customers
from threering.stories.note_consent import note_consent, take_back_consent
from threering.stories.part_customers import part_customers
from threering.stories.send_reply import send_reply
from threering.stories.stop_mails import stop_mails
from threering.tickets.actions import Written
from threering.tickets.dossier import dossier_of
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def ingrid(house: House) -> Customer:
    deliver(house.shop, mail())
    return Customer.objects.get()


@pytest.fixture
def rossi(house: House, ingrid: Customer) -> Customer:
    deliver(house.shop, mail(sender="rossi@work.test", message_id="<b@x.test>"))
    return Customer.objects.exclude(pk=ingrid.pk).get()


def said(
    house: House, *, agreed: bool, brand: int | None = None, ticket: int | None = None
) -> Said:
    how = How.TICKET if ticket else How.AGENT
    said = {"purpose": Purpose.OFFER, "brand": brand, "agreed": agreed, "how": how}
    return Said(**said, by=house.boss, ticket=ticket)  # type: ignore[arg-type]


def told(kind: str) -> list[Event]:
    return list(Event.objects.filter(kind=kind).order_by("id"))


def may(customer: Customer, house: House) -> bool:
    return may_write(Purpose.OFFER, customer, house.shop.brand)


def test_it_is_noted_once_and_taken_back_exactly(house: House, ingrid: Customer) -> None:
    shop = house.shop.brand.pk
    assert not may(ingrid, house)
    agreed = note_consent(ingrid, said(house, agreed=True, brand=shop), by=house.boss, at=now())
    assert agreed
    again = note_consent(ingrid, said(house, agreed=True, brand=shop), by=house.boss, at=now())
    assert (again, may(ingrid, house)) == (None, True)
    assert not may_write(Purpose.OFFER, ingrid, house.outlet.brand)
    refused = note_consent(ingrid, said(house, agreed=False), by=house.boss, at=now())
    assert refused
    assert not may(ingrid, house)
    for _ in range(2):
        take_back_consent(ingrid, refused, by=house.boss, at=now())
    assert may(ingrid, house)
    assert Consent.objects.count() == 3
    assert [len(told(f"consent_{kind}")) for kind in ("given", "refused", "taken_back")] == [1] * 3
    fact = told("consent_given")[0]
    assert fact.data == {"purpose": "offer", "brand": shop, "how": "agent"}
    assert (fact.customer_id, fact.actor_id) == (ingrid.pk, house.boss.pk)


def test_lines_are_only_added(house: House, ingrid: Customer) -> None:
    note_consent(ingrid, said(house, agreed=True), by=house.boss, at=now())
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Consent.objects.update(agreed=False)
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Consent.objects.all().delete()
    assert Consent.objects.get().agreed


def test_customers_who_are_one_person_refuse_and_agree_together(
    house: House, ingrid: Customer, rossi: Customer
) -> None:
    note_consent(ingrid, said(house, agreed=False), by=house.boss, at=now())
    note_consent(rossi, said(house, agreed=True), by=house.boss, at=now())
    merge_customers(rossi, ingrid, by=house.boss, at=now())
    assert (may(ingrid, house), may(rossi, house)) == (False, False)
    note_consent(rossi, said(house, agreed=True), by=house.boss, at=now())
    assert (may(ingrid, house), may(rossi, house)) == (True, True)
    stop_mails(Link(rossi, house.shop.brand, Purpose.OFFER), at=now())
    rossi.refresh_from_db()
    part_customers(rossi, by=house.boss, at=now())
    assert (may(ingrid, house), may(rossi, house)) == (False, False)


def test_a_link_stops_one_kind_of_mail_once(house: House, ingrid: Customer) -> None:
    link = opened(link_of(ingrid, house.shop.brand, Purpose.ACKNOWLEDGEMENT))
    assert link == Link(ingrid, house.shop.brand, Purpose.ACKNOWLEDGEMENT)
    for _ in range(2):
        stop_mails(link, at=now())
    line = Consent.objects.get()
    assert (line.how, line.by, line.brand, line.agreed) == ("link", None, house.shop.brand, False)
    fact = told("consent_refused")[0]
    assert (fact.actor_kind, fact.actor_id) == ("customer", ingrid.pk)
    assert not may_write(Purpose.ACKNOWLEDGEMENT, ingrid, house.shop.brand)
    assert may_write(Purpose.ACKNOWLEDGEMENT, ingrid, house.outlet.brand)
    assert may_write(Purpose.ANSWER, ingrid, house.shop.brand)


def test_what_the_customer_did_alone_is_not_taken_back(house: House, ingrid: Customer) -> None:
    stop_mails(Link(ingrid, house.shop.brand, Purpose.OFFER), at=now())
    take_back_consent(ingrid, Consent.objects.get().said, by=house.boss, at=now())
    assert Consent.objects.count() == 1


def test_who_calls_our_mail_unwanted_refuses_all_that_is_no_answer(
    house: House, ingrid: Customer
) -> None:
    written = Written(author=house.ann, text="Here you are.", key=uuid4())
    sent = send_reply(Ticket.objects.get(), written, at=now())
    Delivery.objects.update(state="sent", handed_over_at=now())
    note_consent(ingrid, said(house, agreed=True), by=house.boss, at=now())
    for hour in range(2):
        raw = samples.complaint(sent.external_id or "", "ingrid@example.com", "help@shop.test")
        deliver(house.shop, raw.replace(b"Subject: ", b"Subject: %d " % hour))
    deliver(house.shop, mail("Sorry, wrong button", message_id="<c@x.test>"))
    for purpose in REFUSABLE:  # though the address is no longer marked
        assert not may_write(purpose, ingrid, house.outlet.brand)
    assert may_write(Purpose.ANSWER, ingrid, house.shop.brand)
    assert Consent.objects.filter(how="complaint").count() == len(REFUSABLE)
    assert len(told("consent_refused")) == len(REFUSABLE)


def test_it_is_given_out_and_forgotten_with_the_customer(
    house: House, ingrid: Customer, rossi: Customer
) -> None:
    merge_customers(rossi, ingrid, by=house.boss, at=now())
    noted = note_consent(ingrid, said(house, agreed=True, ticket=1), by=house.boss, at=now())
    assert noted
    take_back_consent(ingrid, noted, by=house.boss, at=now())
    lines = dossier_of(family_of(ingrid.pk), at=now()).data["consents"]
    assert [(one["how"], one["taken_back"]) for one in lines[::2]] == [
        ("ticket", False),
        ("agent", True),
    ]
    assert (lines[0]["ticket"], lines[0]["by"], lines[0]["agreed"]) == (1, "Boss", True)
    link = Link(ingrid, house.shop.brand, Purpose.ACKNOWLEDGEMENT)
    asked = ask_for_erasure(ingrid, by=house.boss, at=now(), due_at=now())
    for _ in range(10):
        erase_customer.func(asked.pk)
    ingrid.refresh_from_db()
    assert ingrid.erased_at
    assert not Consent.objects.exists()
    stop_mails(link, at=now())
    assert not Consent.objects.exists()
    assert not may_write(Purpose.ACKNOWLEDGEMENT, ingrid, house.shop.brand)
