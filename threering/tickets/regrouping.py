"""The model of merges, splits and moves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from threering.kernel.ids import uuid7
from threering.organisation.models import Client


class Regrouping(models.Model):
    """A merge, split or move of messages, with all that is needed to take it back.

    `key` was made by the screen: the same key is the same regrouping. `before` holds how both
    tickets stood and where each message and contact was.
    """

    class Kind(models.TextChoices):
        MERGE = "merge"
        SPLIT = "split"
        MOVE = "move"

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.UUIDField()
    source = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="+")
    target = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="regrouping_asked_once")
        ]
