"""Which inbox something is for."""

from __future__ import annotations

from collections.abc import Iterable

from threering.channels.models import Inbox
from threering.channels.rules import forms_of


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
