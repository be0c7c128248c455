"""The routes of changing many tickets at once: what is offered, asked, under way and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from threering.kernel.time import now
from threering.organisation.models import Agent
from threering.organisation.queries import may, teams_in_use
from threering.organisation.rules import Verb
from threering.stories.ask_for_changes import ask_for_changes
from threering.stories.change_tickets import change_tickets
from threering.stories.take_back_changes import take_back_changes
from threering.stories.undo_changes import undo_changes
from threering.tickets.bulk.actions import Asked, put_aside
from threering.tickets.bulk.kinds import VERBS
from threering.tickets.bulk.models import Bulk
from threering.tickets.bulk.queries import asked_by, latest_of
from threering.tickets.bulk.rules import MOST, What, is_quick
from threering.tickets.models import Tag, Ticket
from threering.tickets.rules import OFFERED
from threering.tickets.viewing import view_at
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.labels import PRIORITY_LABELS, number, team_options
from threering.web.tickets.bulk_forms import BulkForm
from threering.web.tickets.bulk_words import Progress, progress_of
from threering.web.tickets.forms import OnlyForm
from threering.web.tickets.pages import STATUS_LABELS, Row, colleagues_everywhere, row_of
from threering.web.tickets.searches import asked_for, found_in
from threering.web.tickets.thread import snoozes

MOST_TAGS = 500
MOST_MERGED = 20


@require_GET
@door(Verb.READ_TICKET)
def selection(request: AgentRequest, view: str) -> HttpResponse:
    """What can be done with tickets that are selected in a view, and how many it holds."""
    me, at = request.user, now()
    place = view_at(view, me)
    if place is None:
        raise Http404
    found = found_in(me, place, asked_for(request.GET.get("q", "")))
    total = found[:MOST].count()
    tags = Tag.objects.visible_to(me).order_by("name").values_list("name", flat=True)
    context = {
        "total": total,
        "all": number(total),
        "capped": total == MOST,
        "until": _milliseconds(at),
        "people": colleagues_everywhere(me),
        "teams": team_options(teams_in_use(me).select_related("client")),
        "statuses": [(status.value, _(STATUS_LABELS[status.value])) for status in OFFERED],
        "priorities": [_(label) for label in PRIORITY_LABELS],
        "snoozes": snoozes(),
        "asleep": view == "snoozed",
        "tags": list(dict.fromkeys(tags[:MOST_TAGS])),
        "can": {what.value: may(me, verb) for what, verb in VERBS.items()},
    }
    return render(request, "tickets/_selection.html", context)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


@require_POST
@door(Verb.READ_TICKET)
def ask(request: AgentRequest) -> HttpResponse:
    """Change many tickets: at once where they are few, else by a job that can be watched."""
    form = BulkForm(request.POST, actor=request.user)
    if not form.is_valid():
        return cannot(request, form.first_error())
    if not may(request.user, VERBS[What(form.cleaned_data["what"])]):
        raise Http404
    chosen = form.chosen()
    if not chosen:
        raise Http404
    _make_room(request.user)
    found = {} if form.is_elsewhere(chosen) else chosen
    bulks = [_asked(form, request.user, client, ids) for client, ids in found.items()]
    if not any(bulks):
        why = _why_not(What(form.cleaned_data["what"]))
        return cannot(request, why)
    return _shown(request, form.cleaned_data["key"], status=201)


def _why_not(what: What) -> str:
    if what is What.REASON:
        return _("That contact reason is another client's: none of these tickets can have it.")
    if what is What.TEAM:
        return _("That team is another client's: it can have none of these tickets.")
    return _("None of these tickets carries that tag.")


def _make_room(actor: Agent) -> None:
    """Who asks for the next change has seen how the last one ended."""
    for bulks in latest_of(actor, at=now()):
        if not any(bulk.is_under_way for bulk in bulks):
            put_aside(bulks, at=now())


def _asked(form: BulkForm, by: Agent, client: int, tickets: list[int]) -> Bulk | None:
    change = form.change_for(client)
    if change is None:
        return None
    asked = Asked(key=form.cleaned_data["key"], by=by, change=change)
    bulk = ask_for_changes(client, asked, tickets, at=now())
    if is_quick(bulk.total) and not bulk.finished_at:
        bulk = change_tickets(bulk, most=bulk.total, at=now())
    return bulk


@require_GET
@door(Verb.READ_TICKET)
def progress(request: AgentRequest, key: UUID) -> HttpResponse:
    """How far it is."""
    return _shown(request, key)


@require_POST
@door(Verb.READ_TICKET)
def undo(request: AgentRequest, key: UUID) -> HttpResponse:
    """Take it back, also while it runs."""
    for bulk in _mine(request.user, key):
        take_back_changes(bulk, at=now())
        if is_quick(bulk.total) and not bulk.undone_at:
            undo_changes(bulk, most=bulk.total + 1, at=now())
    return _shown(request, key)


@require_POST
@door(Verb.READ_TICKET)
def seen(request: AgentRequest, key: UUID) -> HttpResponse:
    """Put its outcome aside."""
    put_aside(_mine(request.user, key), at=now())
    return HttpResponse(status=204)


def _mine(actor: Agent, key: UUID) -> list[Bulk]:
    bulks = asked_by(actor, key)
    if not bulks:
        raise Http404
    return bulks


def _shown(request: AgentRequest, key: UUID, status: int = 200) -> HttpResponse:
    context = {"bulk": progress_of(_mine(request.user, key))}
    return render(request, "tickets/_bulk.html", context, status=status)


@require_GET
@door(Verb.REGROUP)
def merging(request: AgentRequest) -> HttpResponse:
    """The dialog that asks which of a few tickets the others go into, the oldest first."""
    form, rows = OnlyForm(request.GET), list[Row]()
    if form.is_valid():
        rows = _mergeable(request.user, form.cleaned_data["only"])
        if not rows:
            raise Http404
    alike = 1 < len(rows) <= MOST_MERGED and len({row.client for row in rows}) == 1
    return render(request, "tickets/_merge_many.html", {"rows": rows if alike else []})


def _mergeable(actor: Agent, uuids: Sequence[UUID]) -> list[Row]:
    mine = Ticket.objects.visible_to(actor, Verb.REGROUP).filter(merged_into=None)
    listed = mine.select_related("client", "brand", "customer", "assignee")
    found = listed.filter(uuid__in=uuids).order_by("opened_at", "pk")
    return [row_of(ticket, "all") for ticket in found[: MOST_MERGED + 1]]


def latest(actor: Agent) -> list[Progress]:
    """What the actor asked lately, as far as it is still worth a place on the page."""
    shown = [progress_of(bulks) for bulks in latest_of(actor, at=now())]
    return [one for one in shown if one.is_under_way or one.notes or not one.quick]
