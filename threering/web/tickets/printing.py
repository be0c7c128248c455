"""A ticket on paper: everything that was said, unfolded."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from threering.kernel.time import now
from threering.organisation.rules import Verb
from threering.tickets.conversation import Conversation
from threering.tickets.models import Message, Ticket
from threering.tickets.properties import tags_of
from threering.web.doors import AgentRequest, door
from threering.web.labels import PRIORITY_LABELS
from threering.web.tickets.entries import entries_of
from threering.web.tickets.pages import STATUS_LABELS, subject_of

SAID = (Message.Kind.CUSTOMER, Message.Kind.AGENT)


@require_GET
@door(Verb.READ_TICKET)
def page(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """The ticket for paper; with what only colleagues read where that is asked for."""
    mine = Ticket.objects.visible_to(request.user)
    with_all = mine.select_related("client", "brand", "customer", "assignee")
    ticket: Ticket = get_object_or_404(with_all, client__slug=client, number=number)
    conversation, inside = Conversation(ticket), request.GET.get("notes") == "1"
    entries = entries_of(conversation)
    context = {
        "ticket": ticket,
        "title": subject_of(ticket),
        "status": _(STATUS_LABELS[ticket.status]),
        "priority": _(PRIORITY_LABELS[ticket.priority]),
        "handles": conversation.handles,
        "tags": tags_of(ticket),
        "entries": [entry for entry in entries if inside or entry.kind in SAID],
        "inside": inside,
        "printed_at": now(),
    }
    return render(request, "tickets/print.html", context)
