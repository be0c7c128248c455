"""Passkeys: added, named and removed on one's own page, and what opens the sign-in page."""

from __future__ import annotations

from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.mfa.webauthn.internal.flows import begin_registration, perform_passwordless_login
from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.views.generic.edit import FormView

from threering.organisation.rules import Verb
from threering.web.doors import AgentRequest, door
from threering.web.signing.views import AskedAgain, factors_of, said

LONGEST_NAME = 60


class NewForm(AddWebAuthnForm):  # type: ignore[misc]
    """What a new passkey is called, and what the browser says of it."""

    name = forms.CharField(required=False, max_length=LONGEST_NAME)


class NameForm(EditWebAuthnForm):  # type: ignore[misc]
    """What a passkey is called from now on."""

    name = forms.CharField(max_length=LONGEST_NAME)


class New(views.AddWebAuthnView):  # type: ignore[misc]
    """Add one that signs in alone: it asks for a finger, a face or a PIN by itself."""

    template_name = "signing/passkey_new.html"
    form_class = NewForm

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context = FormView.get_context_data(self, **more)
        context["options"] = begin_registration(self.request, self.request.user, passwordless=True)
        return context

    def get_success_url(self) -> str:
        if self.did_generate_recovery_codes:
            return str(super().get_success_url())
        return said("key")


class Name(views.EditWebAuthnView):  # type: ignore[misc]
    """Give it another name."""

    template_name = "signing/passkey_name.html"
    form_class = NameForm

    def get_success_url(self) -> str:
        return said("named")


class Remove(views.RemoveWebAuthnView):  # type: ignore[misc]
    """Take it away. A button does that: there is nothing to look at."""

    http_method_names = ["post"]

    def get_success_url(self) -> str:
        return said("key-off")


class AgainByPasskey(AskedAgain, views.ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Asked before something sensitive."""

    extra_context = {"webauthn": True}

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        again: HttpResponse = self.render_to_response(self.get_context_data() | {"failed": True})
        return again


class SignIn(views.LoginWebAuthnView):  # type: ignore[misc]
    """Sign in with a passkey alone, and go where one wanted to."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = perform_passwordless_login(self.request, passkey, login)
        return answer


def _own(request: AgentRequest, pk: int) -> None:
    """Before who one is is asked again: of somebody else's there is nothing to see."""
    if pk not in [one.pk for one in factors_of(request.user).get("webauthn", [])]:
        raise Http404


@door(Verb.ENTER)
def name(request: AgentRequest, pk: int) -> HttpResponseBase:
    """One of one's passkeys."""
    _own(request, pk)
    answer: HttpResponseBase = _name(request, pk=pk)
    return answer


@door(Verb.ENTER)
def remove(request: AgentRequest, pk: int) -> HttpResponseBase:
    """The same, to remove it."""
    _own(request, pk)
    answer: HttpResponseBase = _remove(request, pk=pk)
    return answer


_name, _remove = Name.as_view(), Remove.as_view()
new = door(Verb.ENTER)(New.as_view())
again = door(Verb.ENTER)(AgainByPasskey.as_view())
sign_in = SignIn.as_view()
