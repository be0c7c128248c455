"""Which of many tickets a change applies to, and which an undo may put back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from threering.tickets.rules import UNSOLVED, Status

MOST = 50_000  # tickets in one bulk
AT_ONCE = 100  # so few are changed while the page waits; more are a job
PORTION = 250  # tickets in one commit
EACH_TELLS = 50  # more changes in one commit than these are told together, not ticket by ticket


class What(StrEnum):
    """What is changed."""

    ASSIGN = "assign"
    TEAM = "team"
    STATUS = "status"
    PRIORITY = "priority"
    REASON = "reason"
    TAG = "tag"
    UNTAG = "untag"
    SNOOZE = "snooze"


class End(StrEnum):
    """How it ended for one ticket."""

    CHANGED = "changed"
    SAME = "same"  # it was so already
    OVER = "over"  # closed, or too late for it to sleep
    MERGED = "merged"  # it leads into another ticket
    FORBIDDEN = "forbidden"  # to whoever asked
    UNABLE = "unable"  # its brand is not that agent's, or its client not that team's or reason's
    FULL = "full"  # of tags
    RESTORED = "restored"  # changed, and put back
    KEPT = "kept"  # changed, and changed again by somebody before it could be put back


LEFT_ALONE = (End.SAME, End.OVER, End.MERGED, End.FORBIDDEN, End.UNABLE, End.FULL)


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed, and to what: the id of an agent, a team, a tag or a contact reason, a
    status, a priority, or a moment in ISO 8601; None is nobody, no team, no reason, or awake."""

    what: What
    to: int | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How a ticket stands towards a change."""

    status: Status
    merged: bool
    allowed: bool
    same: bool
    able: bool = True
    full: bool = False


def is_quick(total: int) -> bool:
    """Whether so many tickets are changed while the page waits."""
    return total <= AT_ONCE


def ending(what: What, stand: Stand) -> End:
    """Whether the change applies to a ticket, or why the ticket is left alone."""
    if stand.merged:
        return End.MERGED
    if not stand.allowed:
        return End.FORBIDDEN
    if stand.same:
        return End.SAME
    if _is_over(what, stand.status):
        return End.OVER
    if not stand.able:
        return End.UNABLE
    return End.FULL if stand.full else End.CHANGED


def _is_over(what: What, status: Status) -> bool:
    """What is closed stays closed: its customer would get a follow-up ticket, not this one."""
    if what is What.SNOOZE:
        return status not in UNSOLVED
    return what is What.STATUS and status is Status.CLOSED


def undone(what: What, stand: Stand, *, said_since: bool) -> End:
    """Whether a changed ticket is put back. `same`: it stands as the bulk left it.

    Whose turn it is, a message decides anew: a ticket in which somebody wrote since keeps its
    status and stays awake.
    """
    moved = said_since and what in {What.STATUS, What.SNOOZE}
    if stand.merged or not stand.allowed or not stand.same or moved:
        return End.KEPT
    return End.RESTORED
