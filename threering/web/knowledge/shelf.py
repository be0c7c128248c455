"""The list of all saved replies that somebody may use: searched, filtered, with their use."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from threering.kernel.time import now
from threering.knowledge.models import SavedReply
from threering.knowledge.queries import LATELY, candidate_of, texts_of, with_uses
from threering.knowledge.rules import LONGEST_NAME, Place, ranked
from threering.organisation.models import Agent, Brand, Team
from threering.organisation.queries import brands_of, may, own_teams, teams_of
from threering.organisation.rules import Verb
from threering.tickets.rules import preview
from threering.web.doors import AgentRequest, door
from threering.web.knowledge.besides import Chip, wishes_of
from threering.web.knowledge.forms import place_word, places
from threering.web.knowledge.languages import language_name
from threering.web.labels import team_options

MOST = 500
ARCHIVED = "archived"
ASKED = ("q", "brand", "team", "in")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One saved reply in the list."""

    name: str
    shortcut: str
    words: str
    brand: str
    team: str
    languages: list[str]
    wishes: list[Chip]
    used: int
    last_used_at: datetime | None
    url: str
    """Where it is changed; "" for who may not."""
    archive_url: str
    archived: bool


@require_GET
@door(Verb.REPLY)
def page(request: AgentRequest) -> HttpResponse:
    """What there is to say, by name or by what was searched."""
    asked = {name: request.GET.get(name, "").replace("\0", "") for name in ASKED}
    archived = request.GET.get("show") == ARCHIVED
    mine = SavedReply.objects.visible_to(request.user).filter(archived_at__isnull=not archived)
    counted = with_uses(mine.select_related("client", "brand", "team"), now() - LATELY)
    replies = list(counted.prefetch_related("texts").order_by("name", "pk")[:MOST])
    spoken = sorted({language for reply in replies for language in texts_of(reply)})
    brands, teams = list(brands_of(request.user)), _teams(request.user)
    team = teams.get(asked["team"])
    fitting = [reply for reply in replies if _fits(reply, asked) and _is_for(reply, team)]
    found = _searched(fitting, asked["q"], team)
    context = {
        "lines": [_line(reply, request) for reply in found],
        "brands": _choices("brand", _brand_names(brands), request),
        "teams": _choices("team", _team_names(teams.values()), request),
        "languages": _choices("in", [("", _("All languages")), *_named(spoken)], request),
        "shelves": _choices("show", [("", _("In use")), (ARCHIVED, _("Archived"))], request),
        "may_keep": may(request.user, Verb.KEEP_REPLIES),
        "archived": archived,
        "asked": asked,
        "total": len(replies),
    }
    return render(request, "knowledge/page.html", context)


def _fits(reply: SavedReply, asked: dict[str, str]) -> bool:
    brand = place_word(reply.client, reply.brand) if reply.brand else ""
    if asked["brand"] and brand not in ("", asked["brand"]):
        return False
    if asked["brand"] and not brand and not asked["brand"].startswith(f"{reply.client.slug}/"):
        return False
    return not asked["in"] or asked["in"] in texts_of(reply)


def _is_for(reply: SavedReply, team: Team | None) -> bool:
    """Whether the team's members may use it; of what is for everybody, too."""
    if team is None:
        return True
    return reply.client_id == team.client_id and reply.team_id in (None, team.pk)


def _searched(replies: list[SavedReply], typed: str, team: Team | None) -> list[SavedReply]:
    """Those that the words mean; a team's own come first."""
    if not typed.strip():
        return sorted(replies, key=lambda reply: team is not None and reply.team_id is None)
    by_id = {reply.pk: reply for reply in replies}
    nowhere = Place(brand_id=0, teams=frozenset([team.pk] if team else []))
    likely = ranked(map(candidate_of, replies), typed[:LONGEST_NAME], nowhere, most=MOST)
    return [by_id[one.id] for one in likely]


def _line(reply: SavedReply, request: AgentRequest) -> Line:
    texts = texts_of(reply)
    mine = may(request.user, Verb.KEEP_REPLIES, reply)
    place = [reply.uuid]
    return Line(
        name=reply.name,
        shortcut=reply.shortcut,
        words=_begin(next(iter(texts.values()), "")),
        brand=reply.brand.name if reply.brand else _("All brands"),
        team=reply.team.name if reply.team else "",
        languages=[language_name(language) for language in sorted(texts)],
        wishes=wishes_of(reply),
        used=getattr(reply, "used", 0),
        last_used_at=getattr(reply, "last_used_at", None),
        url=reverse("reply-edit", args=place) if mine else "",
        archive_url=reverse("reply-archive", args=place) if mine else "",
        archived=reply.archived_at is not None,
    )


def _begin(text: str) -> str:
    begun = preview(text)
    return begun if begun == " ".join(text.split()) else f"{begun}…"


def _brand_names(brands: list[Brand]) -> list[tuple[str, str]]:
    named = [(place_word(brand.client, brand), brand.name) for brand in brands]
    return [("", _("All brands")), *named]


def _teams(actor: Agent) -> dict[str, Team]:
    """The teams whose saved replies the actor sees: their own, and all where they keep some."""
    kept = {client.pk for client, _brand in places(actor).values()}
    seen = teams_of(actor).filter(Q(pk__in=own_teams(actor)) | Q(client__in=kept))
    return {str(team.uuid): team for team in seen.select_related("client")}


def _team_names(teams: Collection[Team]) -> list[tuple[str, str]]:
    return [("", _("All teams")), *team_options(teams)] if teams else []


def _named(languages: Iterable[str]) -> list[tuple[str, str]]:
    return [(language, language_name(language)) for language in languages if language]


def _choices(name: str, values: list[tuple[str, str]], request: AgentRequest) -> list[Choice]:
    current = request.GET.get(name, "")
    kept = {key: value for key, value in request.GET.items() if key != name and value}
    found = []
    for value, label in values:
        query = urlencode(kept | ({name: value} if value else {}))
        found.append(Choice(label, f"?{query}", value == current))
    return found
