"""The page of brands: each client's, kept by the administrators of all of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from threering.channels.models import Inbox
from threering.kernel.time import now
from threering.organisation.actions import Branding, BrandTaken
from threering.organisation.models import Agent, Brand, Client
from threering.organisation.queries import brands_kept_by, clients_led_by
from threering.organisation.rules import KEPT_MONTHS, Verb
from threering.stories.keep_brand import keep_brand
from threering.web.doors import AgentRequest, door
from threering.web.keeping import NameField, client_asked
from threering.web.knowledge.languages import choices, language_name


class BrandForm(forms.Form):
    """What a brand is called, and in which language it writes to whoever's nobody knows."""

    name = NameField(max_length=200, error_messages={"required": gettext_lazy("Name the brand.")})
    language = forms.ChoiceField(choices=lambda: languages_offered())
    kept_months = forms.TypedChoiceField(
        choices=lambda: kept_for(), coerce=int, empty_value=None, required=False
    )


def kept_for() -> list[tuple[str, str]]:
    """How long what was said may be kept, in words."""
    months = [(str(n), ngettext("%(n)s month", "%(n)s months", n) % {"n": n}) for n in KEPT_MONTHS]
    return [("", _("For ever")), *months]


def languages_offered() -> list[tuple[str, str]]:
    """What a brand may speak, by its code."""
    return [(code, name) for code, name in choices() if code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One brand on the page."""

    uuid: str
    name: str
    language: str
    inboxes: list[str]


@require_GET
@door(Verb.KEEP_BRANDS)
def page(request: AgentRequest) -> HttpResponse:
    """Under which names a client sells, and the addresses of each."""
    lines = _lines(request.user)
    led = clients_led_by(request.user, Verb.KEEP_BRANDS)
    sections = [(client, lines[client.pk]) for client in led]
    return render(request, "brands/page.html", {"sections": sections})


def _lines(actor: Agent) -> dict[int, list[Line]]:
    """The brands by the ids of their clients."""
    addresses: dict[int, list[str]] = defaultdict(list)
    inboxes = Inbox.objects.visible_to(actor, Verb.KEEP_BRANDS).order_by("address")
    for brand, address in inboxes.values_list("brand", "address"):
        addresses[brand].append(address)
    found: dict[int, list[Line]] = defaultdict(list)
    for brand in brands_kept_by(actor):
        line = Line(
            uuid=str(brand.uuid),
            name=brand.name,
            language=language_name(brand.language),
            inboxes=addresses[brand.pk],
        )
        found[brand.client_id].append(line)
    return found


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_BRANDS)
def new(request: AgentRequest) -> HttpResponse:
    """Add one."""
    return _edited(request, client_asked(request, Verb.KEEP_BRANDS), None)


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_BRANDS)
def edit(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Call it otherwise."""
    brand = get_object_or_404(brands_kept_by(request.user), uuid=uuid)
    return _edited(request, brand.client, brand)


def _edited(request: AgentRequest, client: Client, brand: Brand | None) -> HttpResponse:
    kept: dict[str, object] = {"language": "en"}
    if brand:
        kept = {"name": brand.name, "language": brand.language, "kept_months": brand.kept_months}
    form = BrandForm(request.POST if request.method == "POST" else None, initial=kept)
    if form.is_valid():
        wanted = Branding(**form.cleaned_data)
        try:
            keep_brand(client, wanted, by=request.user, at=now(), instead=brand)
        except BrandTaken:
            form.add_error("name", _("There is a brand of this name already."))
        else:
            return redirect("brands")
    context = {"form": form, "brand": brand, "client": client, "languages": languages_offered()}
    context["kept_for"] = kept_for()
    return render(request, "brands/edit.html", context)
