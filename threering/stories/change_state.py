"""Somebody comes, goes, or says what they do: their state changes, and its history with it."""

from __future__ import annotations

from datetime import datetime

from threering.organisation.models import Agent
from threering.organisation.presence import actions
from threering.organisation.presence.models import BreakReason
from threering.organisation.presence.rules import State


def come(agent: Agent, *, at: datetime) -> None:
    """They signed in."""
    actions.sign_in(agent, at=at)


def leave(agent: Agent, *, at: datetime) -> None:
    """They signed out; their state ends with their last session."""
    actions.sign_out(agent, at=at)


def choose_state(
    agent: Agent, state: State, reason: BreakReason | None, *, at: datetime
) -> tuple[State, BreakReason | None]:
    """They say what they do; what it was before."""
    return actions.choose(agent, state, reason, at=at)
