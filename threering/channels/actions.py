"""Opening inboxes, and the addresses that providers post to."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import F

from threering.channels.email.hooks.providers import PROVIDERS, Secret
from threering.channels.models import Hook, Inbox
from threering.ledger.blobs import seal_secret
from threering.organisation.models import Brand


def create_inbox(brand: Brand, address: str, name: str, *, kind: str = "email") -> Inbox:
    """An address of a brand. Raises ValidationError when somebody has it already."""
    inbox = Inbox(
        client_id=brand.client_id,
        brand=brand,
        kind=kind,
        address=address.strip().lower(),
        name=name.strip() or brand.name,
    )
    inbox.full_clean()
    inbox.save()
    return inbox


def create_hook(inbox: Inbox, provider: str, key: str = "") -> tuple[Hook, Secret]:
    """An address for a provider to post to, and its secret: the only time that it is open.

    Raises ValidationError when the provider signs and its key is missing.
    """
    known = PROVIDERS[provider]
    if known.needs_key and not key:
        raise ValidationError(f"{known.label} signs what it sends: its {known.key_is} is needed.")
    if key and not known.key_is:
        raise ValidationError(f"{known.label} has no key of its own; leave it out.")
    secret = Secret(password=secrets.token_urlsafe(24), key=key)
    hook = Hook(client_id=inbox.client_id, inbox=inbox, provider=provider)
    hook.sealed = seal_secret(json.dumps(asdict(secret)))
    hook.save()
    return hook, secret


def hook_called(hook: Hook, *, at: datetime) -> None:
    """Note that the provider posted."""
    Hook.objects.filter(pk=hook.pk).update(last_event_at=at)


def hook_refused(hook: Hook, *, at: datetime) -> None:
    """Count a request that proved nothing; nothing else of it is kept."""
    Hook.objects.filter(pk=hook.pk).update(refused=F("refused") + 1, refused_at=at)
