"""The page of a reader's own settings."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from threering.organisation.actions import choose_reading
from threering.organisation.rules import Verb
from threering.web.doors import AgentRequest, door
from threering.web.me.told import language_told, languages, zone_told, zones


class ReadingForm(forms.Form):
    """How somebody wants to read; empty is what the browser says."""

    language = forms.ChoiceField(required=False, choices=lambda: list(languages().items()))
    time_zone = forms.ChoiceField(required=False, choices=lambda: [(z, z) for z in zones()])


@require_http_methods(["GET", "POST"])
@door(Verb.ENTER)
def page(request: AgentRequest) -> HttpResponse:
    """Look at one's own settings, or change them."""
    me, form = request.user, ReadingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        choose_reading(me, **form.cleaned_data)
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
    }
    return render(request, "me/page.html", context, status=422 if form.errors else 200)


def _with(chosen: str) -> list[str]:
    return list(zones()) if chosen in zones() else [chosen, *zones()]
