"""The page of break reasons: each client's, kept by those who lead all its brands."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from threering.kernel.time import now
from threering.organisation.models import Agent, Client
from threering.organisation.named import NameTaken
from threering.organisation.presence.models import BreakReason
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb
from threering.stories.keep_break_reason import archive_break_reason, keep_break_reason
from threering.web.doors import AgentRequest, door
from threering.web.keeping import NameField, client_asked, put_away

ARCHIVED = "archived"


class ReasonForm(forms.Form):
    """What a reason is called."""

    name = NameField(max_length=60, error_messages={"required": gettext_lazy("Name the reason.")})


@require_GET
@door(Verb.KEEP_TEAMS)
def page(request: AgentRequest) -> HttpResponse:
    """What a break may be for."""
    archived = request.GET.get("show") == ARCHIVED
    led = clients_led_by(request.user, Verb.KEEP_TEAMS)
    sections = [(client, _lines(request.user, client, archived=archived)) for client in led]
    return render(request, "presence/reasons.html", {"sections": sections, "archived": archived})


def _lines(actor: Agent, client: Client, *, archived: bool) -> list[BreakReason]:
    mine = BreakReason.objects.visible_to(actor, Verb.KEEP_TEAMS).filter(client=client)
    shown = mine.filter(archived_at__isnull=not archived)
    return sorted(shown, key=lambda one: (one.name.casefold(), one.pk))


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_TEAMS)
def new(request: AgentRequest) -> HttpResponse:
    """Add one."""
    return _edited(request, client_asked(request, Verb.KEEP_TEAMS), None)


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_TEAMS)
def edit(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Call it otherwise."""
    reason = _mine(request, uuid)
    return _edited(request, reason.client, reason)


def _mine(request: AgentRequest, uuid: UUID) -> BreakReason:
    kept = BreakReason.objects.visible_to(request.user, Verb.KEEP_TEAMS).select_related("client")
    reason: BreakReason = get_object_or_404(kept, uuid=uuid)
    return reason


def _edited(request: AgentRequest, client: Client, reason: BreakReason | None) -> HttpResponse:
    initial = {"name": reason.name if reason else ""}
    form = ReasonForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            keep_break_reason(client, name, by=request.user, at=now(), instead=reason)
        except NameTaken:
            form.add_error("name", _("There is a break reason of this name already."))
        else:
            return redirect("break-reasons")
    return render(request, "presence/reason.html", {"form": form, "reason": reason})


@require_POST
@door(Verb.KEEP_TEAMS)
def archive(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Offer it no more, or again."""
    put = partial(archive_break_reason, _mine(request, uuid))
    return put_away(request, put, _("Another break reason has its name now."))
