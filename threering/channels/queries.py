"""Which inbox something is for, how its mailboxes are reached, and who may post to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from uuid import UUID

from threering.channels.email.hooks.providers import Secret
from threering.channels.models import Hook, Inbox, Mailbox
from threering.channels.rules import forms_of
from threering.ledger.blobs import open_secret
from threering.ledger.models import Arrival
from threering.ledger.queries import known_keys


def inboxes_named(client_ids: Iterable[int], addresses: Iterable[str]) -> list[Inbox]:
    """The e-mail inboxes of these clients that have one of the addresses: one query."""
    forms = {form for address in addresses for form in forms_of(address)}
    if not forms:
        return []
    found = Inbox.objects.filter(client_id__in=client_ids, kind="email", address__in=forms)
    return list(found.select_related("brand__acknowledgement"))


def inbox_for(address: str, kind: str = "email") -> Inbox | None:
    """The inbox of an address; a +detail before the @ is passed over. None if it is not ours."""
    named = Inbox.objects.filter(kind=kind, address__in=forms_of(address))
    found = named.select_related("brand__client")
    return max(found, key=lambda inbox: len(inbox.address), default=None)


def taking(address: str) -> Inbox | None:
    """The inbox that takes mail at an address now; None where it is not ours or switched off."""
    found = inbox_for(address)
    return found if found and found.off_at is None else None


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


def mailbox_numbered(pk: int) -> Mailbox | None:
    """The mailbox of that id with its inbox and brand; None when it was removed."""
    return Mailbox.objects.select_related("inbox__brand").filter(pk=pk).first()


def set_ups() -> dict[int, int]:
    """How often each mailbox was set up, by its id: who reads them sees what is new.

    Those of an inbox that is switched off are not read.
    """
    read = Mailbox.objects.filter(inbox__off_at=None)
    return dict(read.values_list("pk", "set_up"))


def watched_elsewhere(mailbox: Mailbox, folder: str) -> bool:
    """Whether another mailbox of the same inbox is that folder already."""
    same = Mailbox.objects.filter(inbox=mailbox.inbox_id, host=mailbox.host, user=mailbox.user)
    return bool(same.filter(folder=folder).exclude(pk=mailbox.pk).exists())


def mailboxes_of(address: str) -> list[Mailbox]:
    """The mailboxes that are read for an inbox."""
    found = Mailbox.objects.filter(inbox__address=address.strip().lower()).order_by("pk")
    return list(found.select_related("inbox__brand"))


def not_arrived(mailbox: Mailbox, uids: Sequence[int]) -> list[int]:
    """Those of the numbers that the ledger does not know."""
    keys = {(mailbox.source, mailbox.key_of(uid)): uid for uid in uids}
    known = known_keys(keys)
    return [uid for key, uid in keys.items() if key not in known]


def latest_of(mailbox: Mailbox, *, most: int = 20) -> dict[int, Arrival]:
    """The latest mails that came from it, by number: what its folder is known by."""
    here = mailbox.key_of("")
    came = Arrival.objects.filter(source=mailbox.source, external_key__startswith=here)
    latest = came.select_related("raw__key").order_by("-pk")[:most]
    return {int(arrival.external_key.partition("/")[2]): arrival for arrival in latest}
