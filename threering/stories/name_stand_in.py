"""Somebody is away, and a colleague stands in for them; or they are back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.organisation.models import Agent
from threering.organisation.presence import actions as presence
from threering.organisation.presence.rules import State
from threering.organisation.standins import actions as standins
from threering.organisation.standins.models import StandIn
from threering.organisation.standins.rules import Absence


@transaction.atomic
def name_stand_in(
    agent: Agent, stand_in: Agent, during: Absence, *, by: Agent, at: datetime
) -> StandIn | None:
    """Say who stands in, and who did before; the history of settings keeps who said so.

    Who says it of themselves, from now on, is away from now on. Raises CannotStandIn.
    """
    before = standins.name(agent, stand_in, during)
    if by == agent and during.covers(at):
        presence.choose(agent, State.AWAY, None, at=at)
    return before


@transaction.atomic
def end_stand_in(agent: Agent, *, by: Agent, at: datetime) -> None:
    """Nobody stands in any more. Who says so of themselves is not away any more."""
    if standins.end(agent, at=at) and by == agent:
        presence.come_back(agent, at=at)


@transaction.atomic
def resume_stand_in(agent: Agent, *, by: Agent, at: datetime) -> None:
    """It was ended too early and goes on; in their own words, they are away again."""
    if standins.go_on(agent, at=at) and by == agent:
        presence.choose(agent, State.AWAY, None, at=at)
