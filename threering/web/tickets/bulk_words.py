"""How a change of many tickets is going, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from threering.organisation.models import Agent
from threering.organisation.queries import team_names
from threering.tickets.bulk.models import Bulk
from threering.tickets.bulk.queries import left_alone
from threering.tickets.bulk.rules import LEFT_ALONE, End, What, is_quick
from threering.tickets.models import Tag
from threering.tickets.reasons import paths_of
from threering.web.labels import PRIORITY_LABELS, number
from threering.web.moments import clock
from threering.web.tickets.pages import STATUS_LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the page shows of a bulk. `state`: running, done, undoing or undone."""

    key: str
    state: str
    total: int
    done: int
    said: str
    """What happened, when it is over; what is happening, before."""
    counted: str
    notes: list[str]
    """Why tickets were left alone."""
    quick: bool
    """Over before anybody could watch it: a word is enough, unless there are notes."""

    @property
    def is_under_way(self) -> bool:
        """Whether it is worth asking again."""
        return self.state in {"running", "undoing"}


def progress_of(bulks: Sequence[Bulk]) -> Progress:
    """One bulk for each client, shown as the one thing that was asked."""
    state = _state(bulks)
    total = sum(bulk.changed if bulk.undo_at else bulk.total for bulk in bulks)
    done = sum(bulk.restored + bulk.kept if bulk.undo_at else bulk.done for bulk in bulks)
    counted = {"done": number(done), "total": number(total)}
    return Progress(
        key=str(bulks[0].key),
        state=state,
        total=total,
        done=done,
        said=_said(bulks, state),
        counted=_("%(done)s of %(total)s") % counted,
        notes=_notes(bulks, state),
        quick=is_quick(sum(bulk.total for bulk in bulks)),
    )


def _state(bulks: Sequence[Bulk]) -> str:
    under_way = any(bulk.is_under_way for bulk in bulks)
    if any(bulk.undo_at for bulk in bulks):
        return "undoing" if under_way else "undone"
    return "running" if under_way else "done"


def _said(bulks: Sequence[Bulk], state: str) -> str:
    if state == "running":
        return _("Changing tickets…")
    if state == "undoing":
        return _("Undoing…")
    if state == "undone":
        n = sum(bulk.restored for bulk in bulks)
        return ngettext("%(n)s ticket put back", "%(n)s tickets put back", n) % {"n": number(n)}
    n, bulk = sum(bulk.changed for bulk in bulks), bulks[0]
    if bulk.value is None:
        return _taken_away(bulk.change.what, n) % {"n": number(n)}
    return _outcome(bulk, n) % {"n": number(n), "to": _to(bulk)}


def _taken_away(what: What, n: int) -> str:
    match what:
        case What.ASSIGN:
            return ngettext("%(n)s ticket unassigned", "%(n)s tickets unassigned", n)
        case What.TEAM:
            return ngettext("%(n)s ticket of no team now", "%(n)s tickets of no team now", n)
        case What.SNOOZE:
            return ngettext("%(n)s ticket woken", "%(n)s tickets woken", n)
    return ngettext("%(n)s ticket: no contact reason", "%(n)s tickets: no contact reason", n)


def _outcome(bulk: Bulk, n: int) -> str:
    match bulk.change.what:
        case What.ASSIGN if bulk.value == bulk.by_id:
            return ngettext("%(n)s ticket assigned to you", "%(n)s tickets assigned to you", n)
        case What.ASSIGN:
            return ngettext(
                "%(n)s ticket assigned to %(to)s", "%(n)s tickets assigned to %(to)s", n
            )
        case What.TEAM:
            return ngettext(
                "%(n)s ticket given to the team %(to)s", "%(n)s tickets given to the team %(to)s", n
            )
        case What.SNOOZE:
            return ngettext("%(n)s ticket snoozed", "%(n)s tickets snoozed", n)
        case What.TAG:
            return ngettext("“%(to)s” added to %(n)s ticket", "“%(to)s” added to %(n)s tickets", n)
        case What.UNTAG:
            return ngettext(
                "“%(to)s” taken off %(n)s ticket", "“%(to)s” taken off %(n)s tickets", n
            )
    return ngettext("%(n)s ticket: %(to)s", "%(n)s tickets: %(to)s", n)


def _to(bulk: Bulk) -> str:
    match bulk.change.what:
        case What.ASSIGN:
            return Agent.objects.filter(pk=bulk.value).values_list("name", flat=True).first() or ""
        case What.TEAM:
            return team_names([bulk.value]).get(bulk.value, "")
        case What.TAG | What.UNTAG:
            tags = Tag.objects.visible_to(bulk.by).filter(pk=bulk.value)
            return tags.values_list("name", flat=True).first() or ""
        case What.SNOOZE:
            return clock(datetime.fromisoformat(bulk.value))
        case What.REASON:
            return paths_of([bulk.value]).get(bulk.value, "")
        case What.PRIORITY:
            return _(PRIORITY_LABELS[bulk.value])
    return _(STATUS_LABELS[bulk.value])


def _notes(bulks: Sequence[Bulk], state: str) -> list[str]:
    if state == "undone":
        kept = sum(bulk.kept for bulk in bulks)
        told = ngettext(
            "%(n)s was changed since and stays as it is",
            "%(n)s were changed since and stay as they are",
            kept,
        )
        return [told % {"n": number(kept)}] if kept else []
    if state != "done":
        return []
    ends, what = left_alone(bulks), bulks[0].change.what
    alone = [(end, ends[end]) for end in LEFT_ALONE if ends[end]]
    return [_why(what, end, n) % {"n": number(n)} for end, n in alone]


def _why(what: What, end: End, n: int) -> str:
    match end:
        case End.SAME:
            return ngettext("%(n)s was so already", "%(n)s were so already", n)
        case End.OVER:
            return ngettext(
                "%(n)s is over and stays as it is", "%(n)s are over and stay as they are", n
            )
        case End.MERGED:
            return ngettext("%(n)s was merged meanwhile", "%(n)s were merged meanwhile", n)
        case End.FORBIDDEN:
            return ngettext("%(n)s is not yours to change", "%(n)s are not yours to change", n)
        case End.UNABLE if what is not What.ASSIGN:
            return ngettext("%(n)s is another client's", "%(n)s are another client's", n)
        case End.UNABLE:
            return ngettext(
                "%(n)s is of a brand that they do not answer for",
                "%(n)s are of brands that they do not answer for",
                n,
            )
    return ngettext("%(n)s has too many tags", "%(n)s have too many tags", n)
