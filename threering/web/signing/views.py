"""Password, app and recovery codes on one's own pages: django-allauth's steps behind our look."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, PasswordVerificationMixin
from allauth.account.views import PasswordChangeView, ReauthenticateView
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET

from threering.organisation.models import Agent
from threering.organisation.rules import Verb
from threering.organisation.signins import end_other_sign_ins
from threering.web.doors import AgentRequest, door
from threering.web.signing.factors import AgainForm, FirstCodeForm, SecondForm

DONE = {
    "password": gettext_noop("Your password is changed. Everywhere else you are signed out."),
    "app-off": gettext_noop("The app is switched off. Its codes open nothing any more."),
    "key": gettext_noop("The passkey is added."),
    "named": gettext_noop("Saved"),
    "key-off": gettext_noop("The passkey is removed. It opens nothing here any more."),
}
WAYS = {
    "reauthenticate": gettext_noop("Use the password"),
    "mfa_reauthenticate": gettext_noop("Use a code"),
    "mfa_reauthenticate:webauthn": gettext_noop("Use a passkey"),
}


def said(what: str) -> str:
    """The address of the page that says that something is done."""
    return f"{reverse('mfa_index')}?done={what}"


@require_GET
@door(Verb.ENTER)
def page(request: AgentRequest) -> HttpResponse:
    """What makes signing in safe, and whether it is switched on."""
    kinds, done = factors_of(request.user), DONE.get(request.GET.get("done", ""))
    codes = kinds.get("recovery_codes", [])
    context = {
        "done": _(done) if done else "",
        "app": next(iter(kinds.get("totp", [])), None),
        "passkeys": [(one, one.wrap().name) for one in kinds.get("webauthn", [])],
        "has_codes": bool(codes),
        "codes_left": sum(len(one.wrap().get_unused_codes()) for one in codes),
    }
    return render(request, "signing/safety.html", context)


def factors_of(agent: Agent) -> dict[str, list[Authenticator]]:
    """Their second factors by kind, the oldest first."""
    found: dict[str, list[Authenticator]] = {}
    for one in agent.authenticator_set.order_by("pk"):  # type: ignore[attr-defined]
        found.setdefault(one.type, []).append(one)
    return found


class ChangeForm(ChangePasswordForm):  # type: ignore[misc]
    """The password of today, and the new one twice."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super(PasswordVerificationMixin, self).clean() or {}
        again = cleaned.get("password2")
        if again and cleaned.get("password1", again) != again:
            self.add_error("password2", _("This is not the same as above."))
        return cleaned


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """Change it, and end all other sessions: who had the old one may be in one of them."""

    template_name = "signing/password.html"
    form_class = ChangeForm

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.request.user.has_usable_password():  # let in another way
            return redirect("mfa_index")
        page: HttpResponseBase = super().dispatch(*args, **kwargs)
        return page

    def get_default_success_url(self) -> str:
        return said("password")

    def form_valid(self, form: ChangeForm) -> HttpResponse:
        changed: HttpResponse = super().form_valid(form)
        end_other_sign_ins(form.user, but=str(self.request.session.session_key))
        return changed

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        return context | {"rules": password_validators_help_texts()}


class AskedAgain:
    """Asked before something sensitive, with the other ways to answer."""

    template_name = "signing/again.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]
        others = [(one["url"], WAYS[one["id"]]) for one in context["reauthentication_alternatives"]]
        context["ways"] = [(address, _(way)) for address, way in others]
        return context


class Again(AskedAgain, ReauthenticateView):  # type: ignore[misc]
    """By password."""


class AgainByCode(AskedAgain, mfa.ReauthenticateView):  # type: ignore[misc]
    """By a code of the app, or a recovery code."""

    form_class = AgainForm


class Second(mfa.AuthenticateView):  # type: ignore[misc]
    """The second step of signing in."""

    template_name = "signing/second.html"
    form_class = SecondForm

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        kinds = factors_of(self.stage.login.user)
        context: dict[str, Any] = super().get_context_data(**more)
        return context | {"has_app": "totp" in kinds, "has_passkey": "webauthn" in kinds}


class SwitchOn(ActivateTOTPView):  # type: ignore[misc]
    """Set up an app that shows codes."""

    template_name = "signing/app.html"
    form_class = FirstCodeForm


class SwitchOff(DeactivateTOTPView):  # type: ignore[misc]
    """Switch the app off. Where it is off already, that is said and nothing is wrong."""

    def get(self, *args: object, **kwargs: object) -> HttpResponse:
        return redirect("mfa_index")

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            done: HttpResponseBase = super().dispatch(*args, **kwargs)
        except Http404:
            return redirect(said("app-off"))
        return done

    def get_success_url(self) -> str:
        return said("app-off")


class Codes(ViewRecoveryCodesView):  # type: ignore[misc]
    """The recovery codes, readable once."""

    template_name = "signing/codes.html"

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            shown: HttpResponseBase = super().dispatch(*args, **kwargs)
        except Http404:
            return redirect("mfa_index")
        return shown


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """New ones instead of the old."""

    template_name = "signing/new_codes.html"


password = door(Verb.ENTER)(ChangePassword.as_view())
again = door(Verb.ENTER)(Again.as_view())
again_by_code = door(Verb.ENTER)(AgainByCode.as_view())
switch_on = door(Verb.ENTER)(SwitchOn.as_view())
switch_off = door(Verb.ENTER)(SwitchOff.as_view())
codes = door(Verb.ENTER)(Codes.as_view())
new_codes = door(Verb.ENTER)(NewCodes.as_view())
second = Second.as_view()
