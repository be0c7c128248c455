"""The routes of customers: parse, tell the story, render what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from threering.customers.models import Customer, CustomerNote
from threering.customers.noting import NotTheirNote
from threering.customers.queries import family_of, leading_of
from threering.kernel.time import now
from threering.organisation.rules import Verb
from threering.stories.arrange_customer_note import arrange_customer_note
from threering.stories.change_customer_note import change_customer_note
from threering.stories.describe_customer import describe_customer
from threering.stories.note_customer import note_customer
from threering.tickets.ordering import BadCursor
from threering.tickets.people import knows
from threering.web.customers.forms import DetailsForm, NewNoteForm, NoteForm
from threering.web.customers.lists import identities_of, tickets_page
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.knowledge.languages import choices
from threering.web.tickets.cards import card_of
from threering.web.tickets.forms import AskForm


@dataclass(frozen=True, slots=True)
class Person:
    """A customer with all who are the same person, as the reader knows them."""

    customer: Customer
    family: list[int]
    leading: Customer


def person(request: AgentRequest, uuid: UUID, verb: Verb) -> Person:
    """Somebody to whom the actor may do the verb; else there is no such customer."""
    theirs = Customer.objects.visible_to(request.user, verb)
    customer: Customer = get_object_or_404(theirs, uuid=uuid)
    family = family_of(customer.pk)
    if not knows(request.user, customer, family, verb):
        raise Http404
    return Person(customer, family, leading_of(family))


@require_GET
@door(Verb.READ_TICKET)
def page(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Who somebody is, and all tickets of theirs."""
    who = person(request, uuid, Verb.READ_TICKET)
    cursor = request.GET.get("cursor", "")
    try:
        rows, more = tickets_page(who.family, request.user, cursor=cursor)
    except BadCursor:
        return render(request, "errors/400.html", status=400)
    languages = [("", _("What they write in")), *choices()[1:]]
    context: dict[str, object] = {"customer": card_of(who.leading, request.user), "rows": rows}
    context |= {"more": more, "cursor": cursor, "languages": languages}
    context["identities"] = identities_of(who.family)
    return render(request, "customers/page.html", context)


@require_POST
@door(Verb.DESCRIBE)
def details(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Say what they are called, and which language they want."""
    who, form = person(request, uuid, Verb.DESCRIBE), DetailsForm(request.POST)
    if not form.is_valid():
        return refused(request, form)
    said = form.cleaned_data
    describe_customer(
        who.leading, by=request.user, at=now(), name=said["name"], language=said["language"]
    )
    return HttpResponse(status=204)


@require_POST
@door(Verb.NOTE)
def notes(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Write down what agents should know."""
    who, form = person(request, uuid, Verb.NOTE), NewNoteForm(request.POST)
    if not form.is_valid():
        return refused(request, form)
    said = form.cleaned_data
    note_customer(who.leading, said["text"], key=said["key"], by=request.user, at=now())
    return HttpResponse(status=204)


@require_POST
@door(Verb.NOTE)
def note(request: AgentRequest, uuid: UUID, note: UUID) -> HttpResponse:
    """Say a note otherwise, pin it, remove it, or take that back."""
    who, form = person(request, uuid, Verb.NOTE), NoteForm(request.POST)
    mine = CustomerNote.objects.visible_to(request.user, Verb.NOTE)
    theirs = mine.filter(customer__in=who.family).select_related("customer")
    found: CustomerNote = get_object_or_404(theirs, uuid=note)
    if not form.is_valid():
        return refused(request, form)
    if text := form.cleaned_data["text"]:
        try:
            change_customer_note(found, text, by=request.user, at=now())
        except NotTheirNote as why:
            raise PermissionDenied from why
    wanted = {name: form.flag(name) for name in ("pinned", "removed")}
    arrange_customer_note(found, by=request.user, at=now(), **wanted)
    return HttpResponse(status=204)


def refused(request: AgentRequest, form: AskForm) -> HttpResponse:
    """What was wrong with what was sent."""
    return cannot(request, form.first_error())
