"""Second factors: their forms and their secrets at rest, for django-allauth."""

from __future__ import annotations

from base64 import b64decode, b64encode

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from threering.ledger.blobs import open_secret, seal_secret
from threering.ledger.push.rules import label_of
from threering.organisation.models import Agent
from threering.web.signing.lockout import LOCKED, locked

A_CODE_LIVES = 90
"""Seconds: its own half minute, and one before and after for clocks that go wrong."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are sealed; our words; passkeys are named after the browser they are made in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("That did not fit. Wait for a new code, or try once more."),
    }

    def encrypt(self, text: str) -> str:
        return b64encode(seal_secret(text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_secret(b64decode(encrypted_text))

    def generate_authenticator_name(self, user: Agent, type: str) -> str:
        return label_of(self.get_http_user_agent()) or _("Passkey")

    def get_http_user_agent(self) -> str:
        """What the browser says that it is."""
        return str(context.request.headers.get("User-Agent", ""))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        told: dict[str, str] = super().get_public_key_credential_rp_entity()
        return told | {"name": "Threering"}


class _SaysWhen:
    """Whoever guessed too often reads when they may try again."""

    user: Agent

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except ValidationError as refused:
            if refused.code in (LOCKED, "rate_limited"):
                raise locked(context.request, f"mfa-auth-user-{self.user.pk}") from refused
            raise


class _Once(_SaysWhen):
    """A code opens once: also while a clock that goes wrong would let it be used again."""

    authenticator: Authenticator

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP:
            used = f"threering:code:{self.user.pk}:{normalize_user_code(code)}"
            if not cache.add(used, "used", A_CODE_LIVES):
                raise Factors().validation_error("incorrect_code")
        return code


class SecondForm(_Once, AuthenticateForm):  # type: ignore[misc]
    """The code that is asked for at signing in."""


class AgainForm(_Once, ReauthenticateForm):  # type: ignore[misc]
    """The code that is asked for before something sensitive."""


class FirstCodeForm(_SaysWhen, ActivateTOTPForm):  # type: ignore[misc]
    """The code that proves that an app was set up."""
