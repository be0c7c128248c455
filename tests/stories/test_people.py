"""Who is what for a client: given, taken, undone, and never nobody who may let people in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.house import House
from threering.kernel.time import now
from threering.ledger.models import Event
from threering.organisation.actions import create_team, grant
from threering.organisation.models import Agent, Brand, Client
from threering.organisation.people import LastAdmin, roles_of
from threering.organisation.queries import may
from threering.organisation.rules import Role, Roles, Verb
from threering.stories.change_roles import Place, change_roles
from threering.stories.keep_team import change_member, keep_team
from threering.tickets.models import Ticket

pytestmark = pytest.mark.django_db


def change(house: House, person: Agent, roles: Roles, teams: tuple[int, ...] = ()) -> Place:
    to = Place(roles, teams)
    return change_roles(person, house.north, to, by=house.boss, at=now())


def facts(kind: str = "roles_changed") -> list[dict[str, object]]:
    return list(Event.objects.filter(kind=kind).order_by("id").values_list("data", flat=True))


def test_somebody_is_something_else_from_now_on(house: House) -> None:
    outlet = Brand.objects.get(name="Outlet").pk
    for _ in range(2):
        change(house, house.ann, {outlet: Role.LEAD, None: Role.LIGHT})
    assert roles_of(house.ann, house.north) == {None: Role.LIGHT, outlet: Role.LEAD}
    after = f"light lead@{outlet}"
    assert facts() == [{"person": house.ann.pk, "before": "agent", "after": after}]
    change(house, house.ann, {outlet: Role.AGENT})
    assert roles_of(house.ann, house.north) == {outlet: Role.AGENT}


def test_who_loses_all_roles_leaves_the_teams_and_both_come_back(house: House) -> None:
    team = create_team(house.north, "Returns", [house.ann])
    theirs = create_team(house.south, "Theirs")
    grant(house.ann, house.south, "agent")
    theirs.members.add(house.ann)
    before = change(house, house.ann, {})
    ann = Agent.objects.get(pk=house.ann.pk)
    assert {one.client_id for one in ann.held} == {house.south.pk}
    assert not may(ann, Verb.REPLY, Ticket(client=house.north))
    assert list(ann.teams.all()) == [theirs], "another client's are none of our business"
    assert ann.is_active
    change(house, ann, before.roles, tuple(before.teams))
    assert roles_of(ann, house.north) == {None: Role.AGENT}
    assert set(ann.teams.all()) == {team, theirs}
    assert facts("team_left") == facts("team_joined") == [{"team": team.pk, "person": ann.pk}]


@pytest.mark.parametrize("to", [{}, {None: Role.LEAD}])
def test_the_last_admin_stays(house: House, to: Roles) -> None:
    with pytest.raises(LastAdmin):
        change(house, house.boss, to)
    grant(house.lea, house.north, "admin", brand=Brand.objects.get(name="Shop"))
    with pytest.raises(LastAdmin):
        change(house, house.boss, to)
    grant(house.lea, house.north, "admin")
    Agent.objects.filter(pk=house.lea.pk).update(is_active=False)
    with pytest.raises(LastAdmin):
        change(house, house.boss, to)
    Agent.objects.filter(pk=house.lea.pk).update(is_active=True)
    change(house, house.boss, to)
    assert roles_of(house.boss, house.north) == to
    assert roles_of(house.boss, house.south) == {None: Role.ADMIN}


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_put_each_other_out_at_the_same_time_leave_one(house: House) -> None:
    grant(house.lea, house.north, "admin")
    both = Barrier(2)

    def out(person: Agent) -> bool:
        both.wait()
        try:
            change(house, person, {})
        except LastAdmin:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(out, [house.lea, house.boss])) == [False, True]
    assert len(_admins(house.north)) == 1


def _admins(client: Client) -> list[int]:
    return list(client.grants.filter(role="admin", brand=None).values_list("agent", flat=True))


def test_a_team_is_named_filled_and_left_and_twice_is_once(house: House) -> None:
    team = keep_team(house.north, "Returns", by=house.lea, at=now())
    for _ in range(2):
        keep_team(house.north, "Refunds", by=house.lea, at=now(), instead=team)
        change_member(team, house.ann, joins=True, by=house.lea, at=now())
    assert facts("team_kept") == [{"team": team.pk, "archived": 0}] * 2
    assert facts("team_joined") == [{"team": team.pk, "person": house.ann.pk}]
    for _ in range(2):
        change_member(team, house.ann, joins=False, by=house.lea, at=now())
    assert len(facts("team_left")) == 1
    assert not team.members.exists()
