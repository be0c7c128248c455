"""Signing in with an account that people have elsewhere (OpenID Connect), by django-allauth.

The server there says who somebody is. Whether they may come in is said here: it lets in who has an
account here or was invited, and nobody signs up by it. A second factor of ours is still asked for.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any, NoReturn

import requests
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.decorators import rate_limit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import callback
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from threering.kernel.time import now
from threering.organisation.elsewhere import remember
from threering.organisation.inviting import NotOpen, open_for
from threering.organisation.models import Agent
from threering.organisation.people import person_with
from threering.stories.accept_invitation import accept_as_new
from threering.web.signing.asking import Asking

log = logging.getLogger(__name__)
PLACE = "elsewhere"
"""What django-allauth calls the server; there is one."""
UNEXPECTED = (requests.RequestException, OAuth2Error, ImproperlyConfigured, KeyError, ValueError)
"""What comes of a server that does not answer, or not as OpenID Connect says."""


def offered() -> str:
    """What the server is called where people may sign in besides; "" where there is none."""
    servers = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return str(servers[0]["name"]) if servers else ""


class Elsewhere(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who comes from there: known here already, or refused."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_requests_session(self) -> requests.Session:
        return Asking()

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Agent:
        """Of what is told nothing is kept but which server it was and who they are there.

        The server's address is part of it: another server may call somebody else the same.
        """
        account = sociallogin.account
        told = [str(one.get("sub")) for one in account.extra_data.values()]
        if any(one != account.uid for one in told):  # of the token and of what was asked with it
            raise OAuth2Error("it names two people at once")
        account.provider, account.extra_data = sociallogin.provider.app.settings["server_url"], {}
        nobody: Agent = sociallogin.user
        return nobody

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find out who it is here. Raises ImmediateHttpResponse for a stranger."""
        if sociallogin.is_existing:
            return
        address = next((one.email for one in sociallogin.email_addresses if _is_true(one)), "")
        if not address:
            why = _("%(name)s does not say that your address is yours. Have it confirmed there.")
            _refuse(request, why % {"name": offered()})
        person = _known_as(address)
        if person is None:
            why = _("%(address)s has no account here. An administrator can invite you.")
            _refuse(request, why % {"address": address})
        account = sociallogin.account
        sociallogin.user = remember(person, issuer=account.provider, subject=account.uid)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: object = None,
    ) -> None:
        """Back to the sign-in page, which says what went wrong. Raises ImmediateHttpResponse."""
        if exception:
            raise ImmediateHttpResponse(_failed(request, exception))
        if error == AuthError.CANCELLED:
            _refuse(request, _("You did not sign in with %(name)s.") % {"name": offered()})
        _refuse(request, _("That was begun in another browser or too long ago. Try again."))


def _is_true(address: Any) -> bool:
    """Some servers write the word instead of the value."""
    return address.verified in (True, "true")


def _known_as(address: str) -> Agent | None:
    """Whose account an address is; whoever was invited under it comes in now. None: a stranger."""
    with suppress(NotOpen, ValidationError):  # withdrawn, or there is an account, meanwhile
        if person_with(address) is None and (found := open_for(address, at=now())):
            language = translation.get_language() or "en"
            accept_as_new(found, name=found.name, password=None, language=language, at=now())
    return person_with(address)


def _refuse(request: HttpRequest, why: str) -> NoReturn:
    raise ImmediateHttpResponse(_back_to_signing_in(request, why))


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("signing in with %s failed: %s: %s", offered(), type(error).__name__, error)
    why = _("%(name)s cannot be asked who you are. Try again, or sign in with your password.")
    return _back_to_signing_in(request, why % {"name": offered()})


def _back_to_signing_in(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("account_login")


@require_GET
def _begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go there. A link and no form: our pages may send forms to nobody but us."""
    try:
        there = get_adapter().get_provider(request, provider_id)
        next_url = get_next_redirect_url(request)
        answer: HttpResponse = there.redirect(request, AuthProcess.LOGIN, next_url=next_url)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except UNEXPECTED as error:
        return _failed(request, error)
    return answer


@require_GET
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from there."""
    try:
        answer: HttpResponse = callback(request, provider_id)
    except UNEXPECTED as error:
        return _failed(request, error)
    return answer


begin = rate_limit(action="login")(_begin)
