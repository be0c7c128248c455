"""What a brand keeps no longer is forgotten in the night; figures stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.house import House
from tests.leftovers import dump, leftovers
from tests.mail import deliver, mail
from threering.customers.models import Customer
from threering.jobs.erasures import begin_forgetting, forget_old_tickets
from threering.jobs.timetable import forget_old
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.organisation.actions import Branding
from threering.organisation.models import Brand
from threering.organisation.rules import months_before
from threering.stories.keep_brand import keep_brand
from threering.stories.set_status import set_status
from threering.tickets.models import Message, Ticket
from threering.tickets.rules import Status

pytestmark = pytest.mark.django_db(transaction=True)
OLD, WEEK = timedelta(days=400), timedelta(days=8)


def said(house: House, who: str, text: str, *, over: bool = True) -> Ticket:
    """A ticket of some time ago."""
    with time_machine.travel(now() - OLD, tick=True):
        raw = mail(text, sender=f"{who} Oberhuber <{who}@old.test>", message_id=f"<{text[:8]}@x>")
        ticket: Ticket = Message.objects.get(arrival=deliver(house.shop, raw)).ticket
        if over:
            set_status(ticket, Status.CLOSED, by=house.ann, at=now())
    return ticket


def keeps(house: House, months: int | None) -> Brand:
    shop: Brand = house.shop.brand
    wanted = Branding(shop.name, shop.language, months)
    keep_brand(house.north, wanted, by=house.boss, at=now(), instead=shop)
    return shop


def night(brand: Brand) -> None:
    for _ in range(3):
        forget_old_tickets.func(brand.pk)


def test_what_is_older_than_the_brand_keeps_it_is_forgotten(house: House) -> None:
    old, open_one = said(house, "zwetana", "My quokka."), said(house, "olga", "Lamps", over=False)
    deliver(house.shop, mail("I am new.", sender="New <new@x.test>", message_id="<n@x.test>"))
    before = list(Event.objects.order_by("id").values_list("uuid", "at", "kind"))
    brand = keeps(house, 12)
    with time_machine.travel(now() + WEEK, tick=True):
        night(brand)
    assert leftovers(["zwetana@old.test", "quokka."], dump()) == []
    assert set(Ticket.objects.filter(forgotten_at=None)) == set(Ticket.objects.exclude(pk=old.pk))
    assert Message.objects.get(ticket=open_one).text.strip() == "Lamps"
    assert [one.called for one in Customer.objects.filter(erased_at__isnull=False)] == [
        "Erased customer"
    ]
    after = Event.objects.order_by("id").values_list("uuid", "at", "kind")
    assert list(after)[: len(before)] == before
    assert [kind for *_, kind in after][-2:] == ["ticket_forgotten", "customer_erased"]


def test_nothing_is_forgotten_within_a_week_after_it_was_said(house: House) -> None:
    said(house, "zwetana", "My quokka.")
    brand = keeps(house, 12)
    with time_machine.travel(now() + timedelta(days=6), tick=True):
        night(brand)
    keeps(house, None)
    with time_machine.travel(now() + WEEK, tick=True):
        begin_forgetting(now())
        forget_old.func(0)
        night(brand)
    assert not Ticket.objects.exclude(forgotten_at=None).exists()


def test_who_wrote_something_newer_is_still_known(house: House) -> None:
    old = said(house, "zwetana", "My quokka.")
    new = mail("Again!", sender="Z <zwetana@old.test>", subject="New", message_id="<z2@x.test>")
    deliver(house.shop, new)
    brand = keeps(house, 12)
    with time_machine.travel(now() + WEEK, tick=True):
        night(brand)
    old.refresh_from_db()
    assert old.forgotten_at
    assert Customer.objects.get().name == "zwetana Oberhuber"
    assert Message.objects.exclude(ticket=old).get().text.strip() == "Again!"


@pytest.mark.parametrize(
    ("at", "months", "before"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2026, 1, 5), 1, (2025, 12, 5)),
        ((2026, 6, 1), 120, (2016, 6, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(
    at: tuple[int, int, int], months: int, before: tuple[int, int, int]
) -> None:
    assert months_before(datetime(*at, tzinfo=UTC), months) == datetime(*before, tzinfo=UTC)
