"""The page of people: who works for the reader's clients and as what, and who is invited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from threering.kernel.time import now
from threering.ledger.models import Delivery
from threering.organisation.inviting import roles_in, waiting_at
from threering.organisation.models import Agent, Client, Invitation
from threering.organisation.people import people_at, roles_at
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Roles, Standing, Verb
from threering.organisation.teaming import teams_by_member
from threering.web.doors import AgentRequest, door
from threering.web.people.forms import worded
from threering.web.presence.words import Dot, dot_of

LOST = (Delivery.State.FAILED, Delivery.State.UNCERTAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person on the page, or one who is invited."""

    name: str
    email: str
    hue: int = 0
    roles: list[tuple[str, list[str]]]
    """What they are, and for which brands; none named are all."""
    teams: str = ""
    seen_at: datetime | None = None
    """When they signed in last."""
    is_active: bool = True
    is_me: bool = False
    dot: Dot | None = None
    url: str = ""

    def has(self, words: Sequence[str]) -> bool:
        """Whether all of these stand somewhere in it."""
        said = [part for role, brands in self.roles for part in (role, *brands)]
        text = " ".join([self.name, self.email, self.teams, *said]).casefold()
        return all(word in text for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest(Line):
    """Somebody who has not come yet. `trouble`: why they may not have got the mail."""

    until: datetime
    withdraw_url: str
    is_over: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class Section:
    """All of one client."""

    client: Client
    lines: list[Line]
    guests: list[Guest]
    may_keep: bool


@require_GET
@door(Verb.KEEP_TEAMS)
def page(request: AgentRequest) -> HttpResponse:
    """Who is here. Those who keep teams look; those who keep people change."""
    q = request.GET.get("q", "").replace("\0", "")
    words = q.casefold().split()
    keeps = {client.pk for client in clients_led_by(request.user, Verb.KEEP_PEOPLE)}
    led = clients_led_by(request.user, Verb.KEEP_TEAMS)
    sections = [_section(request.user, one, words, may_keep=one.pk in keeps) for one in led]
    context = {
        "sections": sections,
        "q": q,
        "found": any(section.lines or section.guests for section in sections),
        "may_keep": bool(keeps),
    }
    return render(request, "people/page.html", context)


def _section(actor: Agent, client: Client, words: Sequence[str], *, may_keep: bool) -> Section:
    brands = dict(client.brands.values_list("pk", "name"))
    lines = _lines(actor, client, brands, may_keep=may_keep)
    guests = _guests(actor, client, brands) if may_keep else []
    return Section(
        client,
        sorted((one for one in lines if one.has(words)), key=_by_name),
        sorted((one for one in guests if one.has(words)), key=_by_name),
        may_keep,
    )


def _by_name(line: Line) -> tuple[str, str]:
    return line.name.casefold(), line.email


def _lines(actor: Agent, client: Client, brands: dict[int, str], *, may_keep: bool) -> list[Line]:
    people = list(people_at(client).select_related("presence__reason"))
    roles, teams = roles_at(client, people), teams_by_member(client)
    return [
        Line(
            name=one.name,
            email=one.email,
            hue=one.hue,
            roles=worded(roles[one.pk], brands),
            teams=", ".join(teams.get(one.pk, [])),
            seen_at=one.last_login,
            is_active=one.is_active,
            is_me=one.pk == actor.pk,
            dot=dot_of(one, actor),
            url=reverse("person", args=[client.slug, one.uuid]) if may_keep else "",
        )
        for one in people
    ]


def _guests(actor: Agent, client: Client, brands: dict[int, str]) -> list[Guest]:
    waiting, at = list(waiting_at(client)), now()
    mails = Delivery.objects.visible_to(actor, Verb.KEEP_PEOPLE)
    lost = mails.filter(pk__in=[one.delivery_id for one in waiting], state__in=LOST)
    reasons = dict(lost.values_list("pk", "reason"))
    return [_guest(one, roles_in(one), brands, at, reasons) for one in waiting]


def _guest(
    one: Invitation, roles: Roles, brands: dict[int, str], at: datetime, lost: dict[int, str]
) -> Guest:
    trouble = lost.get(one.delivery_id or 0)
    return Guest(
        name=one.name,
        email=one.email,
        roles=worded(roles, brands),
        url=reverse("invitation-again", args=[one.uuid]),
        withdraw_url=reverse("invitation-withdraw", args=[one.uuid]),
        until=one.expires_at,
        is_over=one.stands(at) is Standing.EXPIRED,
        trouble=trouble or (_("The mail may not have left.") if trouble == "" else ""),
    )
