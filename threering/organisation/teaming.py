"""Teams as their leads keep them: joined and left. `named.py` names and archives them."""

from __future__ import annotations

from collections import defaultdict

from threering.organisation.models import Agent, Client, Team


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
