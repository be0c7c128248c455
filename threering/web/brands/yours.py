"""Where a client's own people land: the brands that they sign in for, and nobody's mail."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from threering.organisation.queries import brands_where
from threering.organisation.rules import Verb
from threering.web.doors import AgentRequest, door


@require_GET
@door(Verb.ENTER)
def page(request: AgentRequest) -> HttpResponse:
    """Which brands these are, by client."""
    mine = groupby(brands_where(request.user, Verb.ENTER), lambda brand: brand.client)
    sections = [(client, list(brands)) for client, brands in mine]
    return render(request, "brands/yours.html", {"sections": sections})
