"""Signing in: django-allauth behind our own page. Nobody can sign up by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.views import LoginView, LogoutView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threering.kernel.time import now
from threering.organisation.founding import nobody_is_here
from threering.organisation.models import Agent
from threering.stories.change_state import come, leave
from threering.web.signing.elsewhere import offered
from threering.web.signing.lockout import locked
from threering.web.signing.noting import Noting


class ClosedDoor(Noting):
    """People are let in by an admin, never by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "Email and password do not belong together. Look at both and try again."
        ),
        "incorrect_password": gettext_lazy("That is not your password."),
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong attempts. Try again in ten minutes."
        ),
        "enter_current_password": gettext_lazy("That is not your current password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt. Raises ValidationError with the time when there were too many."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            key = self._get_login_attempts_cache_key(request, **credentials)
            self.note_lock(key, credentials)
            raise locked(request, key) from refused

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Whose account it is; not by which of our names they came, or each had attempts anew."""
        return str(credentials.get("email", "")).lower()

    def add_message(self, request: HttpRequest, level: int, *args: Any, **said: Any) -> None:
        """Only what went wrong: what went well is shown by the page itself."""
        if level == messages.ERROR and "message" in said:
            messages.add_message(request, level, said["message"])

    def post_login(self, request: HttpRequest, user: Agent, **more: Any) -> HttpResponse:
        """Whoever has come in is online."""
        answer: HttpResponse = super().post_login(request, user, **more)
        come(user, at=now())
        return answer

    def logout(self, request: HttpRequest) -> None:
        """Whoever has left everywhere is offline."""
        who = request.user if isinstance(request.user, Agent) else None
        super().logout(request)
        if who:
            leave(who, at=now())

    def respond_user_inactive(self, request: HttpRequest, user: Agent) -> HttpResponse:
        """Who was switched off and has a passkey is told so."""
        messages.error(request, switched_off())
        return redirect("account_login")


def switched_off() -> str:
    """What somebody is told whose account was."""
    return _("This account is switched off. An administrator can help.")


class SignInForm(LoginForm):  # type: ignore[misc]
    """Who has the password and may not come in any more is told so on the same page."""

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        if self.user and not self.user.is_active:
            raise ValidationError(switched_off())
        return cleaned


class SignInPage(LoginView):  # type: ignore[misc]
    """Also says what went wrong with a passkey or elsewhere; and who may come in first."""

    def get(self, *args: Any, **more: Any) -> HttpResponse:
        """The page; or the one that greets the first person."""
        if nobody_is_here():
            return redirect("welcome")
        page: HttpResponse = super().get(*args, **more)
        return page

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        troubles = [str(one) for one in messages.get_messages(self.request)]
        return context | {"troubles": troubles, "elsewhere": offered()}


class SignOut(LogoutView):  # type: ignore[misc]
    """Leaving is a button of the console: an address that is only looked at changes nothing."""

    def get(self, *args: object, **kwargs: object) -> HttpResponse:
        return redirect("home")
