"""Who came in, who could not, and what changed in how they come in, is written down."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from threering.organisation.access import Kind, note_access
from threering.organisation.models import Agent
from threering.organisation.people import person_with

TOLD = {
    "mfa/email/totp_activated": Kind.APP_ON,
    "mfa/email/totp_deactivated": Kind.APP_OFF,
    "mfa/email/recovery_codes_generated": Kind.CODES_MADE,
    "mfa/email/webauthn_added": Kind.PASSKEY_ADDED,
    "mfa/email/webauthn_removed": Kind.PASSKEY_REMOVED,
}
"""By what django-allauth would send by mail. A new password the history of people has."""
ONE_LOCK = 600  # seconds


class Noting(DefaultAccountAdapter):  # type: ignore[misc]
    """Asked by django-allauth at each of these steps."""

    def post_login(self, request: HttpRequest, user: Agent, **more: Any) -> HttpResponse:
        """They are in, by whatever way."""
        note_access(Kind.SIGNED_IN, user.pk)
        answer: HttpResponse = super().post_login(request, user, **more)
        return answer

    def logout(self, request: HttpRequest) -> None:
        """They leave."""
        if isinstance(request.user, Agent):
            note_access(Kind.SIGNED_OUT, request.user.pk)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Not their password, or nobody's address."""
        note_access(Kind.SIGN_IN_FAILED, _meant(credentials))
        super().authentication_failed(request, **credentials)

    def note_lock(self, key: str, credentials: dict[str, Any]) -> None:
        """Too many attempts: once for each lock, however often it is tried again."""
        if cache.add(f"lock-noted-{sha256(key.encode()).hexdigest()}", 1, ONE_LOCK):
            note_access(Kind.LOCKED_OUT, _meant(credentials))

    def send_notification_mail(self, template_prefix: str, user: Agent, **more: Any) -> None:
        """Something about how they sign in changed."""
        if kind := TOLD.get(template_prefix):
            note_access(kind, user.pk)
        super().send_notification_mail(template_prefix, user, **more)


def _meant(credentials: dict[str, Any]) -> int | None:
    """Whose account was tried; None for nobody's: what was typed may be a secret."""
    found = person_with(str(credentials.get("email", "")))
    return found.pk if found else None
