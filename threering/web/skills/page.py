"""The page of skills: each client's, with who has them, kept by those who lead all its brands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from threering.kernel.time import now
from threering.organisation.models import Agent, Client
from threering.organisation.named import NameTaken
from threering.organisation.people import people_at, person_at
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Verb
from threering.organisation.skills.actions import levels_of
from threering.organisation.skills.models import Level, Skill
from threering.stories.keep_skill import archive_skill, keep_skill, say_level
from threering.web.doors import AgentRequest, door
from threering.web.keeping import NameField, client_asked, put_away

ARCHIVED = "archived"
LEVELS = {
    Level.BASIC: gettext_lazy("Basics"),
    Level.GOOD: gettext_lazy("Good"),
    Level.EXPERT: gettext_lazy("Expert"),
}


class SkillForm(forms.Form):
    """What a skill is called."""

    name = NameField(max_length=60, error_messages={"required": gettext_lazy("Name the skill.")})


class LevelForm(forms.Form):
    """Who can do it, and how well; "" for not at all."""

    person = forms.UUIDField()
    level = forms.TypedChoiceField(
        choices=[("", ""), *Level.choices],
        coerce=lambda sent: Level(int(sent)),
        empty_value=None,
        required=False,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One skill on the page, with the names of who has it."""

    uuid: str
    name: str
    people: str


@require_GET
@door(Verb.KEEP_TEAMS)
def page(request: AgentRequest) -> HttpResponse:
    """Which skills there are, and who has them."""
    archived = request.GET.get("show") == ARCHIVED
    led = clients_led_by(request.user, Verb.KEEP_TEAMS)
    sections = [(client, _lines(request.user, client, archived=archived)) for client in led]
    return render(request, "skills/page.html", {"sections": sections, "archived": archived})


def _lines(actor: Agent, client: Client, *, archived: bool) -> list[Line]:
    mine = Skill.objects.visible_to(actor, Verb.KEEP_TEAMS).filter(client=client)
    shown = mine.filter(archived_at__isnull=not archived).prefetch_related("abilities__agent")
    return [
        Line(str(one.uuid), one.name, ", ".join(sorted(_names(one), key=str.casefold)))
        for one in sorted(shown, key=lambda one: (one.name.casefold(), one.pk))
    ]


def _names(skill: Skill) -> list[str]:
    return [ability.agent.name for ability in skill.abilities.all()]


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_TEAMS)
def new(request: AgentRequest) -> HttpResponse:
    """Add one."""
    return _edited(request, client_asked(request, Verb.KEEP_TEAMS), None)


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_TEAMS)
def edit(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Call it otherwise; see who has it."""
    skill = _mine(request, uuid)
    return _edited(request, skill.client, skill)


def _mine(request: AgentRequest, uuid: UUID) -> Skill:
    kept = Skill.objects.visible_to(request.user, Verb.KEEP_TEAMS).select_related("client")
    skill: Skill = get_object_or_404(kept, uuid=uuid)
    return skill


def _edited(request: AgentRequest, client: Client, skill: Skill | None) -> HttpResponse:
    initial = {"name": skill.name if skill else ""}
    form = SkillForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            kept = keep_skill(client, name, by=request.user, at=now(), instead=skill)
        except NameTaken:
            form.add_error("name", _("There is a skill of this name already."))
        else:
            return redirect("skills") if skill else redirect("skill-edit", kept.uuid)
    context = {"form": form, "skill": skill, "levels": list(LEVELS.items())}
    return render(request, "skills/edit.html", context | (_people(skill) if skill else {}))


def _people(skill: Skill) -> dict[str, object]:
    """Who might have it, those first who do not yet; and who has it how well."""
    levels, people = levels_of(skill), list(people_at(skill.client))
    able = [(one, LEVELS[levels[one.pk]]) for one in people if one.pk in levels]
    return {"people": sorted(people, key=lambda one: one.pk in levels), "able": able}


@require_POST
@door(Verb.KEEP_TEAMS)
def archive(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Ask for it no more, or again."""
    put = partial(archive_skill, _mine(request, uuid))
    return put_away(request, put, _("Another skill has its name now."))


@require_POST
@door(Verb.KEEP_TEAMS)
def level(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Say how well somebody of its client can do it."""
    skill, form = _mine(request, uuid), LevelForm(request.POST)
    if not form.is_valid():
        raise Http404
    person = person_at(skill.client, form.cleaned_data["person"])
    if person is None:
        raise Http404
    before = say_level(skill, person, form.cleaned_data["level"], by=request.user, at=now())
    undo = urlencode({"person": person.uuid, "level": before or ""})
    return HttpResponse(status=204, headers={"Undo": undo})
