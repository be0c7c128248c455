from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.ids import uuid7
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.organisation.models import Client
from threering.stories.archive_reason import archive_reason
from threering.stories.ask_for_changes import ask_for_changes
from threering.stories.change_tickets import change_tickets
from threering.stories.keep_reason import keep_reason
from threering.stories.merge_tickets import merge_tickets
from threering.stories.order_reason import order_reason
from threering.stories.set_reason import set_reason
from threering.stories.take_back_changes import take_back_changes
from threering.stories.undo_changes import undo_changes
from threering.stories.undo_regrouping import undo_regrouping
from threering.tickets.bulk.actions import Asked
from threering.tickets.bulk.rules import Change, What
from threering.tickets.models import ContactReason, Ticket
from threering.tickets.moving import Asked as Merge
from threering.tickets.reasons import DoesNotFit, NameTaken, Wanted, most_used, path_of, tree_of

pytestmark = pytest.mark.django_db


def kept(
    house: House, name: str, under: ContactReason | None = None, client: Client | None = None
) -> ContactReason:
    wanted = Wanted(name=name, parent=under)
    return keep_reason(client or house.north, wanted, by=house.boss, at=now())


def names(house: House) -> list[str]:
    tree = tree_of(ContactReason.objects.filter(client=house.north))
    return [tree.path(pk)[-1] for pk in tree.walk()]


@pytest.fixture
def ticket(house: House) -> Ticket:
    deliver(house.shop, mail())
    return Ticket.objects.get()


def test_a_reason_is_set_once_and_taken_off(house: House, ticket: Ticket) -> None:
    late = kept(house, "Late", kept(house, "Delivery"))
    before = Event.objects.count()
    for reason in (late, late, None, None):
        set_reason(ticket, reason, by=house.ann, at=now())
    facts = list(Event.objects.order_by("id")[before:].values_list("kind", "data"))
    assert facts == [
        ("reason_set", {"before": None, "after": late.pk}),
        ("reason_set", {"before": late.pk, "after": None}),
    ]
    assert Ticket.objects.get().version == ticket.version + 2
    assert path_of(late) == f"Delivery {chr(0x203A)} Late"


def test_a_tree_is_grown_moved_and_ordered(house: House) -> None:
    delivery, returns = kept(house, "Delivery"), kept(house, "Returns")
    late = kept(house, "Late", delivery)
    kept(house, "Lost", late)
    moved = Wanted(name="Too late", parent=returns, first_contact_eligible=False)
    keep_reason(house.north, moved, by=house.lea, at=now(), instead=late)
    order_reason(returns, up=True, by=house.lea, at=now())
    assert names(house) == ["Returns", "Too late", "Lost", "Delivery"]
    late.refresh_from_db()
    assert (late.parent, late.first_contact_eligible) == (returns, False)
    told = Event.objects.filter(kind="reason_kept").order_by("id").last()
    assert told
    assert told.data == {"reason": returns.pk, "parent": None, "first_contact": 1}


def test_what_does_not_fit_is_refused_and_changes_nothing(house: House) -> None:
    top = kept(house, "Delivery")
    late = kept(house, "Late", top)
    lost = kept(house, "Lost", late)
    facts = Event.objects.count()
    for name, under, instead, why in (
        ("Deeper", lost, None, DoesNotFit),
        ("Delivery", late, top, DoesNotFit),
        ("delivery", None, None, NameTaken),
        ("Delivery", None, late, NameTaken),
    ):
        wanted = Wanted(name=name, parent=under)
        with pytest.raises(why), transaction.atomic():
            keep_reason(house.north, wanted, by=house.lea, at=now(), instead=instead)
    assert names(house) == ["Delivery", "Late", "Lost"]
    assert Event.objects.count() == facts


def test_one_in_use_is_archived_with_its_branch_and_comes_back(
    house: House, ticket: Ticket
) -> None:
    top = kept(house, "Delivery")
    late = kept(house, "Late", top)
    set_reason(ticket, late, by=house.ann, at=now())
    archive_reason(top, archived=True, by=house.lea, at=now())
    tree = tree_of(ContactReason.objects.all())
    assert not tree.is_in_use(late.pk)
    assert Ticket.objects.get().reason == late
    second = kept(house, "Delivery")
    with pytest.raises(NameTaken), transaction.atomic():
        archive_reason(top, archived=False, by=house.lea, at=now())
    archive_reason(second, archived=True, by=house.lea, at=now())
    archive_reason(top, archived=False, by=house.lea, at=now())
    assert tree_of(ContactReason.objects.all()).is_in_use(late.pk)


def test_a_merge_keeps_the_reason_of_either_and_its_undo_gives_it_back(
    house: House, ticket: Ticket
) -> None:
    sender = "Bo <bo@example.com>"
    deliver(house.shop, mail(message_id="<b@x.test>", sender=sender))
    other = Ticket.objects.exclude(pk=ticket.pk).get()
    late = kept(house, "Late")
    set_reason(other, late, by=house.ann, at=now())
    done = merge_tickets(other, ticket, Merge(key=uuid7(), by=house.ann), at=now())
    assert Ticket.objects.get(pk=ticket.pk).reason == late
    undo_regrouping(done, by=house.ann, at=now())
    assert Ticket.objects.get(pk=ticket.pk).reason is None
    assert Ticket.objects.get(pk=other.pk).reason == late


def at_once(change: Callable[[], object]) -> None:
    """Change something, and have the walls looked at that are looked at last."""
    change()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_the_database_refuses_a_reason_of_another_client(house: House, ticket: Ticket) -> None:
    theirs = kept(house, "Delivery", client=house.south)
    for change in (
        lambda: Ticket.objects.update(reason=theirs),
        lambda: ContactReason.objects.create(client=house.north, parent=theirs, name="Late"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            at_once(change)


def test_many_get_a_reason_and_each_its_own_back(house: House) -> None:
    late, other = kept(house, "Late"), kept(house, "Other")
    for n in range(3):
        sender = f"Customer {n} <c{n}@example.com>"
        deliver(house.shop, mail(message_id=f"<{n}@x.test>", sender=sender))
    first, second, third = Ticket.objects.order_by("pk")
    set_reason(first, other, by=house.ann, at=now())
    set_reason(second, late, by=house.ann, at=now())
    asked = Asked(key=uuid7(), by=house.ann, change=Change(What.REASON, late.pk))
    ids = [first.pk, second.pk, third.pk]
    bulk = change_tickets(ask_for_changes(house.north.pk, asked, ids, at=now()), most=9, at=now())
    assert bulk.changed == 2
    assert set(Ticket.objects.values_list("reason", flat=True)) == {late.pk}
    assert most_used([house.north.pk], now=now()) == [late.pk]
    take_back_changes(bulk, at=now())
    undo_changes(bulk, most=9, at=now())
    assert list(Ticket.objects.order_by("pk").values_list("reason", flat=True)) == [
        other.pk,
        late.pk,
        None,
    ]
