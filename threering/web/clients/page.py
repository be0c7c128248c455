"""The page of clients: which the reader arranges; whoever runs the whole house adds others."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from threering.channels.models import Inbox
from threering.kernel.time import now
from threering.organisation.founding import ClientTaken, runs_the_house
from threering.organisation.models import Agent, Client
from threering.organisation.people import people_at
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb
from threering.stories.keep_client import add_client, rename_client
from threering.web.doors import AgentRequest, door
from threering.web.keeping import NameField


class ClientForm(forms.Form):
    """What a client is called."""

    name = NameField(max_length=200, error_messages={"required": gettext_lazy("Name the client.")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One client on the page."""

    slug: str
    name: str
    brands: list[str]
    inboxes: int
    people: int


@require_GET
@door(Verb.KEEP_CLIENTS)
def page(request: AgentRequest) -> HttpResponse:
    """Whose customers write."""
    led = clients_led_by(request.user, Verb.KEEP_CLIENTS)
    context = {
        "lines": [_line(request.user, client) for client in led],
        "may_add": runs_the_house(request.user),
    }
    return render(request, "clients/page.html", context)


def _line(actor: Agent, client: Client) -> Line:
    inboxes = Inbox.objects.visible_to(actor, Verb.KEEP_CLIENTS).filter(client=client, off_at=None)
    return Line(
        slug=client.slug,
        name=client.name,
        brands=list(client.brands.order_by("name").values_list("name", flat=True)),
        inboxes=inboxes.count(),
        people=people_at(client).count(),
    )


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_CLIENTS)
def new(request: AgentRequest) -> HttpResponse:
    """Add one, and go on with its first steps."""
    if not runs_the_house(request.user):
        raise PermissionDenied
    form = ClientForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            client = add_client(form.cleaned_data["name"], by=request.user, at=now())
        except ClientTaken:
            form.add_error("name", _taken())
        else:
            return redirect(f"{reverse('start')}?client={client.slug}")
    return render(request, "clients/edit.html", {"form": form})


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_CLIENTS)
def edit(request: AgentRequest, client: str) -> HttpResponse:
    """Call it otherwise."""
    led = clients_led_by(request.user, Verb.KEEP_CLIENTS)
    kept = next((one for one in led if one.slug == client), None)
    if kept is None:
        raise Http404
    shown = {"name": kept.name}
    form = ClientForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_valid():
        try:
            rename_client(kept, form.cleaned_data["name"], by=request.user, at=now())
        except ClientTaken:
            form.add_error("name", _taken())
        else:
            return redirect("clients")
    return render(request, "clients/edit.html", {"form": form, "client": kept})


def _taken() -> str:
    return _("There is a client of this name already.")
