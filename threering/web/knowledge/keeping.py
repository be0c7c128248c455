"""Writing saved replies down: new, changed, archived, and how they will read."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from threering.kernel.time import now
from threering.knowledge.actions import ChangedMeanwhile, NameTaken
from threering.knowledge.models import SavedReply
from threering.knowledge.queries import texts_of
from threering.knowledge.rules import LONGEST_TEXT, VARIABLES, pieces
from threering.organisation.rules import Verb
from threering.stories.archive_saved_reply import archive_saved_reply
from threering.stories.keep_saved_reply import keep_saved_reply
from threering.tickets.rules import OFFERED, Priority
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.knowledge.besides import status_wish
from threering.web.knowledge.forms import (
    ReplyForm,
    place_names,
    place_word,
    places,
    teams_at,
    troubles_in,
)
from threering.web.knowledge.languages import choices
from threering.web.labels import PRIORITY_LABELS, team_options


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_REPLIES)
def new(request: AgentRequest) -> HttpResponse:
    """Write one down."""
    known = places(request.user)
    teams = teams_at(request.user, known)
    if request.method == "GET":
        return _page(request, ReplyForm(places=known, teams=teams), texts=[("", "")])
    return _kept(request, ReplyForm(request.POST, places=known, teams=teams), None)


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_REPLIES)
def edit(request: AgentRequest, uuid: str) -> HttpResponse:
    """Say it otherwise."""
    reply = _mine(request, uuid)
    known = places(request.user, reply.client_id)
    teams = teams_at(request.user, known)
    if reply.team and reply.team.archived_at:  # it stays for that team, and not for everybody
        teams.append(reply.team)
    if request.method == "POST":
        return _kept(request, ReplyForm(request.POST, places=known, teams=teams), reply)
    form = ReplyForm(places=known, teams=teams, initial=_as_typed(reply))
    return _page(request, form, texts=sorted(texts_of(reply).items()), reply=reply)


def _mine(request: AgentRequest, uuid: str) -> SavedReply:
    kept = SavedReply.objects.visible_to(request.user, Verb.KEEP_REPLIES)
    with_all = kept.select_related("client", "brand", "team__client").prefetch_related("texts")
    reply: SavedReply = get_object_or_404(with_all, uuid=uuid)
    return reply


def _as_typed(reply: SavedReply) -> dict[str, object]:
    names = ("name", "shortcut", "status", "priority", "assigns", "version")
    place = place_word(reply.client, reply.brand)
    typed = {name: getattr(reply, name) for name in names}
    team = str(reply.team.uuid) if reply.team else ""
    return typed | {"place": place, "team": team, "tags": ", ".join(reply.tags)}


def _kept(request: AgentRequest, form: ReplyForm, reply: SavedReply | None) -> HttpResponse:
    if form.is_valid():
        keep = partial(keep_saved_reply, form.content(), by=request.user, at=now())
        try:
            keep(instead=reply, version=form.cleaned_data["version"] or 0)
        except NameTaken:
            form.add_error("name", _("Another saved reply there has this name or shortcut."))
        except ChangedMeanwhile:
            told = _("Somebody else has changed it meanwhile. Copy your words and load it again.")
            form.add_error(None, told)
        else:
            return redirect("replies")
    typed = form.typed() or [("", "")]
    return _page(request, form, texts=typed, reply=reply)


def _page(
    request: AgentRequest,
    form: ReplyForm,
    *,
    texts: list[tuple[str, str]],
    reply: SavedReply | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "reply": reply,
        "texts": texts,
        "places": place_names(form.places),
        "teams": team_options(form.teams),
        "languages": choices(),
        "statuses": [(one.value, status_wish(one)) for one in OFFERED],
        "priorities": [(str(one.value), _(PRIORITY_LABELS[one])) for one in reversed(Priority)],
        "variables": VARIABLES,
        "preview_url": reverse("reply-preview"),
    }
    return render(request, "knowledge/edit.html", context)


@require_POST
@door(Verb.KEEP_REPLIES)
def archive(request: AgentRequest, uuid: str) -> HttpResponse:
    """Offer it no longer, or again."""
    wanted = request.POST.get("archived") == "1"
    try:
        archive_saved_reply(_mine(request, uuid), archived=wanted, by=request.user, at=now())
    except NameTaken:
        why = _("Another saved reply there has its name or shortcut now.")
        return cannot(request, why)
    return HttpResponse(status=204)


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_REPLIES)
def preview(request: AgentRequest) -> HttpResponse:
    """How words will read to a customer who is made up."""
    text = request.POST.get("text", "")[: LONGEST_TEXT + 1]
    _client, brand = places(request.user).get(request.POST.get("place", ""), (None, None))
    values = {
        "customer.first_name": "Ingrid",
        "customer.name": "Ingrid Solvang",
        "ticket.number": "1042",
        "ticket.subject": _("Where is my order?"),
        "agent.first_name": request.user.name.split(" ")[0],
        "agent.name": request.user.name,
        "brand.name": brand.name if brand else _("your brand"),
    }
    context = {"pieces": pieces(text, values), "troubles": troubles_in(text)}
    return render(request, "knowledge/_read.html", context)
