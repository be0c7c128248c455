"""An admin says what somebody is for a client, or that they are nothing there any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from threering.ledger.catalogue_people import RolesChanged, TeamJoined, TeamLeft
from threering.ledger.events import About, Actor, record
from threering.organisation import people
from threering.organisation.models import Agent, Client
from threering.organisation.rules import Roles, written


@dataclass(frozen=True, slots=True)
class Place:
    """What somebody is for a client: their roles, and in which of its teams they are, by id."""

    roles: Roles
    teams: Sequence[int] = ()


@transaction.atomic
def change_roles(person: Agent, client: Client, to: Place, *, by: Agent, at: datetime) -> Place:
    """Let them have these roles and no others, and join these teams; what was there before.

    Who has no role left is in no team either. Raises LastAdmin.
    """
    before = people.set_roles(person, client, to.roles)
    left = [] if to.roles else people.leave_teams(person, client)
    joined = people.join_teams(person, client, to.teams)
    facts = [
        *([RolesChanged(person=person.pk, before=written(before), after=written(to.roles))]
          if before != to.roles else []),
        *(TeamLeft(team=team, person=person.pk) for team in left),
        *(TeamJoined(team=team, person=person.pk) for team in joined),
    ]  # fmt: skip
    if facts:
        record(facts, About(client_id=client.pk), Actor.agent(by), at=at, quiet=True)
    return Place(before, left)
