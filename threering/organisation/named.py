"""What a client's leads name and put out of use: break reasons, skills, teams."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from threering.kernel.ids import uuid7
from threering.organisation.models import Client, Team


class Named(models.Model):
    """A thing of a client with a name. Archived, it is offered no longer."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    archived_at = models.DateTimeField(null=True, blank=True)
    client = models.ForeignKey(Client, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


Thing = TypeVar("Thing", bound=Named | Team)


class NameTaken(Exception):
    """Another one in use has that name."""


@transaction.atomic
def keep(kind: type[Thing], client: Client, name: str, instead: Thing | None) -> tuple[Thing, bool]:
    """A new one, or another name for one; whether anything is new. Raises NameTaken."""
    _only_one(kind, client, name, but=instead)
    if instead is None:
        made: Thing = kind._default_manager.create(client=client, name=name)  # type: ignore[assignment]
        return made, True
    if instead.name == name:
        return instead, False
    instead.name = name
    instead.save(update_fields=["name"])
    return instead, True


@transaction.atomic
def archive(thing: Named | Team, at: datetime | None) -> bool:
    """Out of use, or into it again (None); whether that is new. Raises NameTaken."""
    if (thing.archived_at is None) is (at is None):
        return False
    if at is None:
        _only_one(type(thing), thing.client, thing.name, but=thing)
    thing.archived_at = at
    thing.save(update_fields=["archived_at"])
    return True


def _only_one(kind: type[Any], client: Client, name: str, *, but: Named | Team | None) -> None:
    Client.objects.select_for_update().get(pk=client.pk)
    same = kind._default_manager.filter(client=client, name__iexact=name, archived_at=None)
    if same.exclude(pk=but.pk if but else None).exists():
        raise NameTaken
