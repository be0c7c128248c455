"""Keeping a client's tags: which there are, on how many tickets, and what each is called."""

from __future__ import annotations

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from threering.tickets.models import Tag, Unlearned


class TagTaken(Exception):
    """Another tag of the client is called so, capitals aside."""


def with_use(tags: QuerySet[Tag]) -> QuerySet[Tag]:
    """Tags by name, each with `used`: on how many tickets it is."""
    return tags.annotate(used=Count("taggings")).order_by(Lower("name"), "pk")


def called(ids: Collection[int]) -> dict[int, str]:
    """What these tags are called by now."""
    return dict(Tag.objects.filter(pk__in=ids).values_list("pk", "name"))


def rename_tag(tag: Tag, name: str) -> bool:
    """Call it otherwise on all its tickets; whether that is new. Raises TagTaken."""
    if tag.name == name:
        return False
    tag.name = name
    try:
        with transaction.atomic():
            tag.save(update_fields=["name"])
    except IntegrityError as taken:
        raise TagTaken from taken
    ids = tag.taggings.values_list("ticket_id", flat=True)
    Unlearned.objects.bulk_create(
        Unlearned(client_id=tag.client_id, ticket_id=pk, stale=True) for pk in ids.iterator()
    )
    return True
