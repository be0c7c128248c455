"""What is known of a customer is given out, or erased, and what they agreed to is noted.

For administrators of all brands of the client.
"""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from threering.customers.consent.actions import Said
from threering.customers.consent.rules import How, Purpose
from threering.customers.erasing import waiting
from threering.customers.models import Customer
from threering.customers.queries import family_of, handles_of, leading_of, notes_of
from threering.kernel.time import now
from threering.organisation.queries import may
from threering.organisation.rules import Verb
from threering.stories.ask_for_erasure import ask_for_erasure
from threering.stories.give_out_customer import give_out_customer
from threering.stories.note_consent import note_consent, take_back_consent
from threering.stories.take_back_erasure import take_back_erasure
from threering.tickets.dossier import write
from threering.tickets.forgetting import evidence_of
from threering.tickets.models import Ticket
from threering.web.customers.consents import ConsentForm, consents_of
from threering.web.customers.views import Person, refused
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot

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
        "consents": consents_of(who.leading, who.family),
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
        return cannot(request, _("It has begun, and what is erased cannot be brought back."))
    return HttpResponse(status=204)


@require_POST
@door(Verb.KEEP_PRIVACY)
def consent(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Note what somebody agreed to or refused, or take back that it was noted."""
    who, form = whose(request, uuid), ConsentForm(request.POST)
    if who.leading.erased_at:
        raise Http404
    if not form.is_valid():
        return refused(request, form)
    if noted := form.cleaned_data["taken_back"]:
        take_back_consent(who.leading, noted, by=request.user, at=now())
        return HttpResponse(status=204)
    number = form.cleaned_data["ticket"]
    if number and not _has_ticket(request, who, number):
        return cannot(request, _("This customer has no ticket of that number."))
    new = note_consent(who.leading, _said(request, who, form), by=request.user, at=now())
    if new is None:
        return cannot(request, _("That is so already."))
    response = HttpResponse(status=204)
    response["Undo"] = f"taken_back={new}"
    return response


def _has_ticket(request: AgentRequest, who: Person, number: int) -> bool:
    mine = Ticket.objects.visible_to(request.user, Verb.KEEP_PRIVACY)
    return bool(mine.filter(customer__in=who.family, number=number).exists())


def _said(request: AgentRequest, who: Person, form: ConsentForm) -> Said:
    told, brand = form.cleaned_data, None
    if told["brand"]:
        brand = get_object_or_404(who.leading.client.brands, uuid=told["brand"]).pk
    return Said(
        purpose=Purpose(told["purpose"]),
        brand=brand,
        agreed=told["agreed"] == "1",
        how=How.TICKET if told["ticket"] else How.AGENT,
        by=request.user,
        ticket=told["ticket"],
    )
