"""The page of a day's states: who was in which state when, of the people that one leads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.organisation.presence.models import BreakReason
from threering.organisation.presence.queries import Day, day_of
from threering.organisation.presence.rules import Span, State, spans
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb
from threering.organisation.standins.queries import people_led_by
from threering.web.days import DayField
from threering.web.doors import AgentRequest, door
from threering.web.moments import of_day
from threering.web.presence.words import label_of

MINUTE = timedelta(minutes=1)
ORDER = (State.ONLINE, State.BUSY, State.WRAP_UP, State.BREAK, State.AWAY)


class DayForm(forms.Form):
    """Which day; empty or nonsense is today."""

    day = DayField()


@dataclass(frozen=True, slots=True)
class Piece:
    """A time in one state: where it stands in the day, in minutes, and what it is in words."""

    state: str
    x: int
    width: int
    began_at: datetime
    ends_at: datetime
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person's day."""

    name: str
    hue: int
    pieces: list[Piece]
    totals: list[str]


@require_GET
@door(Verb.KEEP_TEAMS)
def page(request: AgentRequest) -> HttpResponse:
    """Everybody's day, by name; days are those of the reader's zone."""
    form = DayForm(request.GET)
    asked = form.cleaned_data["day"] if form.is_valid() else None
    day = asked or timezone.localtime(now()).date()
    begin, end = _midnight(day), _midnight(day + timedelta(days=1))
    leads = clients_led_by(request.user, Verb.KEEP_TEAMS)
    people = people_led_by(request.user, Verb.READ_TICKET) if leads else []
    known = day_of(people, begin=begin, end=min(end, now()))
    context = {
        "lines": _lines(request.user, people, known),
        "day": day,
        "said": of_day(day),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if end <= now() else None,
        "minutes": (end - begin) // MINUTE,
        "hours": [timezone.localtime(one).hour for one in _hours(begin, end)],
    }
    return render(request, "presence/day.html", context)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _hours(begin: datetime, end: datetime) -> list[datetime]:
    """Every third hour that passes; a day may have 23 or 25."""
    return [begin + timedelta(hours=n) for n in range(0, (end - begin) // timedelta(hours=1), 3)]


def _x(begin: datetime, at: datetime) -> int:
    return (at - begin) // MINUTE


def _lines(reader: Agent, people: list[Agent], known: Day) -> list[Line]:
    """Of whoever was there at all."""
    reasons = BreakReason.objects.visible_to(reader).in_bulk(known.reasons)
    found = []
    for one in people:
        theirs = spans(known.changes.get(one.pk, []), begin=known.begin, end=known.end)
        there = [span for span in theirs if span.state is not State.OFFLINE]
        if there:
            pieces = [_piece(span, known.begin, reasons.get(span.reason)) for span in there]
            found.append(Line(one.name, one.hue, pieces, _totals(there)))
    return found


def _piece(span: Span, begin: datetime, reason: BreakReason | None) -> Piece:
    x, ends = _x(begin, span.began_at), _x(begin, span.ends_at)
    label = label_of(span.state, reason.name if reason else "")
    return Piece(span.state.value, x, max(ends - x, 1), span.began_at, span.ends_at, label)


def _totals(there: list[Span]) -> list[str]:
    """How long in each state, in the order of work."""
    lasted: Counter[State] = Counter()
    for span in there:
        lasted[span.state] += (span.ends_at - span.began_at) // timedelta(seconds=1)
    return [f"{label_of(one)} {_long(lasted[one])}" for one in ORDER if one in lasted]


def _long(seconds: int) -> str:
    hours, minutes = divmod(seconds // 60, 60)
    return _("%(h)s:%(m)s h") % {"h": hours, "m": f"{minutes:02d}"}
