"""A client's leads name a team, say who is in it, and put it out of use."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue_people import TeamJoined, TeamKept, TeamLeft
from threering.ledger.events import About, Actor, record
from threering.organisation import named, teaming
from threering.organisation.models import Agent, Client, Team


@transaction.atomic
def keep_team(
    client: Client, name: str, *, by: Agent, at: datetime, instead: Team | None = None
) -> Team:
    """Keep a new team, or name this one `instead` otherwise. Raises NameTaken."""
    team, is_new = named.keep(Team, client, name, instead)
    if is_new:
        fact = TeamKept(team=team.pk, archived=int(team.archived_at is not None))
        record([fact], About(client_id=client.pk), Actor.agent(by), at=at, quiet=True)
    return team


@transaction.atomic
def archive_team(team: Team, *, archived: bool, by: Agent, at: datetime) -> None:
    """Give it no more tickets, or again; those it has, it keeps. Raises NameTaken."""
    if named.archive(team, at if archived else None):
        fact = TeamKept(team=team.pk, archived=int(archived))
        about = About(client_id=team.client_id)
        record([fact], about, Actor.agent(by), at=at, quiet=True)


@transaction.atomic
def change_member(team: Team, person: Agent, *, joins: bool, by: Agent, at: datetime) -> None:
    """Put somebody into a team, or take them out; twice is once."""
    change, kind = (teaming.join, TeamJoined) if joins else (teaming.leave, TeamLeft)
    if change(team, person):
        fact = kind(team=team.pk, person=person.pk)
        about = About(client_id=team.client_id)
        record([fact], about, Actor.agent(by), at=at, quiet=True)
