"""The routes of what people say of a ticket: how urgent it is, whose it is, why it was written."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from threering.kernel.time import now
from threering.ledger.catalogue_properties import TeamChanged
from threering.ledger.models import Event
from threering.organisation.models import Team
from threering.organisation.queries import teams_of
from threering.organisation.rules import Verb
from threering.stories.fill_in_field import fill_in_field
from threering.stories.keep_checklist import add_step, change_step
from threering.stories.set_priority import set_priority
from threering.stories.set_reason import set_reason
from threering.stories.set_team import set_team
from threering.stories.tag_ticket import tag_ticket
from threering.tickets.checklist import Step, TooManySteps
from threering.tickets.fieldrules import DoesNotFit, Kind
from threering.tickets.models import ContactReason, Field, Ticket
from threering.tickets.properties import TooManyTags, known_tags, tags_of
from threering.tickets.rules import Priority
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.fields.forms import FillForm
from threering.web.reasons.forms import ChooseForm
from threering.web.reasons.offering import options_for
from threering.web.tickets.forms import PriorityForm, StepForm, TagForm

WHY = {
    Kind.TEXT: gettext_noop("That is too long."),
    Kind.NUMBER: gettext_noop("Write a number, such as 12 or 1.5."),
    Kind.DATE: gettext_noop("Choose a day."),
    Kind.CHOICE: gettext_noop("Choose one of those that are offered."),
    Kind.YES_NO: gettext_noop("Choose yes or no."),
}


def _ticket(request: AgentRequest, client: str, number: int, verb: Verb = Verb.DESCRIBE) -> Ticket:
    mine = Ticket.objects.visible_to(request.user, verb).filter(merged_into=None)
    with_reason = mine.select_related("reason")
    ticket: Ticket = get_object_or_404(with_reason, client__slug=client, number=number)
    return ticket


@require_POST
@door(Verb.DESCRIBE)
def priority(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Say how urgent it is."""
    ticket, form = _ticket(request, client, number), PriorityForm(request.POST)
    if not form.is_valid():
        raise Http404
    set_priority(ticket, Priority(form.cleaned_data["priority"]), by=request.user, at=now())
    return HttpResponse(status=204)


@require_GET
@door(Verb.DESCRIBE)
def reasons(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """What there is to choose from."""
    ticket = _ticket(request, client, number)
    context = {
        "options": options_for(request.user, [ticket.client_id]),
        "current": ticket.reason,
        "url": reverse("ticket-reason", args=[client, number]),
    }
    return render(request, "reasons/_options.html", context)


@require_POST
@door(Verb.DESCRIBE)
def reason(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Say why its customer writes. An archived reason can be chosen too: an undo does."""
    ticket, form = _ticket(request, client, number), ChooseForm(request.POST)
    if not form.is_valid():
        raise Http404
    chosen, uuid = None, form.cleaned_data["reason"]
    if uuid:
        theirs = ContactReason.objects.visible_to(request.user, Verb.DESCRIBE)
        chosen = get_object_or_404(theirs, client=ticket.client_id, uuid=uuid)
    set_reason(ticket, chosen, by=request.user, at=now())
    return HttpResponse(status=204)


@require_POST
@door(Verb.ASSIGN)
def team(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Give it to a team of its client, or to none."""
    ticket, wanted = _ticket(request, client, number, Verb.ASSIGN), request.POST.get("team", "")
    theirs = teams_of(request.user).filter(client=ticket.client_id)
    to = next((one for one in theirs if str(one.uuid) == wanted), None)
    if wanted and (to is None or (to.archived_at and not _had(ticket, to))):
        raise Http404
    set_team(ticket, to, by=request.user, at=now())
    return HttpResponse(status=204)


def _had(ticket: Ticket, team: Team) -> bool:
    """Whether it was that team's once: an undo gives it back, though the team is archived now."""
    given = Event.objects.filter(ticket_id=ticket.pk, kind=TeamChanged.kind)
    return given.filter(data__before=team.pk).exists()


@require_POST
@door(Verb.DESCRIBE)
def fields(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Write what one of its fields holds."""
    ticket, form = _ticket(request, client, number), FillForm(request.POST)
    if not form.is_valid():
        raise Http404
    theirs = Field.objects.visible_to(request.user, Verb.DESCRIBE).filter(archived_at=None)
    field = get_object_or_404(theirs, client=ticket.client_id, uuid=form.cleaned_data["field"])
    try:
        fill_in_field(ticket, field, form.cleaned_data["value"], by=request.user, at=now())
    except DoesNotFit:
        why = WHY[Kind(field.kind)]
        return cannot(request, _(why))
    return HttpResponse(status=204)


@require_POST
@door(Verb.DESCRIBE)
def checklist(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Put a step on the checklist, or do something with one of its steps."""
    ticket, form = _ticket(request, client, number), StepForm(request.POST)
    if not form.is_valid():
        return cannot(request, form.first_error())
    step, doing, text = (form.cleaned_data[name] for name in ("step", "doing", "text"))
    try:
        if step:
            change_step(ticket, step, doing, by=request.user, at=now())
        else:
            add_step(ticket, text, by=request.user, at=now())
    except TooManySteps as why:
        return cannot(request, str(why))
    except Step.DoesNotExist as gone:
        raise Http404 from gone
    return HttpResponse(status=204)


@require_GET
@door(Verb.DESCRIBE)
def known(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """The tags that its client has, but for those it carries: as options, once one is to be put."""
    ticket = _ticket(request, client, number)
    there = set(tags_of(ticket))
    offered = [tag for tag in known_tags(ticket.client_id) if tag not in there]
    return render(request, "tickets/_known_tags.html", {"tags": offered})


@require_POST
@door(Verb.DESCRIBE)
def tags(request: AgentRequest, client: str, number: int) -> HttpResponse:
    """Put a tag on it, or take one off."""
    ticket, form = _ticket(request, client, number), TagForm(request.POST)
    if not form.is_valid():
        return cannot(request, form.first_error())
    try:
        tag_ticket(ticket, **form.cleaned_data, by=request.user, at=now())
    except TooManyTags as why:
        return cannot(request, str(why))
    return HttpResponse(status=204)
