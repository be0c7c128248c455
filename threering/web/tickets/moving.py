"""The routes of merging, splitting and moving: parse, tell the story, say what came of it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from threering.kernel.time import now
from threering.organisation.rules import Verb
from threering.stories.merge_customers import merge_customers
from threering.stories.merge_tickets import merge_tickets
from threering.stories.move_message import move_message
from threering.stories.part_customers import part_customers
from threering.stories.split_ticket import split_ticket
from threering.stories.undo_regrouping import undo_regrouping
from threering.tickets.models import Message, Regrouping, Ticket
from threering.tickets.moving import Asked, CannotRegroup
from threering.tickets.queries import regrouping_of
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.tickets.forms import IntoForm, SplitForm, UndoForm
from threering.web.tickets.grouping import suggestions, told
from threering.web.tickets.searches import asked_for


def _ticket(request: AgentRequest, client: str, number: int) -> Ticket:
    """A ticket whose messages the actor may move; else there is no such ticket."""
    mine = Ticket.objects.visible_to(request.user, Verb.REGROUP)
    with_all = mine.select_related("client", "brand", "customer", "inbox", "assignee")
    ticket: Ticket = get_object_or_404(with_all, client__slug=client, number=number)
    return ticket


def _message(ticket: Ticket, uuid: UUID | str | None) -> Message:
    try:
        return ticket.messages.get(uuid=uuid or "")
    except (Message.DoesNotExist, ValidationError) as missing:
        raise Http404 from missing


@require_GET
@door(Verb.REGROUP)
def merging(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """The dialog that asks where a ticket, or one message of it, shall go."""
    ticket = _ticket(request, client, number)
    words, message = asked_for(request.GET.get("q", "")), request.GET.get("message", "")
    context: dict[str, object] = {"ticket": ticket, "q": words, "message": message}
    context["rows"] = suggestions(ticket, request.user, words)
    name = "ticket-move" if message else "ticket-merge"
    context |= {"action": reverse(name, args=[client, number])}
    part = "_merge_rows.html" if "q" in request.GET else "_merge.html"
    return render(request, f"tickets/{part}", context)


@require_GET
@door(Verb.REGROUP)
def splitting(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """The dialog that asks which messages shall have a ticket of their own."""
    ticket = _ticket(request, client, number)
    first = _message(ticket, request.GET.get("message"))
    said = list(ticket.messages.select_related("author", "customer").order_by("at", "pk"))
    chosen = {message.pk for message in said[said.index(first) :]}
    action = reverse("ticket-split", args=[client, number])
    context = {"ticket": ticket, "said": said, "chosen": chosen, "action": action}
    return render(request, "tickets/_split.html", context)


@require_POST
@door(Verb.REGROUP)
def merge(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Merge the ticket into another one of its client."""
    source, form = _ticket(request, client, number), IntoForm(request.POST)
    if not form.is_valid():
        return cannot(request, form.first_error())
    target = _ticket(request, client, form.cleaned_data["into"])
    asked = Asked(request.user, form.cleaned_data["key"])
    return _told(request, lambda: merge_tickets(source, target, asked, at=now()))


@require_POST
@door(Verb.REGROUP)
def move(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Move one message of the ticket into another one of its client."""
    source, form = _ticket(request, client, number), IntoForm(request.POST)
    if not form.is_valid():
        return cannot(request, form.first_error())
    target = _ticket(request, client, form.cleaned_data["into"])
    message = _message(source, form.cleaned_data["message"])
    asked = Asked(request.user, form.cleaned_data["key"])
    return _told(request, lambda: move_message(message, target, asked, at=now()))


@require_POST
@door(Verb.REGROUP)
def split(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Give messages a ticket of their own: the ones named, or all from one of them on."""
    source, form = _ticket(request, client, number), SplitForm(request.POST)
    if not form.is_valid():
        return cannot(request, form.first_error())
    said = list(source.messages.order_by("at", "pk"))
    chosen, asked = form.chosen(said), Asked(request.user, form.cleaned_data["key"])
    return _told(request, lambda: split_ticket(source, chosen, asked, at=now()))


@require_POST
@door(Verb.REGROUP)
def undo(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Take back a merge, split or move that the ticket took part in."""
    ticket, form = _ticket(request, client, number), UndoForm(request.POST)
    if not form.is_valid():
        return cannot(request, form.first_error())
    try:
        done = regrouping_of(ticket, form.cleaned_data["regrouping"])
    except Regrouping.DoesNotExist as missing:
        raise Http404 from missing
    for side in (done.source, done.target):
        _ticket(request, client, side.number)
    try:
        undo_regrouping(done, by=request.user, at=now())
    except CannotRegroup as why:
        return cannot(request, str(why))
    return HttpResponse(status=204)


@require_POST
@door(Verb.REGROUP)
def same_customer(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """The customers of two tickets are one person."""
    ticket, form = _ticket(request, client, number), IntoForm(request.POST)
    if not form.is_valid():
        return cannot(request, form.first_error())
    other = _ticket(request, client, form.cleaned_data["into"])
    merge_customers(ticket.customer, other.customer, by=request.user, at=now(), told_in=ticket)
    return HttpResponse(status=204)


@require_POST
@door(Verb.REGROUP)
def other_customer(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """The customer of a ticket is nobody else after all."""
    ticket = _ticket(request, client, number)
    part_customers(ticket.customer, by=request.user, at=now(), told_in=ticket)
    return HttpResponse(status=204)


def _told(request: AgentRequest, story: Callable[[], Regrouping]) -> HttpResponse:
    """Tell it, and show what came of it with its undo, or why it cannot be."""
    try:
        done = story()
    except CannotRegroup as why:
        return cannot(request, str(why))
    context = {"done": done, "told": told(done), "client": request.resolver_match.kwargs["client"]}  # type: ignore[union-attr]
    return render(request, "tickets/_regrouped.html", context, status=201)
