"""The page of teams: each client's, kept by those who lead all its brands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from threering.kernel.time import now
from threering.organisation.models import Agent, Client, Team
from threering.organisation.named import NameTaken
from threering.organisation.people import people_at, person_at
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb
from threering.stories.keep_team import archive_team, change_member, keep_team
from threering.tickets.models import Ticket
from threering.web.doors import AgentRequest, door
from threering.web.keeping import NameField, client_asked, put_away
from threering.web.labels import number

ARCHIVED = "archived"


class TeamForm(forms.Form):
    """What a team is called."""

    name = NameField(max_length=60, error_messages={"required": gettext_lazy("Name the team.")})


class MemberForm(forms.Form):
    """Who comes into a team, or leaves it."""

    person = forms.UUIDField()
    joins = forms.BooleanField(required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One team on the page."""

    uuid: str
    name: str
    members: str
    tickets: str
    """How many that are not solved it has."""


@require_GET
@door(Verb.KEEP_TEAMS)
def page(request: AgentRequest) -> HttpResponse:
    """Which teams there are, and who is in them."""
    archived = request.GET.get("show") == ARCHIVED
    led = clients_led_by(request.user, Verb.KEEP_TEAMS)
    sections = [(client, _lines(request.user, client, archived=archived)) for client in led]
    return render(request, "teams/page.html", {"sections": sections, "archived": archived})


def _lines(actor: Agent, client: Client, *, archived: bool) -> list[Line]:
    mine = Team.objects.visible_to(actor, Verb.KEEP_TEAMS).filter(client=client)
    shown = mine.filter(archived_at__isnull=not archived).prefetch_related("members")
    theirs = Ticket.objects.visible_to(actor).in_view("open", actor.pk).filter(client=client)
    counts = dict(theirs.order_by().values_list("team").annotate(Count("pk")))
    return [
        Line(
            uuid=str(team.uuid),
            name=team.name,
            members=", ".join(sorted((one.name for one in team.members.all()), key=str.casefold)),
            tickets=number(counts.get(team.pk, 0)),
        )
        for team in sorted(shown, key=lambda team: (team.name.casefold(), team.pk))
    ]


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_TEAMS)
def new(request: AgentRequest) -> HttpResponse:
    """Add one."""
    return _edited(request, client_asked(request, Verb.KEEP_TEAMS), None)


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_TEAMS)
def edit(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Call it otherwise; see who is in it."""
    team = _mine(request, uuid)
    return _edited(request, team.client, team)


def _mine(request: AgentRequest, uuid: UUID) -> Team:
    kept = Team.objects.visible_to(request.user, Verb.KEEP_TEAMS).select_related("client")
    team: Team = get_object_or_404(kept, uuid=uuid)
    return team


def _edited(request: AgentRequest, client: Client, team: Team | None) -> HttpResponse:
    initial = {"name": team.name if team else ""}
    form = TeamForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            kept = keep_team(client, name, by=request.user, at=now(), instead=team)
        except NameTaken:
            form.add_error("name", _("There is a team of this name already."))
        else:
            return redirect("teams") if team else redirect("team-edit", kept.uuid)
    members = list(team.members.order_by("name")) if team else []
    others = [one for one in people_at(client) if one not in members] if team else []
    context = {"form": form, "team": team, "members": members, "others": others}
    return render(request, "teams/edit.html", context)


@require_POST
@door(Verb.KEEP_TEAMS)
def archive(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Give it no more tickets, or again."""
    put = partial(archive_team, _mine(request, uuid))
    return put_away(request, put, _("Another team has its name now."))


@require_POST
@door(Verb.KEEP_TEAMS)
def members(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Put somebody into it, or take them out; only who works for its client comes in."""
    team, form = _mine(request, uuid), MemberForm(request.POST)
    if not form.is_valid():
        raise Http404
    who, joins = form.cleaned_data["person"], form.cleaned_data["joins"]
    person = person_at(team.client, who) if joins else team.members.filter(uuid=who).first()
    if person is None and joins:
        raise Http404
    if person:
        change_member(team, person, joins=joins, by=request.user, at=now())
    undo = urlencode({"person": who} | ({} if joins else {"joins": "1"}))
    return HttpResponse(status=204, headers={"Undo": undo})
