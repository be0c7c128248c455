"""The route on which a screen tells that somebody is at a ticket."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from threering.kernel.time import now
from threering.organisation.rules import Verb
from threering.stories.attend import attend as tell_attend
from threering.tickets.attendance import attending
from threering.tickets.attending import Doing
from threering.tickets.models import Ticket
from threering.web.doors import AgentRequest, door
from threering.web.tickets.forms import AttendForm
from threering.web.tickets.pages import companions


@require_POST
@door(Verb.READ_TICKET)
def attend(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """The reader looks at it, types there, or went away. Answers who is there now."""
    mine = Ticket.objects.visible_to(request.user, Verb.READ_TICKET)
    ticket = get_object_or_404(mine, client__slug=client, number=number)
    form = AttendForm(request.POST)
    if not form.is_valid():
        return render(request, "tickets/_invalid.html", {"form": form}, status=422)
    doing = form.cleaned_data["doing"]
    tell_attend(ticket, Doing(doing) if doing != "gone" else None, by=request.user, at=now())
    there = attending([ticket.pk], at=now()).get(ticket.pk, [])
    return render(request, "tickets/_attending.html", {"people": companions(there)})
