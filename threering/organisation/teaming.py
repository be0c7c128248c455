"""Teams as their leads keep them: named, archived, joined and left."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from threering.organisation.models import Agent, Client, Team


class NameTaken(Exception):
    """Another team in use has that name."""


@transaction.atomic
def keep(client: Client, name: str, instead: Team | None) -> tuple[Team, bool]:
    """A new team, or another name for one; whether anything is new. Raises NameTaken."""
    _only_one(client, name, but=instead)
    if instead is None:
        return Team.objects.create(client=client, name=name), True
    if instead.name == name:
        return instead, False
    instead.name = name
    instead.save(update_fields=["name"])
    return instead, True


@transaction.atomic
def archive(team: Team, at: datetime | None) -> bool:
    """Out of use, or into it again (None); whether that is new. Raises NameTaken."""
    if (team.archived_at is None) is (at is None):
        return False
    if at is None:
        _only_one(team.client, team.name, but=team)
    team.archived_at = at
    team.save(update_fields=["archived_at"])
    return True


def _only_one(client: Client, name: str, *, but: Team | None) -> None:
    Client.objects.select_for_update().get(pk=client.pk)
    same = client.teams.filter(name__iexact=name, archived_at=None)
    if same.exclude(pk=but.pk if but else None).exists():
        raise NameTaken


def join(team: Team, person: Agent) -> bool:
    """Put somebody into a team; whether they were not in it."""
    joined = not team.members.filter(pk=person.pk).exists()
    team.members.add(person)
    return joined


def leave(team: Team, person: Agent) -> bool:
    """Take somebody out of a team; whether they were in it."""
    left = team.members.filter(pk=person.pk).exists()
    team.members.remove(person)
    return left


def teams_by_member(client: Client) -> dict[int, list[str]]:
    """In which teams of a client that are in use people are, by their ids; the names in order."""
    found: dict[int, list[str]] = defaultdict(list)
    teams = client.teams.filter(archived_at=None, members__isnull=False)
    for member, name in teams.order_by("name").values_list("members", "name"):
        found[member].append(name)
    return found
