"""The routes of saved views: listed with their counts, written, removed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from threering.organisation.queries import clients_of, may
from threering.organisation.rules import Verb
from threering.tickets.ordering import Order
from threering.tickets.savedview import SavedView
from threering.tickets.viewing import View, may_change, saved_views, view_at
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.tickets.forms import ViewForm
from threering.web.tickets.pages import saved_items

ORDERS = {
    Order.LATEST: gettext_noop("Latest message first"),
    Order.OLDEST: gettext_noop("Oldest message first"),
    Order.WAITING: gettext_noop("Longest waiting first"),
    Order.URGENT: gettext_noop("Most urgent first"),
    Order.NEWEST: gettext_noop("Newest ticket first"),
    Order.FIRST: gettext_noop("Oldest ticket first"),
    Order.WAKING: gettext_noop("Next to wake first"),
}


@require_GET
@door(Verb.READ_TICKET)
def listed(request: AgentRequest) -> HttpResponse:
    """The reader's saved views with what each counts now."""
    current = view_at(request.GET.get("view", ""), request.user) or View("all")
    items = saved_items(request.user, current)
    return render(request, "tickets/_saved_views.html", {"saved": items})


@require_GET
@door(Verb.READ_TICKET)
def form(request: AgentRequest) -> HttpResponse:
    """What is asked of a new view, or of one that is changed."""
    view = view_at(request.GET.get("view", ""), request.user)
    saved = view.saved if view and not request.GET.get("q") else None
    if saved and not may_change(saved, request.user):
        why = _("This view is everybody's. Your team lead can change it.")
        return cannot(request, why)
    context = {
        "saved": saved,
        "name": saved.name if saved else "",
        "query": saved.query if saved else request.GET.get("q", ""),
        "order": saved.order if saved else Order.LATEST.value,
        "orders": [(order.value, _(label)) for order, label in ORDERS.items()],
        "clients": clients_of(request.user),
        "can_share": may(request.user, Verb.SHARE_VIEW),
    }
    return render(request, "tickets/_view_form.html", context)


@require_POST
@door(Verb.READ_TICKET)
def keep(request: AgentRequest) -> HttpResponse:
    """Write a view, new or changed; answers where it is."""
    asked = ViewForm(request.POST)
    if not asked.is_valid():
        return cannot(request, asked.first_error())
    data = asked.cleaned_data
    saved = _mine(request, data["saved"]) if data["saved"] else SavedView(owner=request.user)
    client = next((one for one in clients_of(request.user) if one.slug == data["client"]), None)
    if client is None:
        raise Http404
    if data["shared"] and not may(request.user, Verb.SHARE_VIEW, SavedView(client=client)):
        return cannot(request, _("Only a team lead gives a view to everybody."))
    saved.client, saved.name, saved.query, saved.order = (
        client, data["name"], data["query"], data["order"],
    )  # fmt: skip
    saved.owner = None if data["shared"] else request.user
    saved.save()
    return render(request, "tickets/_kept_view.html", {"saved": saved})


@require_POST
@door(Verb.READ_TICKET)
def drop(request: AgentRequest, pk: int) -> HttpResponse:
    """Take a view away; its tickets stay as they are."""
    _mine(request, pk).delete()
    return HttpResponse(status=204)


def _mine(request: AgentRequest, pk: int) -> SavedView:
    saved: SavedView | None = saved_views(request.user).filter(pk=pk).first()
    if saved is None or not may_change(saved, request.user):
        raise Http404
    return saved
