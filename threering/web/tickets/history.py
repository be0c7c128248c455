"""All that became of a ticket, also what its thread leaves out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from threering.ledger.models import Event
from threering.organisation.rules import Verb
from threering.tickets.models import Ticket
from threering.web.doors import AgentRequest, door
from threering.web.tickets.entries import happened


@require_GET
@door(Verb.READ_TICKET)
def page(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Who did what and when, the latest first."""
    mine = Ticket.objects.visible_to(request.user).select_related("client", "customer")
    ticket: Ticket = get_object_or_404(mine, client__slug=client, number=number)
    told = happened(Event.objects.filter(ticket_id=ticket.pk), ticket, whole=True)
    told.sort(key=lambda entry: (entry.at, entry.uuid), reverse=True)
    return render(request, "tickets/_history.html", {"ticket": ticket, "told": told})
