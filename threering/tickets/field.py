"""The models of fields that a client adds to its tickets."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from threering.kernel.history import tracked
from threering.kernel.ids import uuid7
from threering.organisation.models import Client, OfAllBrands
from threering.tickets.fieldrules import LONGEST_NAME, LONGEST_VALUE, Kind


@tracked()
class Field(models.Model):
    """Something that a client wants to know of its tickets. Archived, tickets keep its values."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    choices = ArrayField(models.CharField(max_length=LONGEST_VALUE), default=list)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True)

    objects = OfAllBrands.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "client", Lower("name"), name="field_name_once", condition=Q(archived_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class FieldValue(models.Model):
    """What stands in a field of a ticket, as `fieldrules.value_of` keeps it."""

    client = models.ForeignKey(Client, models.PROTECT)
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="field_values")
    field = models.ForeignKey(Field, models.PROTECT, related_name="values")
    value = models.CharField(max_length=LONGEST_VALUE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "field"], name="field_value_once"),
        ]
        indexes = [models.Index(fields=["field", "value"], name="field_by_value")]
