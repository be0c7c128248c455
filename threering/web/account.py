"""Signing in: django-allauth behind our own page. Nobody can sign up by themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.views import LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """People are let in by an admin, never by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SignIn(LoginForm):  # type: ignore[misc]
    """Who has the password and may not come in any more is told so on the same page."""

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        if self.user and not self.user.is_active:
            raise ValidationError(_("This account is switched off. An administrator can help."))
        return cleaned


class SignOut(LogoutView):  # type: ignore[misc]
    """Leaving is a button of the console: an address that is only looked at changes nothing."""

    def get(self, *args: object, **kwargs: object) -> HttpResponse:
        return redirect("home")
