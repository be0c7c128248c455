"""In which state somebody is, and when that changes by itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise


class State(StrEnum):
    """What somebody does just now, as far as work is given out by it."""

    ONLINE = "online"
    BUSY = "busy"
    WRAP_UP = "wrap_up"
    BREAK = "break"
    AWAY = "away"
    OFFLINE = "offline"


class Cause(StrEnum):
    """Why a state began."""

    CHOSEN = "chosen"
    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    ABSENT = "absent"  # no page of theirs was open any more
    RETURNED = "returned"


CHOSEN = (State.ONLINE, State.BUSY, State.WRAP_UP, State.BREAK, State.AWAY)
AT_WORK = (State.ONLINE, State.BUSY, State.WRAP_UP)
"""In these somebody who has closed all pages does not stay."""
AWAY_AFTER = timedelta(minutes=5)
"""So long after the last page was closed: a laptop changes rooms, a browser starts anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How somebody stands. `seen_at`: when a page of theirs was open last.

    `before`: the state out of which they went away by themselves, to which they come back.
    """

    state: State = State.OFFLINE
    cause: Cause = Cause.SIGNED_OUT
    reason: int | None = None
    before: State = State.ONLINE
    since: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A state begins. `reason`: of a break, by its id."""

    state: State
    cause: Cause
    at: datetime
    reason: int | None = None


def absent(now: Standing, at: datetime) -> list[Change]:
    """What becomes of somebody of whom no page is open: away, from the moment that was too long.

    That moment counts, not when anybody looked.
    """
    left = now.seen_at + AWAY_AFTER
    if now.state not in AT_WORK or at < left:
        return []
    return [Change(State.AWAY, Cause.ABSENT, left)]


def seen(now: Standing, at: datetime) -> list[Change]:
    """What becomes of somebody of whom a page is open.

    Only who went away by themselves comes back by themselves; what was chosen, they end.
    """
    went = absent(now, at)
    after = changed(now, went)
    if (after.state, after.cause) != (State.AWAY, Cause.ABSENT):
        return went
    return [*went, Change(after.before, Cause.RETURNED, at)]


def signed_in(now: Standing, at: datetime) -> list[Change]:
    """What becomes of somebody who signs in; who is here in another browser, stays as they are."""
    if now.state is State.OFFLINE:
        return [Change(State.ONLINE, Cause.SIGNED_IN, at)]
    return seen(now, at)


def chosen(now: Standing, state: State, reason: int | None, at: datetime) -> list[Change]:
    """What becomes of somebody who says what they do; the same again is nothing new."""
    if state is not State.BREAK:
        reason = None
    went = absent(now, at)
    after = changed(now, went)
    if (after.state, after.reason, after.cause) == (state, reason, Cause.CHOSEN):
        return went
    return [*went, Change(state, Cause.CHOSEN, at, reason)]


def back(now: Standing, at: datetime) -> list[Change]:
    """What becomes of somebody who says that they are not away any more."""
    return chosen(now, State.ONLINE, None, at) if now.state is State.AWAY else []


def signed_out(now: Standing, at: datetime) -> list[Change]:
    """What becomes of somebody who is signed in nowhere any more."""
    if now.state is State.OFFLINE:
        return []
    return [*absent(now, at), Change(State.OFFLINE, Cause.SIGNED_OUT, at)]


def changed(now: Standing, changes: Iterable[Change]) -> Standing:
    """How somebody stands after these changes."""
    for change in changes:
        before = now.state if change.cause is Cause.ABSENT else now.before
        now = replace(
            now,
            state=change.state,
            cause=change.cause,
            reason=change.reason,
            before=before,
            since=max(now.since, change.at),
        )
    return now


def came_back(now: Standing, changes: Iterable[Change]) -> bool:
    """Whether they began to be at work by these changes, and were not before."""
    states = [now.state, *(change.state for change in changes)]
    return any(then in AT_WORK and was not in AT_WORK for was, then in pairwise(states))


def in_order(now: Standing, changes: Sequence[Change]) -> list[Change]:
    """The same changes, none before what began before it: a clock may have been set back."""
    ordered, since = [], now.since
    for change in changes:
        since = max(since, change.at)
        ordered.append(replace(change, at=since))
    return ordered


@dataclass(frozen=True, slots=True)
class Span:
    """A time in one state."""

    state: State
    reason: int | None
    cause: Cause
    began_at: datetime
    ends_at: datetime


def spans(changes: Sequence[Change], *, begin: datetime, end: datetime) -> list[Span]:
    """What changes make of the time from `begin` to `end`, in their order, nothing left out.

    Each state lasts until the next one begins: so there can be no gap and nothing twice. Before
    the first one somebody was not signed in.
    """
    first = Change(State.OFFLINE, Cause.SIGNED_OUT, begin)
    found = []
    following = [*changes, Change(State.OFFLINE, Cause.SIGNED_OUT, end)]
    for change, then in zip([first, *changes], following, strict=True):
        began, ends = max(change.at, begin), min(then.at, end)
        if began < ends:
            found.append(Span(change.state, change.reason, change.cause, began, ends))
    return found
