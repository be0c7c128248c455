"""How it is shown in which state somebody is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threering.kernel import rows
from threering.organisation.models import Agent
from threering.organisation.presence.models import BreakReason, Presence
from threering.organisation.presence.rules import CHOSEN, State
from threering.organisation.rules import Verb

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
    """The dot of somebody who was fetched with their presence and its reason."""
    return _dot(agent, getattr(agent, "presence", None), actor)


def _dot(agent: Agent, presence: Presence | None, actor: Agent) -> Dot:
    """Whoever was never here is offline."""
    if presence is None:
        return plain_dot(agent, None)
    state = State(presence.state)
    return Dot(str(agent.uuid), state.value, label_of(state, reads(actor, presence.reason)))


def states_of(agents: Collection[int]) -> dict[int, State]:
    """In which state these people are, by their ids; whoever was never here is left out."""
    found = rows.select(Presence, "agent_id = any(%s)", list(agents))
    return {one.agent_id: State(one.state) for one in found}


def plain_dot(agent: Agent, state: State | None) -> Dot:
    """The dot of somebody, without what their break is for."""
    state = state or State.OFFLINE
    return Dot(str(agent.uuid), state.value, label_of(state))


def mine_of(me: Agent) -> Mine:
    """One's own; two queries."""
    found = Presence.objects.visible_to(me).filter(agent=me).select_related("reason").first()
    now = (found.state, found.reason_id) if found else (State.OFFLINE.value, None)
    choices = []
    for state in CHOSEN:
        reasons = _reasons(me) if state is State.BREAK else []
        choices += [_choice(state, reason, now) for reason in (None, *reasons)]
    return Mine(_dot(me, found, me), choices)


def _reasons(me: Agent) -> list[BreakReason]:
    mine = BreakReason.objects.visible_to(me, Verb.READ_TICKET).filter(archived_at=None)
    return sorted(mine, key=lambda one: (one.name.casefold(), one.pk))


def _choice(state: State, reason: BreakReason | None, now: tuple[str, int | None]) -> Choice:
    sent = f"state={state.value}" + (f"&reason={reason.uuid}" if reason else "")
    label = label_of(state, reason.name if reason else "")
    current = (state.value, reason.pk if reason else None) == now
    return Choice(state.value, label, _(TOLD[state]), sent, current)
