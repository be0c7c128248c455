from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from threering.kernel.ids import uuid7
from threering.organisation.models import Client, OfOneClient
from threering.tickets.bulk.rules import Change, End, What
from threering.tickets.models import Ticket


class BulkQuerySet(OfOneClient):
    has_brand = False


class Bulk(models.Model):
    """One change of many tickets of a client, as somebody asked for it.

    `tickets`: which, in the order in which they are changed, fixed when it was asked. `done` of
    them were looked at; it moves in the commit that changes them. `key` was made by the screen:
    the same key is the same bulk.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.UUIDField()
    what = models.CharField(max_length=10, choices=[(one.value, one.value) for one in What])
    value: models.JSONField[Any, Any] = models.JSONField(null=True)
    tickets = ArrayField(models.BigIntegerField())
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undo_at = models.DateTimeField(null=True)
    """When somebody asked to take it back, also while it runs."""
    undone_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    """When whoever asked put its outcome aside."""

    objects = BulkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="bulk_asked_once")]
        indexes = [
            models.Index(fields=["by", "-at"], name="bulk_unseen", condition=Q(seen_at=None)),
            models.Index(
                fields=["moved_at"],
                name="bulk_under_way",
                condition=Q(finished_at=None) | Q(undo_at__isnull=False, undone_at=None),
            ),
        ]

    @property
    def change(self) -> Change:
        """What it changes."""
        return Change(What(self.what), self.value)

    @property
    def is_under_way(self) -> bool:
        """Whether there is still something to do for it."""
        return not self.undone_at if self.undo_at else not self.finished_at


class BulkEntry(models.Model):
    """How a bulk ended for one ticket, and how that stood before. Its row is the mark "done"."""

    client = models.ForeignKey(Client, models.PROTECT)
    bulk = models.ForeignKey(Bulk, models.CASCADE, related_name="entries")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in End])
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulk", "ticket"], name="once_in_a_bulk")]
        indexes = [models.Index(fields=["bulk", "outcome", "id"], name="bulk_ends")]
