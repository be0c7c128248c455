"""Signing in without a password: a lasting permission becomes a token that is good for an hour."""

from __future__ import annotations

import json
from dataclasses import dataclass

from threering.channels.email.imap_trouble import MailboxTrouble
from threering.channels.rules import Cause
from threering.kernel.http import post_form

PROVIDERS = {
    "google": "https://oauth2.googleapis.com/token",
    "microsoft": "https://login.microsoftonline.com/common/oauth2/v2.0/token",
}
AGAIN = "Sign in again: run threering mailbox add once more with a new refresh token."


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What the owner of the mailbox once allowed our application."""

    token_url: str
    client_id: str
    client_secret: str
    refresh_token: str
    private_hosts: tuple[str, ...] = ()
    """Hosts that the operator permits although they are not public."""


@dataclass(frozen=True, slots=True)
class Token:
    """What opens the mailbox now; `refresh`: a newer permission, "" if the old one stays good."""

    access: str
    refresh: str


def fresh_token(permission: Permission) -> Token:
    """Ask the provider for a token. Raises MailboxTrouble, or kernel.http.Unreachable."""
    fields = {
        "grant_type": "refresh_token",
        "client_id": permission.client_id,
        "client_secret": permission.client_secret,
        "refresh_token": permission.refresh_token,
    }
    said = {name: value for name, value in fields.items() if value}
    answer = post_form(permission.token_url, said, permission.private_hosts)
    told = _json(answer.body)
    if answer.status in {400, 401, 403}:
        why = told.get("error_description") or told.get("error") or answer.status
        words = f"The permission to read this mailbox is not good any more: {why}. {AGAIN}"
        raise MailboxTrouble(Cause.SIGN_IN, words)
    if answer.status != 200 or not told.get("access_token"):
        words = f"{permission.token_url} answers {answer.status} and gives no token."
        raise MailboxTrouble(Cause.UNREACHABLE, words)
    renewed = str(told.get("refresh_token") or "")
    changed = renewed if renewed != permission.refresh_token else ""
    return Token(str(told["access_token"]), changed)


def _json(body: bytes) -> dict[str, object]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
