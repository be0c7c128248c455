"""Naming who stands in, and ending it. Nothing of anybody's tickets is changed by that."""

from __future__ import annotations

from datetime import datetime

from threering.organisation.models import Agent
from threering.organisation.standins.models import StandIn
from threering.organisation.standins.queries import could_stand_in
from threering.organisation.standins.rules import Absence


class CannotStandIn(Exception):
    """They may not see what somebody's tickets say, or are that somebody."""


def name(agent: Agent, stand_in: Agent, during: Absence) -> StandIn | None:
    """Name who stands in for somebody, in place of whoever did; what was there before.

    Raises CannotStandIn.
    """
    Agent.objects.select_for_update().get(pk=agent.pk)
    if stand_in not in could_stand_in(agent):
        raise CannotStandIn
    before = of(agent)
    values = {"stand_in": stand_in, "begins_at": during.begins_at, "ends_at": during.ends_at}
    values["ended_at"] = None
    StandIn.objects.update_or_create(agent=agent, defaults=values)
    return before


def of(agent: Agent) -> StandIn | None:
    """The latest of somebody, whether it holds or not."""
    return StandIn.objects.select_related("agent", "stand_in").filter(agent=agent).first()


def end(agent: Agent, *, at: datetime) -> bool:
    """Nobody stands in for them any more; whether somebody did or was to."""
    return _end(agent.pk, at)


def go_on(agent: Agent, *, at: datetime) -> bool:
    """It was not to end yet; whether somebody stands in by that."""
    if not StandIn.objects.filter(agent=agent, ended_at__isnull=False).update(ended_at=None):
        return False
    return StandIn.objects.get(agent=agent).holds(at)


def end_where_back(agent: int, *, at: datetime) -> None:
    """They are at work again: what was to last until then ends."""
    _end(agent, at, ends_at=None, begins_at__lte=at)


def _end(agent: int, at: datetime, **which: object) -> bool:
    theirs = StandIn.objects.filter(agent=agent, ended_at=None, **which)
    return theirs.update(ended_at=at) > 0
