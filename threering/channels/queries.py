"""Which inbox something is for, and who may post to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from threering.channels.email.hooks.providers import Secret
from threering.channels.models import Hook, Inbox
from threering.channels.rules import forms_of
from threering.ledger.blobs import open_secret


def inboxes_named(client_ids: Iterable[int], addresses: Iterable[str]) -> list[Inbox]:
    """The e-mail inboxes of these clients that have one of the addresses: one query."""
    forms = {form for address in addresses for form in forms_of(address)}
    found = Inbox.objects.filter(client_id__in=client_ids, kind="email", address__in=forms)
    return list(found.select_related("brand"))


def inbox_for(address: str, kind: str = "email") -> Inbox | None:
    """The inbox of an address; a +detail before the @ is passed over. None if it is not ours."""
    named = Inbox.objects.filter(kind=kind, address__in=forms_of(address))
    found = named.select_related("brand__client")
    return max(found, key=lambda inbox: len(inbox.address), default=None)


def hook_at(provider: str, uuid: UUID) -> Hook | None:
    """The hook of an address."""
    found = Hook.objects.filter(provider=provider, uuid=uuid).select_related("inbox__brand")
    return found.first()


def secret_of(hook_id: int) -> Secret:
    """What a hook and its provider know; an empty one when the hook is gone."""
    found = Hook.objects.filter(pk=hook_id).first()
    if found is None:
        return Secret(password="")
    return Secret(**json.loads(open_secret(bytes(found.sealed))))
