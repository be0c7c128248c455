"""What is known of a customer is given out, or erased: for administrators of all its brands."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from threering.customers.erasing import waiting
from threering.customers.models import Customer
from threering.customers.queries import family_of, handles_of, leading_of, notes_of
from threering.kernel.time import now
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.stories.ask_for_erasure import ask_for_erasure
from threering.stories.give_out_customer import give_out_customer
from threering.stories.take_back_erasure import take_back_erasure
from threering.tickets.dossier import write
from threering.tickets.forgetting import evidence_of
from threering.web.customers.views import Person
from threering.web.doors import AgentRequest, door

MOST_BYTES = 100 * 2**20
"""Of files; more of them lie in the server's memory at once, so they are left to the command."""


def whose(request: AgentRequest, uuid: UUID) -> Person:
    """Somebody whose data the actor keeps: of all brands, because it stands in all of them."""
    theirs = Customer.objects.visible_to(request.user, Verb.KEEP_PRIVACY)
    customer: Customer = get_object_or_404(theirs, uuid=uuid)
    if not may(request.user, Verb.KEEP_PRIVACY, customer):
        raise Http404
    family = family_of(customer.pk)
    return Person(customer, family, leading_of(family))


@require_GET
@door(Verb.KEEP_PRIVACY)
def page(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """What there is of somebody, and what can become of it."""
    who, at = whose(request, uuid), now()
    there, asked = evidence_of(who.family), waiting(who.family)
    context: dict[str, object] = {
        "customer": who.leading,
        "there": there,
        "size": filesizeformat(there.size),
        "handles": [handle.value for handle in handles_of(who.family)],
        "notes": len(notes_of(who.family)),
        "too_large": there.size > MOST_BYTES,
        "asked": asked,
        "begun": asked is not None and at >= asked.due_at,
    }
    return render(request, "customers/privacy.html", context)


@require_POST
@door(Verb.KEEP_PRIVACY)
def given_out(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Everything that is known of somebody, as a file to be handed to them."""
    who = whose(request, uuid)
    if who.leading.erased_at or evidence_of(who.family).size > MOST_BYTES:
        raise Http404
    found, packed = give_out_customer(who.leading, by=request.user, at=now()), BytesIO()
    write(found, packed)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="customer-{who.leading.uuid}.zip"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@door(Verb.KEEP_PRIVACY)
def erasure(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Have somebody forgotten a day from now, or take that back while it can be."""
    who = whose(request, uuid)
    if who.leading.erased_at:
        raise Http404
    if request.POST.get("taken_back") != "1":
        ask_for_erasure(who.leading, by=request.user, at=now())
        return HttpResponse(status=204)
    asked = waiting(who.family)
    if asked and not take_back_erasure(asked, by=request.user, at=now()):
        why = _("It has begun, and what is erased cannot be brought back.")
        return render(request, "tickets/_cannot.html", {"why": why}, status=422)
    return HttpResponse(status=204)
