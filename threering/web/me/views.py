"""The page of a reader's own settings."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from threering.organisation.actions import choose_digest, choose_notices, choose_reading
from threering.organisation.models import Agent
from threering.organisation.rules import Rhythm, Verb
from threering.tickets.notices.rules import KINDS_OF, Matter, unwanted
from threering.web.doors import AgentRequest, door
from threering.web.me.browsers import shown
from threering.web.me.told import language_told, languages, zone_told, zones

RHYTHMS = {
    Rhythm.OFF: gettext_noop("Never"),
    Rhythm.HOURLY: gettext_noop("Every hour"),
    Rhythm.DAILY: gettext_noop("Once a day"),
}
MATTERS = {
    Matter.MENTIONED: gettext_noop("Somebody mentions me in a note"),
    Matter.GIVEN: gettext_noop("A ticket is given to me"),
    Matter.CUSTOMER: gettext_noop("The customer writes in a ticket of mine"),
    Matter.BACK: gettext_noop("A ticket of mine that was snoozed is back"),
    Matter.REPLY: gettext_noop("A reply of mine could not be delivered"),
}


class ReadingForm(forms.Form):
    """How somebody wants to read, and to be told; empty is what the browser says, or never."""

    language = forms.ChoiceField(required=False, choices=lambda: list(languages().items()))
    time_zone = forms.ChoiceField(required=False, choices=lambda: [(z, z) for z in zones()])
    digest = forms.ChoiceField(required=False, choices=[(one.value, one.value) for one in Rhythm])
    hour = forms.IntegerField(required=False, min_value=0, max_value=23)
    asked = forms.BooleanField(required=False)
    """Whether the page asked what to tell of: a box that is not ticked says nothing by itself."""
    told = forms.MultipleChoiceField(required=False, choices=[(one, one) for one in Matter])

    def keep(self, me: Agent) -> None:
        """Set all of it."""
        said = self.cleaned_data
        choose_reading(me, language=said["language"], time_zone=said["time_zone"])
        hour = said["hour"] if said["hour"] is not None else me.digest_hour
        choose_digest(me, Rhythm(said["digest"] or Rhythm.OFF), hour=hour)
        if said["asked"]:
            choose_notices(me, unwanted([Matter(one) for one in said["told"]]))


@require_http_methods(["GET", "POST"])
@door(Verb.ENTER)
def page(request: AgentRequest) -> HttpResponse:
    """Look at one's own settings, or change them."""
    me, form = request.user, ReadingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.keep(me)
        return redirect(f"{reverse('me')}?saved")
    context = {
        "form": form,
        "languages": languages(),
        "zones": _with(me.time_zone),
        "language": me.language if me.language_chosen else "",
        "time_zone": me.time_zone if me.time_zone_chosen else "",
        "language_told": languages().get(language_told(request) or me.language, ""),
        "zone_told": zone_told(request) or me.time_zone,
        "saved": "saved" in request.GET,
        "rhythms": [(one.value, _(RHYTHMS[one])) for one in Rhythm],
        "hours": range(24),
        "matters": [(one.value, _(MATTERS[one]), _is_told(me, one)) for one in Matter],
    }
    context |= shown(request)
    return render(request, "me/page.html", context, status=422 if form.errors else 200)


def _is_told(me: Agent, matter: Matter) -> bool:
    return KINDS_OF[matter].isdisjoint(me.untold)


def _with(chosen: str) -> list[str]:
    return list(zones()) if chosen in zones() else [chosen, *zones()]
