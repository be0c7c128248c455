"""Naming a colleague in a note: who is offered, and what the composer says of who was chosen."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from threering.organisation.rules import Verb
from threering.tickets.models import Ticket
from threering.tickets.naming import LONGEST_LABEL, Named, colleagues
from threering.tickets.notices.rules import fits
from threering.web.doors import AgentRequest, door

MOST = 50
LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A colleague in the list that opens in the composer. `chosen`: as the composer says it."""

    name: str
    email: str
    hue: int
    label: str
    chosen: str


@require_GET
@door(Verb.NOTE)
def choose(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Who may read this ticket, by what is typed of their name."""
    mine = Ticket.objects.visible_to(request.user, Verb.NOTE).select_related("brand")
    ticket = get_object_or_404(mine, client__slug=client, number=number)
    typed = request.GET.get("q", "").replace("\0", " ")[:LONGEST]
    options = [
        Option(
            name=one.name,
            email=one.email,
            hue=one.hue,
            label=label,
            chosen=f"{one.uuid} {label}",
        )
        for one, label in colleagues(ticket, request.user).items()
        if fits(typed, one.name, one.email)
    ]
    return render(request, "tickets/_colleagues.html", {"options": options[:MOST]})


def chosen(said: str) -> tuple[Named, ...]:
    """Who was chosen: a line each, an id, a blank and what stands behind the @.

    Raises ValidationError for anything else.
    """
    pairs = [line.partition(" ") for line in said.splitlines() if line]
    if any(not 0 < len(label) <= LONGEST_LABEL for _id, _blank, label in pairs):
        raise forms.ValidationError(_("A name in this note is not known. Choose it again."))
    try:
        return tuple(Named(UUID(uuid), label) for uuid, _blank, label in pairs)
    except ValueError as error:
        raise forms.ValidationError(
            _("A name in this note is not known. Choose it again.")
        ) from error
