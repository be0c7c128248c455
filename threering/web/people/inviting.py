"""Inviting people: whom, the mail once more, and never mind."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from threering.channels.invitations import inbox_to_invite_from
from threering.channels.outgoing import is_ours
from threering.kernel.time import now
from threering.organisation.inviting import Invited, NotOpen, is_kept
from threering.organisation.models import Client, Invitation
from threering.organisation.people import people_at
from threering.organisation.rules import Role, Verb
from threering.stories.invite_person import invite_again, invite_person, withdraw_invitation
from threering.web.doors import AgentRequest, door
from threering.web.errors import cannot
from threering.web.people.forms import MAY, ROLES, InviteForm
from threering.web.people.person import client_kept_by, roles_offered


@require_http_methods(["GET", "POST"])
@door(Verb.KEEP_PEOPLE)
def new(request: AgentRequest) -> HttpResponse:
    """Ask somebody to work for a client."""
    client = client_kept_by(request.user, request.GET.get("client", ""))
    brands = list(client.brands.order_by("name"))
    if request.method != "POST":
        first = {"all": Role.AGENT.value, "key": uuid4()}
        return _page(request, client, InviteForm(initial=first, brands=brands))
    form = InviteForm(request.POST, brands=brands)
    if form.is_valid() and invited(request, client, form):
        return redirect("people")
    return _page(request, client, form)


def invited(request: AgentRequest, client: Client, form: InviteForm) -> bool:
    """Whether the mail is on its way; else the form says why not."""
    guest = form.guest()
    if is_kept(guest.key):  # sent twice
        return True
    if why := _why_not(client, guest.email):
        form.add_error("email", why)
        return False
    inbox = inbox_to_invite_from(client)
    if inbox is None:
        form.add_error(None, _no_way_out())
        return False
    try:
        invite_person(client, guest, inbox, by=request.user, at=now())
    except Invited:
        if is_kept(guest.key):
            return True
        form.add_error("email", _("This address is invited already. Send the mail once more."))
        return False
    return True


def _why_not(client: Client, email: str) -> str:
    if people_at(client).filter(email__iexact=email).exists():
        return _("This person works here already. Change their role on the page “People”.")
    if is_ours(email):
        return _("This is the address of an inbox, not of a person.")
    return ""


def _no_way_out() -> str:
    return _(
        "No mail can leave yet: this client needs an inbox, and the house a server to send"
        " through (THREERING_SMTP_URL)."
    )


def _page(request: AgentRequest, client: Client, form: InviteForm) -> HttpResponse:
    context = {
        "client": client,
        "form": form,
        "choices": form.choices(),
        "roles": roles_offered(),
        "explained": [(label, MAY[role]) for role, label in ROLES.items()],
    }
    return render(request, "people/invite.html", context)


@require_POST
@door(Verb.KEEP_PEOPLE)
def again(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Send a new link; the one before opens nothing any more."""
    invitation = _mine(request, uuid)
    inbox = inbox_to_invite_from(invitation.client)
    if inbox is None:
        return cannot(request, _no_way_out())
    try:
        invite_again(invitation, inbox, by=request.user, at=now())
    except NotOpen:
        return cannot(request, _("It was accepted or withdrawn meanwhile."))
    return HttpResponse(status=204)


@require_POST
@door(Verb.KEEP_PEOPLE)
def withdraw(request: AgentRequest, uuid: UUID) -> HttpResponse:
    """Let the link open nothing, or again."""
    wanted = request.POST.get("withdrawn") == "1"
    try:
        withdraw_invitation(_mine(request, uuid), withdrawn=wanted, by=request.user, at=now())
    except NotOpen:
        return cannot(request, _("It was accepted meanwhile."))
    except Invited:
        return cannot(request, _("Another invitation of this address waits already."))
    return HttpResponse(status=204)


def _mine(request: AgentRequest, uuid: UUID) -> Invitation:
    kept = Invitation.objects.visible_to(request.user, Verb.KEEP_PEOPLE)
    invitation: Invitation = get_object_or_404(kept.select_related("client"), uuid=uuid)
    return invitation
