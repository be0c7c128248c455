"""Which inbox something is for, and who may post to it."""

from __future__ import annotations

import json
from uuid import UUID

from threering.channels.email.hooks.providers import Secret
from threering.channels.models import Hook, Inbox
from threering.ledger.blobs import open_secret


def inbox_for(address: str, kind: str = "email") -> Inbox | None:
    """The inbox of an address; a +detail before the @ is passed over. None if it is not ours."""
    local, at, domain = address.strip().lower().rpartition("@")
    forms = {f"{local}{at}{domain}", f"{local.partition('+')[0]}{at}{domain}"}
    found = Inbox.objects.filter(kind=kind, address__in=forms).select_related("brand__client")
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
