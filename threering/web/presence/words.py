"""How it is shown in which state somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threering.organisation.models import Agent
from threering.organisation.presence.models import BreakReason, Presence
from threering.organisation.presence.queries import Reason, stands
from threering.organisation.presence.rules import CHOSEN, State

LABELS = {
    State.ONLINE: gettext_noop("Online"),
    State.BUSY: gettext_noop("Busy"),
    State.WRAP_UP: gettext_noop("Wrap-up"),
    State.BREAK: gettext_noop("On a break"),
    State.AWAY: gettext_noop("Away"),
    State.OFFLINE: gettext_noop("Offline"),
}
TOLD = {
    State.ONLINE: gettext_noop("You are online"),
    State.BUSY: gettext_noop("You are busy"),
    State.WRAP_UP: gettext_noop("You are in wrap-up"),
    State.BREAK: gettext_noop("You are on a break"),
    State.AWAY: gettext_noop("You are away"),
}


@dataclass(frozen=True, slots=True)
class Dot:
    """The dot beside somebody's name. `label` says it in words."""

    uuid: str
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that somebody may say of themselves. `sent`: the form that says it."""

    state: str
    label: str
    told: str
    sent: str
    current: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """How one stands oneself, and what one may say instead."""

    dot: Dot
    choices: list[Choice]


def label_of(state: State, reason: str = "") -> str:
    """What a state is called; a break by its reason, where that may be read."""
    return reason if state is State.BREAK and reason else _(LABELS[state])


def reads(actor: Agent, reason: BreakReason | None) -> str:
    """The name of a break's reason for whoever works for the client that keeps it."""
    known = reason and any(grant.client_id == reason.client_id for grant in actor.held)
    return reason.name if reason and known else ""


def dot_of(agent: Agent, actor: Agent) -> Dot:
    """The dot of somebody who was fetched with their presence and its reason.

    Whoever was never here is offline.
    """
    presence: Presence | None = getattr(agent, "presence", None)
    if presence is None:
        return plain_dot(agent.uuid, State.OFFLINE)
    return plain_dot(agent.uuid, State(presence.state), reads(actor, presence.reason))


def plain_dot(uuid: UUID, state: State, reason: str = "") -> Dot:
    """The dot of somebody, with what their break is for where that may be read."""
    return Dot(str(uuid), state.value, label_of(state, reason))


def mine_of(me: Agent) -> Mine:
    """One's own; one query."""
    state, reasons = stands(me)
    now = next((one for one in reasons if one.current), None)
    dot = plain_dot(me.uuid, state, now.name if now else "")
    choices = []
    for one in CHOSEN:
        choices.append(_choice(one, None, current=one is state and now is None))
        if one is State.BREAK:
            choices += [_choice(one, reason, current=reason.current) for reason in reasons]
    return Mine(dot, choices)


def _choice(state: State, reason: Reason | None, *, current: bool) -> Choice:
    sent = f"state={state.value}" + (f"&reason={reason.uuid}" if reason else "")
    label = label_of(state, reason.name if reason else "")
    return Choice(state.value, label, _(TOLD[state]), sent, current)
