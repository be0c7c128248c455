"""Changing how somebody stands. Each is one transaction that holds the row of that person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from threering.kernel.announce import LIVE, announce
from threering.kernel.rows import append
from threering.kernel.schema import ensure_months
from threering.organisation.models import Agent, SignIn
from threering.organisation.presence import rules
from threering.organisation.presence.models import BreakReason, Presence
from threering.organisation.presence.rules import (
    AT_WORK,
    AWAY_AFTER,
    Cause,
    Change,
    Standing,
    State,
)
from threering.organisation.standins import actions as standins

TABLE = "organisation_agentstate"
COLUMNS = ("agent_id", "state", "cause", "reason_id", "at")
Rule = Callable[[Standing, datetime], Sequence[Change]]


def choose(
    agent: Agent, state: State, reason: BreakReason | None, *, at: datetime
) -> tuple[State, BreakReason | None]:
    """Somebody says what they do; what they said before."""
    with transaction.atomic():
        held = _held(agent.pk, at)
        before = State(held.state), held.reason
        _change(held, partial(_chosen, state, reason.pk if reason else None), at)
        _here(agent.pk, at)
    return before


def _chosen(state: State, reason: int | None, standing: Standing, at: datetime) -> Sequence[Change]:
    return rules.chosen(standing, state, reason, at)


def come_back(agent: Agent, *, at: datetime) -> None:
    """Somebody says that they are not away any more; who is not, stays as they are."""
    with transaction.atomic():
        _change(_held(agent.pk, at), rules.back, at)


def sign_in(agent: Agent, *, at: datetime) -> None:
    """Somebody signed in, here or in one browser more."""
    with transaction.atomic():
        _change(_held(agent.pk, at), rules.signed_in, at)
        _here(agent.pk, at)


def sign_out(agent: Agent, *, at: datetime) -> None:
    """A session of theirs ended; was it the last one, so does their state."""
    with transaction.atomic():
        _leave(_held(agent.pk, at), at)


def note_seen(agents: Collection[int], *, at: datetime) -> None:
    """Of these people a page is open. A few statements for all, but for who comes back."""
    there = Presence.objects.filter(agent__in=agents)
    known = set(there.values_list("agent", flat=True))
    away = Q(state=State.AWAY.value, cause=Cause.ABSENT.value)
    back = away | Q(state__in=AT_WORK, seen_at__lte=at - AWAY_AFTER)
    returned = set(there.filter(back).values_list("agent", flat=True))
    there.exclude(agent__in=returned).update(seen_at=at)
    for agent in sorted(returned | (set(agents) - known)):
        with transaction.atomic():
            _change(_held(agent, at, new=State.AWAY), rules.seen, at)
            _here(agent, at)


def settle(*, at: datetime) -> None:
    """Who has no page open is away, and who is signed in nowhere is not there any more."""
    silent = Presence.objects.filter(seen_at__lte=at - AWAY_AFTER).exclude(state=State.OFFLINE)
    gone = silent.filter(~Exists(_sessions(at).filter(agent=OuterRef("pk"))))
    for agent in gone.values_list("agent", flat=True):
        with transaction.atomic():
            held = _held(agent, at)
            if held.seen_at <= at - AWAY_AFTER:  # else they have come meanwhile
                _leave(held, at)
    for agent in silent.filter(state__in=AT_WORK).values_list("agent", flat=True):
        with transaction.atomic():
            _change(_held(agent, at), rules.absent, at)


def _leave(held: Presence, at: datetime) -> None:
    if not _sessions(at).filter(agent=held.pk).exists():
        _change(held, rules.signed_out, at)


def _sessions(at: datetime) -> QuerySet[SignIn]:
    """Where people who may come in are signed in."""
    running = Session.objects.filter(pk=OuterRef("session"), expire_date__gt=at)
    return SignIn.objects.filter(Exists(running), agent__is_active=True)


def _held(agent: int, at: datetime, *, new: State = State.OFFLINE) -> Presence:
    """The row of somebody, which nobody else changes until the transaction ends.

    `new`: how somebody stands of whom nothing is known yet.
    """
    cause = Cause.ABSENT if new is State.AWAY else Cause.SIGNED_OUT
    first = Presence(agent_id=agent, state=new, cause=cause, since=at, seen_at=at)
    Presence.objects.bulk_create([first], ignore_conflicts=True)
    rows = Presence.objects.select_for_update(of=("self",)).select_related("reason")
    held: Presence = rows.get(pk=agent)
    return held


def _change(held: Presence, rule: Rule, at: datetime) -> None:
    """Write what a rule says, in the history and where everybody looks, and ring at the commit."""
    standing = held.standing
    changes = rules.in_order(standing, rule(standing, at))
    if not changes:
        return
    after = rules.changed(standing, changes)
    lines = [(held.pk, one.state, one.cause, one.reason, one.at) for one in changes]
    append(TABLE, COLUMNS, lines)
    held.state, held.cause, held.before = after.state, after.cause, after.before
    held.reason_id, held.since = after.reason, after.since
    held.save(update_fields=["state", "cause", "before", "reason", "since"])
    if rules.came_back(standing, changes):
        standins.end_where_back(held.pk, at=after.since)
    announce(LIVE, {"presence": held.pk})


def _here(agent: int, at: datetime) -> None:
    Presence.objects.filter(pk=agent).update(seen_at=at)


def ensure_partitions(now: datetime) -> None:
    """Make the history's tables for this month and the next ones."""
    ensure_months(TABLE, now)
