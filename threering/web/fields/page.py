"""The page of custom fields: each client's, kept by those who lead all its brands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from threering.kernel.time import now
from threering.organisation.models import Agent, Client
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb
from threering.stories.keep_field import archive_field, keep_field
from threering.tickets.fieldrules import Kind
from threering.tickets.fields import NameTaken
from threering.tickets.models import Field
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.fields.forms import KINDS, KeepForm
from threering.web.keeping import client_asked
from threering.web.labels import number

ARCHIVED = "archived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field on the page."""

    uuid: str
    name: str
    kind: str
    choices: str
    tickets: str


@require_GET
@door(Verb.KEEP_FIELDS)
def page(request: AgentRequest) -> HttpResponse:
    """What is asked of each ticket."""
    archived, led = (
        request.GET.get("show") == ARCHIVED,
        clients_led_by(request.user, Verb.KEEP_FIELDS),
    )
    sections = [(client, _lines(request.user, client, archived=archived)) for client in led]
    return render(request, "fields/page.html", {"sections": sections, "archived": archived})


def _lines(actor: Agent, client: Client, *, archived: bool) -> list[Line]:
    mine = Field.objects.visible_to(actor, Verb.KEEP_FIELDS).filter(client=client)
    shown = mine.filter(archived_at__isnull=not archived).annotate(tickets=Count("values"))
    return [
        Line(
            uuid=str(field.uuid),
            name=field.name,
            kind=str(KINDS[Kind(field.kind)]),
            choices=", ".join(field.choices),
            tickets=number(field.tickets),
        )
        for field in shown.order_by("position", "pk")
    ]


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_FIELDS)
def new(request: AgentRequest) -> HttpResponse:
    """Add one."""
    return _edited(request, client_asked(request, Verb.KEEP_FIELDS), None)


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_FIELDS)
def edit(request: AgentRequest, uuid: str) -> HttpResponse:
    """Call it otherwise, or let other things be chosen."""
    field = _mine(request, uuid)
    return _edited(request, field.client, field)


def _mine(request: AgentRequest, uuid: str) -> Field:
    kept = Field.objects.visible_to(request.user, Verb.KEEP_FIELDS).select_related("client")
    field: Field = get_object_or_404(kept, uuid=uuid)
    return field


def _edited(request: AgentRequest, client: Client, field: Field | None) -> HttpResponse:
    form = _form(request, field)
    if form.is_valid():
        try:
            keep_field(client, form.wanted(), by=request.user, at=now(), instead=field)
        except NameTaken:
            form.add_error("name", _("There is a field of this name already."))
        else:
            return redirect("fields")
    context = {"form": form, "field": field, "client": client, "kinds": list(KINDS.items())}
    return render(request, "fields/edit.html", context)


def _form(request: AgentRequest, field: Field | None) -> KeepForm:
    if request.method == "POST":
        kept = {"kind": field.kind} if field else {}
        return KeepForm(request.POST.dict() | kept)
    if field is None:
        return KeepForm(initial={"kind": Kind.TEXT.value})
    choices = "\n".join(field.choices)
    return KeepForm(initial={"name": field.name, "kind": field.kind, "choices": choices})


@require_POST
@door(Verb.KEEP_FIELDS)
def archive(request: AgentRequest, uuid: str) -> HttpResponse:
    """Ask for it no longer, or again."""
    wanted = request.POST.get("archived") == "1"
    try:
        archive_field(_mine(request, uuid), archived=wanted, by=request.user, at=now())
    except NameTaken:
        why = _("Another field has its name now.")
        return cannot(request, why)
    return HttpResponse(status=204)
