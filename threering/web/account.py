"""Signing in: django-allauth behind our own page. Nobody can sign up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """People are let in by an admin, never by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
