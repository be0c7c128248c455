from __future__ import annotations

from django.db import models

from threering.kernel.ids import uuid7
from threering.ledger.models import Key
from threering.organisation.models import Client, OfOneClient


class CustomerQuerySet(OfOneClient):
    has_brand = False


class Customer(models.Model):
    """A person who buys from a client; may know several of its brands, never two clients."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    key = models.ForeignKey(Key, models.PROTECT)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="", blank=True)
    hue = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    objects = CustomerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Handle(models.Model):
    """Where a customer can be reached: an address, a number, an account."""

    client = models.ForeignKey(Client, models.PROTECT)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="handles")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=320)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "kind", "value"], name="handle_once_a_client")
        ]

    def __str__(self) -> str:
        return self.value
