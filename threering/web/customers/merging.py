"""The route of saying that two customers are one person: suggestions, both compared, told."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from threering.kernel.time import now
from threering.organisation.rules import Verb
from threering.stories.merge_customers import merge_customers
from threering.stories.part_customers import part_customers
from threering.tickets.akin import evidence_between
from threering.tickets.models import Ticket
from threering.web.customers.forms import SameForm
from threering.web.customers.same import in_their_order, searched, side_of, suggested
from threering.web.customers.views import person, refused
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.tickets.likeness import in_words
from threering.web.tickets.searches import asked_for


@require_http_methods(["GET", "POST"])
@door(Verb.REGROUP)
def same(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Ask whom somebody is the same person as, compare the two, or say so and take it back."""
    if request.method == "POST":
        return _told(request, uuid)
    if "with" in request.GET:
        return _compared(request, uuid)
    leading, words = (
        person(request, uuid, Verb.REGROUP).leading,
        asked_for(request.GET.get("q", "")),
    )
    context: dict[str, object] = {"customer": leading, "q": words, "told": _place(request.GET)}
    if words:
        context["likely"] = searched(words, leading, request.user, now=now())
    else:
        context["likely"] = suggested(leading, request.user, now=now())
    part = "_likely.html" if "q" in request.GET else "_same.html"
    return render(request, f"customers/{part}", context)


def _compared(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Both side by side, who would lead on the right."""
    one = person(request, uuid, Verb.REGROUP).leading
    other = person(request, _uuid(request.GET["with"]), Verb.REGROUP).leading
    if one == other or one.client_id != other.client_id:
        raise Http404
    follows, leads = in_their_order(one, other)
    akin = evidence_between(one, other, request.user, now=timezone.localtime(now()))
    context = {
        "sides": [side_of(who, request.user) for who in (follows, leads)],
        "reasons": [in_words(evidence) for evidence in akin.evidence],
        "customer": one,
        "told": _place(request.GET),
    }
    return render(request, "customers/_compare.html", context)


def _told(request: AgentRequest, uuid: UUID) -> HttpResponse:
    who, form = person(request, uuid, Verb.REGROUP), SameForm(request.POST)
    if not form.is_valid():
        return refused(request, form)
    told_in, into = _ticket(request, form.cleaned_data["told"]), form.cleaned_data["into"]
    by, at = request.user, now()
    if into is None:
        part_customers(who.customer, by=by, at=at, told_in=told_in)
        return HttpResponse(status=204)
    other = person(request, into, Verb.REGROUP)
    if other.customer.client_id != who.customer.client_id:
        raise Http404
    if who.customer.merged_into_id not in (None, other.customer.pk):
        why = _("Somebody else has merged one of them meanwhile. Look again.")
        return cannot(request, why)
    merge_customers(who.customer, other.customer, by=by, at=at, told_in=told_in)
    return HttpResponse(status=204)


def _ticket(request: AgentRequest, place: str) -> Ticket | None:
    """The ticket in whose history it is told, if the actor looks at one."""
    client, _slash, number = place.partition("/")
    if not place:
        return None
    mine = Ticket.objects.visible_to(request.user, Verb.REGROUP).select_related("client")
    return mine.filter(client__slug=client, number=int(number)).first()


def _place(asked: dict[str, str]) -> str:
    form = SameForm(asked)
    return str(form.cleaned_data["told"]) if form.is_valid() else ""


def _uuid(word: str) -> UUID:
    with suppress(ValueError):
        return UUID(word)
    raise Http404
