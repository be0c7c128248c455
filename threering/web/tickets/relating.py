"""The route of tickets that have to do with each other: asked for, told, taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from threering.kernel.time import now
from threering.organisation.rules import Verb
from threering.stories.relate_tickets import relate_tickets
from threering.tickets.models import Ticket
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.tickets.forms import RelateForm
from threering.web.tickets.grouping import suggestions
from threering.web.tickets.searches import asked_for


def _ticket(request: AgentRequest, client: str, number: int) -> Ticket:
    mine = Ticket.objects.visible_to(request.user, Verb.DESCRIBE).filter(merged_into=None)
    with_all = mine.select_related("client", "customer")
    ticket: Ticket = get_object_or_404(with_all, client__slug=client, number=number)
    return ticket


@require_http_methods(["GET", "POST"])
@door(Verb.DESCRIBE)
def related(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Ask which ticket this one has to do with, or say it and take it back."""
    ticket = _ticket(request, client, number)
    if request.method == "POST":
        return _told(request, ticket)
    words = asked_for(request.GET.get("q", ""))
    context = {"ticket": ticket, "q": words, "rows": suggestions(ticket, request.user, words)}
    part = "_relate_rows.html" if "q" in request.GET else "_relate.html"
    return render(request, f"tickets/{part}", context)


def _told(request: AgentRequest, ticket: Ticket) -> HttpResponse:
    form = RelateForm(request.POST)
    if not form.is_valid():
        return cannot(request, form.first_error())
    by, at = request.user, now()
    for name, wanted in (("add", True), ("remove", False)):
        if number := form.cleaned_data[name]:
            other = _ticket(request, ticket.client.slug, number)
            relate_tickets(ticket, other, by=by, at=at, related=wanted)
    return HttpResponse(status=204)
