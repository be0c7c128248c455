"""The page of the audit, and its exports."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from threering.organisation import audit
from threering.organisation.access import Kind, note_access
from threering.organisation.models import Agent
from threering.organisation.people import people_at
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb
from threering.web.audit.asking import AskForm, address_of, place_in, written
from threering.web.audit.export import FORMATS
from threering.web.audit.labels import GROUPS
from threering.web.audit.words import lines
from threering.web.doors import AgentRequest, door


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several to filter by."""

    label: str
    url: str
    current: bool


@require_GET
@door(Verb.READ_AUDIT)
def page(request: AgentRequest) -> HttpResponse:
    """Every change that the reader may see, latest first."""
    form = AskForm(request.GET)
    asked = form.asked()
    found = audit.page(audit.visible_to(request.user), asked, after=place_in(request.GET))
    context = {
        "lines": lines(found.changes),
        "form": form,
        "asks": bool(address_of(request.GET)),
        "groups": _groups(request),
        "people": _people(request.user),
        "who": asked.person,
        "formats": _formats(request),
        "looked_to": found.after.at if found.after and asked.searches else None,
        "next_url": _next(request, found.after),
    }
    more = "after" in request.GET and "HX-Request" in request.headers
    return render(request, "audit/_rows.html" if more else "audit/page.html", context)


def _next(request: AgentRequest, after: audit.Place | None) -> str:
    if after is None:
        return ""
    return f"{reverse('audit')}?{address_of(request.GET, after=written(after))}"


def _formats(request: AgentRequest) -> list[tuple[str, str]]:
    """Where the same is exported."""
    asked = address_of(request.GET)
    return [(form, f"{reverse('audit-export', args=[form])}?{asked}") for form in FORMATS]


def _groups(request: AgentRequest) -> list[Choice]:
    now = request.GET.get("about", "")
    named = [("", _("Everything")), *((key, str(label)) for key, (label, _kinds) in GROUPS.items())]
    there = reverse("audit")
    return [
        Choice(label, f"{there}?{address_of(request.GET, about=key)}", key == now)
        for key, label in named
    ]


def _people(reader: Agent) -> list[tuple[int, str]]:
    """Whom the reader may ask for."""
    people = {
        one.pk: one.name
        for client in clients_led_by(reader, Verb.READ_AUDIT)
        for one in people_at(client)
    }
    return sorted(people.items(), key=lambda one: one[1].casefold())


@require_GET
@door(Verb.READ_AUDIT)
def export(request: AgentRequest, form: str) -> StreamingHttpResponse:
    """All that fits as a file, written while it is read; that it was taken out is written down."""
    if form not in FORMATS:
        raise Http404
    asked, clients = AskForm(request.GET).asked(), audit.visible_to(request.user)
    for client in clients:
        note_access(Kind.AUDIT_EXPORTED, request.user.pk, client_id=client, form=form)
    kind, write = FORMATS[form]
    answer = StreamingHttpResponse(write(audit.everything(clients, asked)), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="audit.{form}"'
    return answer
