"""One person at one client: what they are there, changed, taken away, and undone."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from threering.kernel.time import now
from threering.organisation.models import Agent, Client
from threering.organisation.people import (
    LastAdmin,
    has_other_admins,
    person_at,
    person_numbered,
    roles_of,
)
from threering.organisation.queries import clients_led_by
from threering.organisation.rules import Role, Verb
from threering.organisation.skills.actions import skills_of
from threering.organisation.teaming import teams_by_member
from threering.stories.change_roles import Place, change_roles
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.people.forms import MAY, NO_ROLE, ROLES, RolesForm, as_sent
from threering.web.skills.page import LEVELS

UNDO_FOR = 15 * 60  # seconds
_signer = TimestampSigner(salt="threering.roles")


def client_kept_by(actor: Agent, slug: str) -> Client:
    """The client of that name whose people the actor keeps. Raises Http404."""
    led = clients_led_by(actor, Verb.KEEP_PEOPLE)
    client = next((one for one in led if slug in ("", one.slug)), None)
    if client is None:
        raise Http404
    return client


def roles_offered() -> list[tuple[str, str]]:
    """What somebody may be, from nothing to everything."""
    return [(role.value, str(label)) for role, label in ROLES.items()]


@require_GET
@door(Verb.KEEP_PEOPLE)
def page(request: AgentRequest, client: str, uuid: UUID) -> HttpResponse:
    """Somebody, and what they are for a client."""
    kept = client_kept_by(request.user, client)
    person = person_at(kept, uuid)
    if person is None:
        raise Http404
    brands = list(kept.brands.order_by("name"))
    form = RolesForm(initial=as_sent(roles_of(person, kept), brands), brands=brands)
    context = {
        "person": person,
        "client": kept,
        "choices": form.choices(),
        "roles": roles_offered(),
        "explained": [(label, MAY[role]) for role, label in ROLES.items()],
        "teams": ", ".join(teams_by_member(kept).get(person.pk, [])),
        "skills": [(name, LEVELS[level]) for name, level in skills_of(person, kept)],
        "why_not": _why_not(request.user, person, kept),
    }
    return render(request, "people/person.html", context)


@require_POST
@door(Verb.KEEP_PEOPLE)
def roles(request: AgentRequest, client: str, uuid: UUID) -> HttpResponse:
    """Let somebody be something else for a client; or nothing; or what they were before."""
    kept = client_kept_by(request.user, client)
    if back := request.POST.get("back"):
        person, to = _as_before(back, kept, uuid)
        return _changed(request, person, kept, to)
    found = person_at(kept, uuid)
    if found is None:
        raise Http404
    if why := _why_not(request.user, found, kept):
        return cannot(request, why)
    if request.POST.get("gone") == "1":
        return _changed(request, found, kept, Place({}))
    form = RolesForm(request.POST, brands=list(kept.brands.all()))
    if not form.is_valid():
        return cannot(request, str(NO_ROLE))
    return _changed(request, found, kept, Place(form.roles()))


def _why_not(actor: Agent, person: Agent, client: Client) -> str:
    """Why somebody cannot be changed: they would be out before they could undo it."""
    if person != actor:
        return ""
    if has_other_admins(person, client):
        return _("This is you. Another administrator can change what you are here.")
    return _(
        "You are the only administrator here. Make somebody else one, who can then change you."
    )


def _changed(request: AgentRequest, person: Agent, client: Client, to: Place) -> HttpResponse:
    try:
        before = change_roles(person, client, to, by=request.user, at=now())
    except LastAdmin:
        why = _("Nobody else is an administrator for all brands. Make somebody one first.")
        return cannot(request, why)
    undo = urlencode({"back": _signed(person, client, before)})
    return HttpResponse(status=204, headers={"Undo": undo})


def _signed(person: Agent, client: Client, before: Place) -> str:
    """What was there: nobody else can be let in with it, or somewhere else."""
    roles = [[role.value, brand] for brand, role in before.roles.items()]
    kept = {"client": client.pk, "person": person.pk, "roles": roles, "teams": list(before.teams)}
    return _signer.sign_object(kept)


def _as_before(signed: str, client: Client, uuid: UUID) -> tuple[Agent, Place]:
    try:
        kept = _signer.unsign_object(signed, max_age=UNDO_FOR)
    except BadSignature as error:
        raise Http404 from error
    person = person_numbered(kept["person"])
    if kept["client"] != client.pk or person is None or person.uuid != uuid:
        raise Http404
    roles = {brand: Role(role) for role, brand in kept["roles"]}
    return person, Place(roles, kept["teams"])
