"""Who works for a client, and as what: looked up, and changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from threering.kernel.announce import LIVE, announce
from threering.organisation.models import Agent, Client, Grant
from threering.organisation.rules import Role, Roles, loses_an_admin


class LastAdmin(Exception):
    """Nobody else could let people in any more."""


def people_at(client: Client) -> QuerySet[Agent]:
    """All people who are anything for a client, whether or not they may sign in."""
    people = Agent.objects.filter(kind=Agent.Kind.PERSON, grants__client=client)
    return people.distinct().order_by("name", "pk")


def person_at(client: Client, uuid: UUID | str) -> Agent | None:
    """One of them."""
    return people_at(client).filter(uuid=uuid).first()


def person_with(email: str) -> Agent | None:
    """Whose account an address is, whoever they work for."""
    return Agent.objects.filter(email__iexact=email.strip(), kind=Agent.Kind.PERSON).first()


def person_numbered(pk: int) -> Agent | None:
    """Whoever has that id, whoever they work for."""
    return Agent.objects.filter(pk=pk, kind=Agent.Kind.PERSON).first()


def roles_of(person: Agent, client: Client) -> dict[int | None, Role]:
    """What somebody is for a client."""
    return roles_at(client, [person])[person.pk]


def roles_at(client: Client, people: Iterable[Agent]) -> dict[int, dict[int | None, Role]]:
    """What each of them is for a client, by their ids."""
    found: dict[int, dict[int | None, Role]] = defaultdict(dict)
    grants = Grant.objects.filter(client=client, agent__in=[one.pk for one in people])
    for agent, brand, role in grants.values_list("agent", "brand", "role"):
        found[agent][brand] = Role(role)
    return found


@transaction.atomic
def set_roles(person: Agent, client: Client, wanted: Roles) -> dict[int | None, Role]:
    """Let somebody be this for a client and nothing else, at the commit also on open screens.

    Answers what they were before. Raises LastAdmin: who looks for other admins waits for who does
    so at the same time.
    """
    Client.objects.select_for_update().get(pk=client.pk)
    before = roles_of(person, client)
    if loses_an_admin(before, wanted) and not has_other_admins(person, client):
        raise LastAdmin
    gone = [brand for brand in before if brand not in wanted]
    theirs = Grant.objects.filter(client=client, agent=person)
    for brand in gone:
        theirs.filter(brand=brand).delete()
    for brand, role in wanted.items():
        place: dict[str, Any] = {"agent": person, "client": client, "brand_id": brand}
        Grant.objects.update_or_create(**place, defaults={"role": role.value})
    person.__dict__.pop("held", None)
    announce(LIVE, {"ticket": None, "reach": person.pk})
    return before


def has_other_admins(person: Agent, client: Client) -> bool:
    """Whether somebody else who may sign in is an admin of all brands of a client."""
    others = people_at(client).filter(is_active=True).exclude(pk=person.pk)
    return others.filter(
        grants__client=client, grants__brand=None, grants__role=Role.ADMIN
    ).exists()


@transaction.atomic
def add_roles(person: Agent, client: Client, more: Roles) -> dict[int | None, Role]:
    """Let somebody be this, too, where they are nothing yet; what they were before."""
    before = roles_of(person, client)
    set_roles(person, client, {**more, **before})
    return before


def leave_teams(person: Agent, client: Client) -> list[int]:
    """Take somebody out of a client's teams; which they were in."""
    teams = list(person.teams.filter(client=client).values_list("pk", flat=True))
    person.teams.remove(*teams)
    return teams


def join_teams(person: Agent, client: Client, teams: Iterable[int]) -> list[int]:
    """Put somebody into teams of a client that are still there; which they were not in."""
    wanted = client.teams.filter(pk__in=list(teams)).exclude(members=person)
    new = list(wanted.values_list("pk", flat=True))
    person.teams.add(*new)
    return new
