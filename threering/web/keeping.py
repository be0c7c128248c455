"""What pages of settings have in common: whose thing it is, its name, and whether it is in use."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpResponse

from threering.kernel.time import now
from threering.organisation.models import Client
from threering.organisation.named import NameTaken
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb
from threering.web.doors import AgentRequest
from threering.web.errors import cannot


class NameField(forms.CharField):
    """A name, on one line however it was typed."""

    def clean(self, value: object) -> str:
        """Raises ValidationError where there is none."""
        return " ".join(str(super().clean(value)).split())


def client_asked(request: AgentRequest, verb: Verb) -> Client:
    """The client that is named, else the first that the reader leads. Raises Http404."""
    wanted, led = request.GET.get("client", ""), clients_led_by(request.user, verb)
    for client in led:
        if wanted in ("", client.slug):
            return client
    raise Http404


def put_away(request: AgentRequest, put: Callable[..., object], taken: str) -> HttpResponse:
    """Take something out of use, or into it again; `taken`: what to say where its name is gone."""
    try:
        put(archived=request.POST.get("archived") == "1", by=request.user, at=now())
    except NameTaken:
        return cannot(request, taken)
    return HttpResponse(status=204)
