"""How a ticket stands when messages come into it or leave it: merged, split, given back. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from threering.tickets.rules import ENDED, UNSOLVED, Status, after_customer_message, preview


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """How a ticket stands: what merging and splitting may change and undoing puts back."""

    status: Status
    priority: int
    assignee_id: int | None
    preview: str
    last_at: datetime
    waiting_since: datetime | None
    next_due_at: datetime | None
    solved_at: datetime | None
    reason_id: int | None = None  # not kept by merges of the time before reasons


@dataclass(frozen=True, slots=True)
class Said:
    """One message as far as a ticket's standing depends on it."""

    kind: str
    at: datetime
    text: str


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)


def merged(target: Footing, source: Footing) -> Footing:
    """How a ticket stands after another was merged into it: the more pressing of both."""
    latest = max(target, source, key=lambda footing: footing.last_at)
    status = merged_status(target.status, source.status)
    return replace(
        target,
        status=status,
        priority=max(target.priority, source.priority),
        assignee_id=target.assignee_id or source.assignee_id,
        reason_id=target.reason_id or source.reason_id,
        preview=latest.preview,
        last_at=latest.last_at,
        waiting_since=_first(target.waiting_since, source.waiting_since),
        next_due_at=_first(target.next_due_at, source.next_due_at),
        solved_at=target.solved_at if status in ENDED else None,
    )


def merged_status(target: Status, source: Status) -> Status:
    """Whose turn it is after a merge: what waits on us in either of them still does."""
    if source in ENDED or source is target:
        return target
    if target in ENDED or Status.OPEN in {target, source} or Status.NEW in {target, source}:
        return Status.OPEN if target not in ENDED else source
    return target


def given_back(now: Footing, left: Footing, before: Footing) -> Footing:
    """How a ticket stands after a merge is undone in which it was worked since.

    What no message tells goes back to what it was before, where nobody has changed it from what
    the merge had `left`.
    """
    names = ("priority", "assignee_id", "next_due_at", "reason_id")
    unchanged = [name for name in names if getattr(now, name) == getattr(left, name)]
    return replace(now, **{name: getattr(before, name) for name in unchanged})


def gone(source: Footing) -> Footing:
    """How a ticket stands that was merged away: closed, and nobody waits in it."""
    return replace(source, status=Status.CLOSED, waiting_since=None, next_due_at=None)


def waiting_since(said: Sequence[Said]) -> datetime | None:
    """Since when the customer waits: the first of theirs after the last of ours."""
    since: datetime | None = None
    for one in said:
        if one.kind == "agent":
            since = None
        elif one.kind == "customer":
            since = since or one.at
    return since


def lessened(before: Footing, said: Sequence[Said], ended_at: datetime | None) -> Footing:
    """How a ticket stands by the messages that are left in it.

    `ended_at`: when the last of its contacts ended, None while one runs: it is solved again when
    all that had opened it again was taken out.
    """
    now = _by_what_is_said(before, said)
    if ended_at and before.status in UNSOLVED:
        return replace(now, status=Status.SOLVED, solved_at=ended_at, waiting_since=None)
    answered = any(one.kind == "agent" for one in said)
    if before.status in {Status.NEW, Status.OPEN} and answered and not now.waiting_since:
        return replace(now, status=Status.PENDING)
    return now


def grown(before: Footing, said: Sequence[Said]) -> Footing:
    """How a ticket stands with the messages that were moved into it."""
    now = _by_what_is_said(replace(before, solved_at=None), said)
    since = waiting_since(said)
    if since and since != before.waiting_since:
        status = after_customer_message(before.status)
        return replace(now, status=status, waiting_since=since)
    return replace(now, solved_at=before.solved_at)


def _by_what_is_said(before: Footing, said: Sequence[Said]) -> Footing:
    since = waiting_since(said) if before.status not in ENDED else None
    last = said[-1] if said else None
    return replace(
        before,
        waiting_since=since,
        last_at=last.at if last else before.last_at,
        preview=preview(last.text) if last else before.preview,
    )
