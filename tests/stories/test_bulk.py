"""Many tickets are changed at once, and put back. Here a portion holds two of them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.organisation.actions import create_team
from threering.organisation.models import Agent, Grant
from threering.stories.assign import assign
from threering.stories.change_tickets import change_tickets
from threering.stories.set_status import set_status
from threering.stories.set_team import set_team
from threering.stories.tag_ticket import tag_ticket
from threering.stories.undo_changes import undo_changes
from threering.tickets.bulk.actions import Asked, ask, ask_back
from threering.tickets.bulk.models import Bulk, BulkEntry
from threering.tickets.bulk.rules import Change, What
from threering.tickets.models import Contact, ContactReason, Tag, Ticket
from threering.tickets.properties import tags_of
from threering.tickets.rules import Status

pytestmark = pytest.mark.django_db
TWO = 2


@pytest.fixture
def five(house: House) -> list[Ticket]:
    for n in range(5):
        sender = f"Customer {n} <c{n}@example.com>"
        deliver(house.shop, mail(message_id=f"<{n}@x.test>", sender=sender))
    return list(Ticket.objects.order_by("pk"))


def asked(by: Agent, what: What, value: int | str | None, tickets: list[Ticket]) -> Bulk:
    given = Asked(key=uuid4(), by=by, change=Change(what, value))
    return ask(tickets[0].client_id, given, [ticket.pk for ticket in tickets], at=now())


def done(bulk: Bulk) -> Bulk:
    while not bulk.finished_at:
        bulk = change_tickets(bulk, at=now(), most=TWO)
    return bulk


def taken_back(bulk: Bulk) -> Bulk:
    ask_back(bulk, at=now())
    while not bulk.undone_at:
        bulk = undo_changes(bulk, at=now(), most=TWO)
    return bulk


def outcomes(bulk: Bulk) -> Counter[str]:
    return Counter(bulk.entries.values_list("outcome", flat=True))


def told(kind: str, bulk: Bulk) -> list[Event]:
    return list(Event.objects.filter(kind=kind, cause=bulk.uuid).order_by("id"))


def everything() -> list[dict[str, object]]:
    names = ("assignee", "status", "priority", "solved_at", "waiting_since", "snoozed_until")
    return list(Ticket.objects.order_by("pk").values(*names))


def test_each_ticket_is_assigned_once_with_a_fact_of_its_own(
    house: House, five: list[Ticket]
) -> None:
    bulk = done(asked(house.ann, What.ASSIGN, house.lea.pk, five))
    assert set(Ticket.objects.values_list("assignee", flat=True)) == {house.lea.pk}
    facts = told("assigned", bulk)
    assert sorted(fact.ticket_id or 0 for fact in facts) == [ticket.pk for ticket in five]
    assert {(fact.actor_id, fact.brand_id) for fact in facts} == {
        (house.ann.pk, house.shop.brand_id)
    }
    assert (bulk.done, bulk.changed) == (5, 5)
    change_tickets(bulk, at=now(), most=TWO)
    assert len(told("assigned", bulk)) == 5


def test_asked_twice_is_asked_once(house: House, five: list[Ticket]) -> None:
    given = Asked(key=uuid4(), by=house.ann, change=Change(What.PRIORITY, 3))
    ids = [ticket.pk for ticket in five]
    both = [ask(house.north.pk, given, ids, at=now()) for _ in range(2)]
    assert both[0].pk == both[1].pk
    assert Bulk.objects.get().total == 5


def test_a_solved_ticket_is_as_if_it_was_solved_alone_and_goes_back_whole(
    house: House, five: list[Ticket]
) -> None:
    before = everything()
    bulk = done(asked(house.ann, What.STATUS, "solved", five))
    assert set(Ticket.objects.values_list("status", "waiting_since")) == {("solved", None)}
    assert not Contact.objects.filter(ended_at=None).exists()
    assert len(told("contact_ended", bulk)) == len(told("status_changed", bulk)) == 5
    bulk = taken_back(bulk)
    assert everything() == before
    assert not Contact.objects.exclude(ended_at=None).exists()
    assert len(told("contact_resumed", bulk)) == 5
    assert len(told("status_changed", bulk)) == 10
    assert (bulk.restored, bulk.kept) == (5, 0)


def test_closed_and_merged_tickets_are_left_alone(house: House, five: list[Ticket]) -> None:
    Ticket.objects.filter(pk=five[0].pk).update(status="closed")
    Ticket.objects.filter(pk=five[1].pk).update(merged_into=five[4], status="closed")
    Ticket.objects.filter(pk=five[2].pk).update(status="solved")
    bulk = done(asked(house.ann, What.STATUS, "solved", five))
    assert outcomes(bulk) == {"over": 1, "merged": 1, "same": 1, "changed": 2}
    assert Ticket.objects.get(pk=five[0].pk).status == "closed"


def test_who_may_not_change_a_ticket_changes_nothing(house: House, five: list[Ticket]) -> None:
    deliver(house.outlet, mail(message_id="<o@x.test>"))
    outlet = Ticket.objects.get(brand=house.outlet.brand)
    Grant.objects.filter(agent=house.ann).update(brand=house.shop.brand)
    before = everything()
    light = done(asked(house.lou, What.ASSIGN, house.lea.pk, [*five, outlet]))
    assert outcomes(light) == {"forbidden": 6}
    assert everything() == before
    shop_only = done(asked(house.ann, What.STATUS, "spam", [five[0], outlet]))
    assert outcomes(shop_only) == {"changed": 1, "forbidden": 1}
    assert Ticket.objects.get(pk=outlet.pk).status == "new"


def test_a_right_that_is_taken_away_in_the_middle_ends_it(house: House, five: list[Ticket]) -> None:
    bulk = change_tickets(asked(house.ann, What.PRIORITY, 3, five), at=now(), most=TWO)
    Grant.objects.filter(agent=house.ann).delete()
    assert outcomes(done(bulk)) == {"changed": 2, "forbidden": 3}


def test_a_ticket_of_another_client_is_not_even_looked_at(house: House, five: list[Ticket]) -> None:
    deliver(house.other, mail(message_id="<s@x.test>"))
    theirs = Ticket.objects.get(client=house.south)
    given = Asked(key=uuid4(), by=house.boss, change=Change(What.PRIORITY, 3))
    bulk = done(ask(house.north.pk, given, [five[0].pk, theirs.pk], at=now()))
    assert outcomes(bulk) == {"changed": 1}
    assert Ticket.objects.get(pk=theirs.pk).priority == 1


def test_nobody_gets_a_ticket_of_a_brand_they_do_not_answer_for(
    house: House, five: list[Ticket]
) -> None:
    for nobody in (house.sam, house.lou):
        bulk = done(asked(house.ann, What.ASSIGN, nobody.pk, five))
        assert outcomes(bulk) == {"unable": 5}
    assert not Ticket.objects.exclude(assignee=None).exists()


def test_many_get_a_team_and_each_its_own_back(house: House, five: list[Ticket]) -> None:
    returns, orders = (create_team(house.north, name) for name in ("Returns", "Orders"))
    for ticket, team in zip(five, (orders, returns), strict=False):
        set_team(ticket, team, by=house.lea, at=now())
    assign(five[2], house.lea, by=house.lea, at=now())
    bulk = done(asked(house.ann, What.TEAM, returns.pk, five))
    assert outcomes(bulk) == {"same": 1, "changed": 4}
    assert set(Ticket.objects.values_list("team", flat=True)) == {returns.pk}
    assert Ticket.objects.get(pk=five[2].pk).assignee == house.lea
    facts = {fact.ticket_id: fact.data for fact in told("team_changed", bulk)}
    assert facts[five[0].pk] == {"before": orders.pk, "after": returns.pk}
    set_team(five[3], orders, by=house.lea, at=now())
    bulk = taken_back(bulk)
    assert (bulk.restored, bulk.kept) == (3, 1)
    teams = [orders.pk, returns.pk, None, orders.pk, None]
    assert list(Ticket.objects.order_by("pk").values_list("team", flat=True)) == teams
    none = done(asked(house.ann, What.TEAM, None, five))
    assert outcomes(none) == {"same": 2, "changed": 3}
    assert not Ticket.objects.exclude(team=None).exists()


def test_what_is_another_clients_gets_no_team_and_no_reason(
    house: House, five: list[Ticket]
) -> None:
    team = create_team(house.south, "Returns")
    reason = ContactReason.objects.create(client=house.south, name="Late")
    for what, to in ((What.TEAM, team.pk), (What.REASON, reason.pk)):
        assert outcomes(done(asked(house.boss, what, to, five))) == {"unable": 5}
    assert set(Ticket.objects.values_list("team", "reason")) == {(None, None)}


def test_a_tag_is_added_where_it_is_missing_and_taken_off_again(
    house: House, five: list[Ticket]
) -> None:
    tag_ticket(five[0], add="vip", by=house.ann, at=now())
    tag = Tag.objects.get()
    bulk = done(asked(house.ann, What.TAG, tag.pk, five))
    assert [tags_of(ticket) for ticket in five] == [["vip"]] * 5
    assert outcomes(bulk) == {"same": 1, "changed": 4}
    tag_ticket(five[1], remove="vip", by=house.lea, at=now())
    bulk = taken_back(bulk)
    assert [tags_of(ticket) for ticket in five] == [["vip"], [], [], [], []]
    assert outcomes(bulk) == {"same": 1, "kept": 1, "restored": 3}
    off = taken_back(done(asked(house.ann, What.UNTAG, tag.pk, five)))
    assert outcomes(off) == {"same": 4, "restored": 1}
    assert tags_of(five[0]) == ["vip"]


def test_a_full_ticket_takes_no_more_tags(house: House, five: list[Ticket]) -> None:
    for n in range(30):
        tag_ticket(five[0], add=f"tag {n}", by=house.ann, at=now())
    tag_ticket(five[1], add="vip", by=house.ann, at=now())
    vip = Tag.objects.get(name="vip")
    assert outcomes(done(asked(house.ann, What.TAG, vip.pk, five))) == {
        "full": 1,
        "same": 1,
        "changed": 3,
    }


def test_what_is_over_does_not_sleep(house: House, five: list[Ticket]) -> None:
    set_status(five[0], Status.SOLVED, by=house.ann, at=now())
    until = now() + timedelta(days=1)
    bulk = done(asked(house.ann, What.SNOOZE, until.isoformat(), five))
    assert outcomes(bulk) == {"over": 1, "changed": 4}
    assert Ticket.objects.filter(snoozed_until=until).count() == 4
    assert outcomes(taken_back(bulk)) == {"over": 1, "restored": 4}
    assert not Ticket.objects.exclude(snoozed_until=None).exists()


def test_an_undo_leaves_what_somebody_changed_since(house: House, five: list[Ticket]) -> None:
    assign(five[0], house.boss, by=house.lea, at=now())
    bulk = done(asked(house.ann, What.ASSIGN, house.ann.pk, five))
    assign(five[1], house.lea, by=house.lea, at=now())
    bulk = taken_back(bulk)
    owners = list(Ticket.objects.order_by("pk").values_list("assignee", flat=True))
    assert owners == [house.boss.pk, house.lea.pk, None, None, None]
    assert (bulk.restored, bulk.kept) == (4, 1)


def test_an_undo_of_a_status_leaves_a_ticket_in_which_somebody_wrote(
    house: House, five: list[Ticket]
) -> None:
    Ticket.objects.update(status="pending")
    bulk = done(asked(house.ann, What.STATUS, "open", five))
    answer = mail("And?", message_id="<a@x.test>", references="<1@x.test>", sender="c1@example.com")
    deliver(house.shop, answer)
    assert Ticket.objects.count() == 5
    bulk = taken_back(bulk)
    assert (bulk.restored, bulk.kept) == (4, 1)
    assert Ticket.objects.get(pk=five[1].pk).status == "open"


def test_an_undo_while_it_runs_stops_it_and_puts_back_what_was_done(
    house: House, five: list[Ticket]
) -> None:
    bulk = change_tickets(asked(house.ann, What.PRIORITY, 3, five), at=now(), most=TWO)
    ask_back(bulk, at=now())
    bulk = change_tickets(bulk, at=now(), most=TWO)
    assert bulk.finished_at
    assert (bulk.done, bulk.changed) == (2, 2)
    bulk = taken_back(bulk)
    assert (bulk.restored, bulk.kept) == (2, 0)
    assert set(Ticket.objects.values_list("priority", flat=True)) == {1}
    assert BulkEntry.objects.count() == 2


def test_a_portion_that_breaks_leaves_nothing_behind(
    house: House, five: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    bulk = change_tickets(asked(house.ann, What.STATUS, "spam", five), at=now(), most=TWO)
    with monkeypatch.context() as broken:
        broken.setattr("threering.stories.change_tickets.record_each", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            change_tickets(bulk, at=now(), most=TWO)
    assert Ticket.objects.filter(status="spam").count() == BulkEntry.objects.count() == 2
    bulk = done(bulk)
    assert len(told("status_changed", bulk)) == bulk.changed == 5
