"""Writing contact reasons down: new, changed, in another order, archived."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from threering.kernel.time import now
from threering.organisation.models import Client
from threering.organisation.rules import Verb
from threering.stories.archive_reason import archive_reason
from threering.stories.keep_reason import keep_reason
from threering.stories.order_reason import order_reason
from threering.tickets.models import ContactReason
from threering.tickets.reasons import DoesNotFit, NameTaken, path_of, tree_of
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.keeping import client_asked
from threering.web.reasons.forms import KeepForm, OrderForm


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_REASONS)
def new(request: AgentRequest) -> HttpResponse:
    """Add one, at the top or under another."""
    client = client_asked(request, Verb.KEEP_REASONS)
    places = _places(request, client, None)
    if request.method == "POST":
        return _kept(request, client, KeepForm(request.POST, places=places), None)
    typed = {"under": request.GET.get("under", ""), "first_contact": True}
    return _page(request, client, KeepForm(places=places, initial=typed), None)


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_REASONS)
def edit(request: AgentRequest, uuid: str) -> HttpResponse:
    """Call it otherwise, hang it elsewhere, say whether it counts for first contact."""
    reason = _mine(request, uuid)
    places = _places(request, reason.client, reason)
    if request.method == "POST":
        return _kept(request, reason.client, KeepForm(request.POST, places=places), reason)
    typed = {
        "name": reason.name,
        "under": str(reason.parent.uuid) if reason.parent else "",
        "first_contact": reason.first_contact_eligible,
    }
    return _page(request, reason.client, KeepForm(places=places, initial=typed), reason)


def _mine(request: AgentRequest, uuid: str) -> ContactReason:
    kept = ContactReason.objects.visible_to(request.user, Verb.KEEP_REASONS)
    reason: ContactReason = get_object_or_404(kept.select_related("client", "parent"), uuid=uuid)
    return reason


def _places(
    request: AgentRequest, client: Client, reason: ContactReason | None
) -> dict[str, ContactReason]:
    """Under which reasons it may hang, by the word that the form sends, in the tree's order."""
    mine = ContactReason.objects.visible_to(request.user, Verb.KEEP_REASONS).filter(client=client)
    reasons = {one.pk: one for one in mine.select_related("parent__parent")}
    tree, pk = tree_of(reasons.values()), reason.pk if reason else None
    now_under = reason.parent_id if reason else None
    fitting = [one for one in tree.walk() if one == now_under or tree.may_hang(pk, one)]
    return {str(reasons[one].uuid): reasons[one] for one in fitting}


def _kept(
    request: AgentRequest, client: Client, form: KeepForm, reason: ContactReason | None
) -> HttpResponse:
    if form.is_valid():
        try:
            keep_reason(client, form.wanted(), by=request.user, at=now(), instead=reason)
        except NameTaken:
            form.add_error("name", _("There is a reason of this name in that place already."))
        except DoesNotFit:
            form.add_error("under", _("It cannot stand there. Choose another place."))
        else:
            return redirect("reasons")
    return _page(request, client, form, reason)


def _page(
    request: AgentRequest, client: Client, form: KeepForm, reason: ContactReason | None
) -> HttpResponse:
    named = [(word, path_of(one)) for word, one in form.places.items()]
    context = {"form": form, "reason": reason, "client": client, "places": named}
    return render(request, "reasons/edit.html", context)


@require_POST
@door(Verb.KEEP_REASONS)
def order(request: AgentRequest, uuid: str) -> HttpResponse:
    """Put it one place up or down."""
    reason, form = _mine(request, uuid), OrderForm(request.POST)
    if not form.is_valid():
        raise Http404
    order_reason(reason, up=form.cleaned_data["way"] == "up", by=request.user, at=now())
    return HttpResponse(status=204)


@require_POST
@door(Verb.KEEP_REASONS)
def archive(request: AgentRequest, uuid: str) -> HttpResponse:
    """Offer it no longer, or again."""
    wanted = request.POST.get("archived") == "1"
    try:
        archive_reason(_mine(request, uuid), archived=wanted, by=request.user, at=now())
    except NameTaken:
        why = _("Another reason in that place has its name now.")
        return cannot(request, why)
    return HttpResponse(status=204)
