"""What a break may be for, as a client's leads keep it: named, archived, used again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from threering.organisation.models import Client
from threering.organisation.presence.models import BreakReason


class NameTaken(Exception):
    """Another reason in use has that name."""


@transaction.atomic
def keep(client: Client, name: str, instead: BreakReason | None) -> tuple[BreakReason, bool]:
    """A new reason, or another name for one; whether anything is new. Raises NameTaken."""
    _only_one(client, name, but=instead)
    if instead is None:
        return BreakReason.objects.create(client=client, name=name), True
    if instead.name == name:
        return instead, False
    instead.name = name
    instead.save(update_fields=["name"])
    return instead, True


@transaction.atomic
def archive(reason: BreakReason, at: datetime | None) -> bool:
    """Out of use, or into it again (None); whether that is new. Raises NameTaken."""
    if (reason.archived_at is None) is (at is None):
        return False
    if at is None:
        _only_one(reason.client, reason.name, but=reason)
    reason.archived_at = at
    reason.save(update_fields=["archived_at"])
    return True


def _only_one(client: Client, name: str, *, but: BreakReason | None) -> None:
    Client.objects.select_for_update().get(pk=client.pk)
    same = BreakReason.objects.filter(client=client, name__iexact=name, archived_at=None)
    if same.exclude(pk=but.pk if but else None).exists():
        raise NameTaken
