"""The page of who stands in: for oneself, and for the people one leads."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.organisation.rules import Verb
from threering.organisation.standins.actions import CannotStandIn
from threering.organisation.standins.models import StandIn
from threering.organisation.standins.queries import could_stand_in, people_led_by, shown_to
from threering.organisation.standins.rules import EndsBeforeItBegins, absence, last_day
from threering.stories.name_stand_in import end_stand_in, name_stand_in, resume_stand_in
from threering.web.days import DayField
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.moments import of_day
from threering.web.standins.words import until


class StandInForm(forms.Form):
    """Who stands in, from which day to which; empty is from now, and until they are back."""

    stand_in = forms.UUIDField()
    begins = DayField()
    ends = DayField()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Somebody is away or will be."""

    agent: Agent
    stand_in: Agent
    when: str
    holds: bool
    ours: bool
    """Whether the reader may end it."""


@require_GET
@door(Verb.REPLY)
def page(request: AgentRequest) -> HttpResponse:
    """Who is away and who stands in; and naming somebody for oneself or for whom one leads."""
    people = people_led_by(request.user)
    whose = _one(people, request.GET.get("person", "") or str(request.user.uuid))
    context = {
        "lines": [_line(one, people) for one in shown_to(request.user, now())],
        "people": people,
        "whose": whose,
        "able": could_stand_in(whose),
    }
    return render(request, "standins/page.html", context)


def _one(people: list[Agent], wanted: str) -> Agent:
    found = next((one for one in people if str(one.uuid) == wanted), None)
    if found is None:
        raise Http404
    return found


def _line(one: StandIn, people: list[Agent]) -> Line:
    zone = ZoneInfo(one.agent.time_zone)
    holds = one.holds(now())
    when = until(last_day(one.ends_at, zone) if one.ends_at else None)
    if not holds:
        first = of_day(one.begins_at.astimezone(zone).date())
        when = _("from %(day)s %(until)s") % {"day": first, "until": when}
    return Line(
        agent=one.agent,
        stand_in=one.stand_in,
        when=when,
        holds=holds,
        ours=one.agent in people,
    )


@require_POST
@door(Verb.REPLY)
def keep(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Say who stands in for somebody, that nobody does any more, or that it goes on."""
    whose = _one(people_led_by(request.user), str(uuid))
    if ended := request.POST.get("ended"):
        change = end_stand_in if ended == "1" else resume_stand_in
        change(whose, by=request.user, at=now())
        return HttpResponse(status=204)
    form = StandInForm(request.POST)
    if not form.is_valid():
        return cannot(request, _("Choose who stands in. Days may be left empty."))
    return _named(request, whose, form)


def _named(request: AgentRequest, whose: Agent, form: StandInForm) -> HttpResponse:
    said, at = form.cleaned_data, now()
    found = [one for one in could_stand_in(whose) if one.uuid == said["stand_in"]]
    try:
        stand_in = found[0] if found else whose  # who is refused
        during = absence(said["begins"], said["ends"], ZoneInfo(whose.time_zone), at)
        before = name_stand_in(whose, stand_in, during, by=request.user, at=at)
    except CannotStandIn:
        why = _("Only somebody who may answer all of their tickets can stand in. Choose another.")
        return cannot(request, why)
    except EndsBeforeItBegins:
        return cannot(request, _("The last day is over before it begins. Choose a later one."))
    undo = {"ended": "1"}
    if before and not before.is_over(at):
        undo = {"stand_in": str(before.stand_in.uuid), **before.days()}
    return HttpResponse(status=204, headers={"Undo": urlencode(undo)})
