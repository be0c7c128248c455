"""The model of tickets that people say belong together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from threering.organisation.models import Client, OfOneClient


class RelationQuerySet(OfOneClient):
    has_brand = False


class Relation(models.Model):
    """Two tickets that have to do with each other; both show it. `one` is the older of them."""

    client = models.ForeignKey(Client, models.PROTECT)
    one = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    other = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="related_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="related_to_another"),
        ]
        indexes = [models.Index(fields=["other"], name="relation_back")]
