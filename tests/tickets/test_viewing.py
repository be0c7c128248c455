"""Views of brands and inboxes, and saved ones, with real tickets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.house import House
from tests.mail import deliver, mail
from threering.kernel.time import now
from threering.organisation.actions import create_team
from threering.organisation.models import Agent
from threering.stories.set_priority import set_priority
from threering.stories.set_status import set_status
from threering.stories.set_team import set_team
from threering.tickets.models import Ticket
from threering.tickets.ordering import Order
from threering.tickets.queries import counts, views_of
from threering.tickets.rules import Priority, Status
from threering.tickets.savedview import SavedView
from threering.tickets.viewing import ordered, place_in, saved_counts, tickets_in, view_at

pytestmark = pytest.mark.django_db


def write(house: House, number: int) -> Ticket:
    subject = f"Question {number}"
    deliver(house.shop, mail(message_id=f"<{number}@x.test>", subject=subject))
    return Ticket.objects.get(subject=subject)


def saved(house: House, query: str, owner: Agent | None = None) -> SavedView:
    return SavedView.objects.create(
        client=house.north, owner=owner, name=query, query=query, order=Order.LATEST
    )


def seen_in(key: str, actor: Agent) -> list[Ticket] | None:
    view = view_at(key, actor)
    return list(tickets_in(view, actor, now=now())) if view else None


def test_the_views_of_a_brand_an_inbox_and_a_team_hold_what_is_open_there(house: House) -> None:
    one, other = write(house, 1), write(house, 2)
    deliver(house.outlet, mail(message_id="<o@x.test>", subject="Elsewhere"))
    set_status(other, Status.SOLVED, by=house.ann, at=now())
    team = create_team(house.north, "Returns")
    for ticket in (one, other):
        set_team(ticket, team, by=house.ann, at=now())
    one.refresh_from_db()
    for key in (f"brand-{one.brand_id}", f"inbox-{one.inbox_id}", f"team-{team.pk}"):
        assert seen_in(key, house.ann) == [one]
        assert counts(house.ann)[key] == 1
        assert key in views_of(one)
        assert key not in views_of(Ticket.objects.get(pk=other.pk))


def test_nobody_opens_a_view_of_what_is_not_theirs(house: House) -> None:
    ticket = write(house, 1)
    mine = saved(house, "status:open", owner=house.ann)
    team = f"team-{create_team(house.north, 'Returns').pk}"
    theirs = (f"brand-{ticket.brand_id}", f"inbox-{ticket.inbox_id}", f"saved-{mine.pk}", team)
    for key in theirs:
        assert view_at(key, house.ann)
        assert view_at(key, house.sam) is None
    assert view_at(f"saved-{mine.pk}", house.lou) is None
    for key in ("", "brand-", "brand-0", "saved-99999999999999999999", "mine-1", "brand-1 "):
        assert view_at(key, house.ann) is None


def test_what_is_shared_is_seen_by_all_each_with_their_own_tickets(house: House) -> None:
    ticket = write(house, 1)
    view = saved(house, "question is:unassigned")
    assert seen_in(f"saved-{view.pk}", house.ann) == [ticket]
    assert saved_counts([view], house.lou, now=now()) == {view.pk: 1}
    assert view_at(f"saved-{view.pk}", house.sam) is None


def test_each_order_goes_on_where_a_page_ended(house: House) -> None:
    at = now()
    tickets = [write(house, number) for number in range(5)]
    for number, ticket in enumerate(tickets):
        same = at - timedelta(hours=number // 2)  # two at the same moment
        waits = None if number == 3 else at - timedelta(minutes=number)
        Ticket.objects.filter(pk=ticket.pk).update(last_at=same, waiting_since=waits)
    set_priority(tickets[4], Priority.URGENT, by=house.ann, at=at)
    view = view_at("all", house.ann)
    assert view
    for order in Order:
        found = tickets_in(view, house.ann, now=at)
        whole = list(ordered(found, order))
        assert len(whole) == 5
        for number, ticket in enumerate(whole):
            after = place_in(ticket, order)
            assert list(ordered(found, order, after)) == whole[number + 1 :]
    first = {order: ordered(tickets_in(view, house.ann, now=at), order)[0] for order in Order}
    assert first[Order.URGENT] == tickets[4]
    assert first[Order.WAITING] == tickets[4]
    assert first[Order.OLDEST] == tickets[4]
    assert first[Order.LATEST] == tickets[1]
