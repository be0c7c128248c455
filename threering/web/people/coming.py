"""The page that an invitation's link opens. Its door is the link: nobody has to be signed in.

Looking at it changes nothing, because programs that check mails look at every link.
"""

from __future__ import annotations

from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from threering.kernel.time import now
from threering.organisation.inviting import Forged, NotOpen, opened
from threering.organisation.models import Agent, Invitation
from threering.organisation.people import person_with
from threering.organisation.rules import Standing
from threering.stories.accept_invitation import accept_as, accept_as_new
from threering.stories.change_state import come
from threering.web.people.forms import ComeForm
from threering.web.signing.elsewhere import offered

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, link: str) -> HttpResponse:
    """Accept it, or hear why that cannot be."""
    try:
        found = opened(link)
    except Forged:
        return _closed(request, "forged", 404)
    if found is None:
        return _closed(request, "replaced", 410)
    standing = found.stands(now())
    if standing is not Standing.OPEN:
        return _closed(request, standing.value, 410)
    try:
        return _open(request, found)
    except (NotOpen, ValidationError):  # withdrawn, or the address got an account, meanwhile
        return redirect(request.path)


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "people/closed.html", {"why": why}, status=status)


def _open(request: HttpRequest, found: Invitation) -> HttpResponse:
    person = person_with(found.email)
    if person is None:
        return _new(request, found)
    if request.user != person:
        return _sign_in(request, found)
    if request.method == "POST":
        accept_as(found, person, at=now())
        return redirect("home")
    return render(request, "people/coming.html", {"invitation": found, "known": True})


def _sign_in(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Who has an account comes with it; and nobody accepts for somebody else."""
    back = urlencode({"next": request.path})
    context = {
        "invitation": found,
        "other": request.user if isinstance(request.user, Agent) else None,
        "login_url": f"{reverse('account_login')}?{back}",
    }
    return render(request, "people/coming.html", context)


def _new(request: HttpRequest, found: Invitation) -> HttpResponse:
    if isinstance(request.user, Agent):
        return _sign_in(request, found)
    form = ComeForm(
        request.POST if request.method == "POST" else None,
        initial={"name": found.name},
        email=found.email,
    )
    if form.is_valid():
        language = translation.get_language() or "en"
        person = accept_as_new(found, **form.said(), language=language, at=now())
        login(request, person, BACKEND)
        come(person, at=now())
        return redirect("home")
    context = {"invitation": found, "form": form, "elsewhere": offered()}
    return render(request, "people/coming.html", context)
