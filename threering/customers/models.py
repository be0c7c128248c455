from __future__ import annotations

from django.db import models

from threering.kernel.ids import uuid7
from threering.ledger.models import Key
from threering.organisation.models import Client, OfOneClient


class CustomerQuerySet(OfOneClient):
    has_brand = False


class Customer(models.Model):
    """A person who buys from a client; may know several of its brands, never two clients.

    `troubled`: one of the handles is unreachable or complained, so that only then it is looked at.

    Customers who turn out to be one person are tied by `merged_into`, which names the leading one.
    Each keeps its handles, tickets and key, so that taking it back is exact.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    key = models.ForeignKey(Key, models.PROTECT)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="", blank=True)
    hue = models.PositiveSmallIntegerField(default=0)
    troubled = models.BooleanField(default=False)
    since = models.DateTimeField()
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    objects = CustomerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Handle(models.Model):
    """Where a customer can be reached: an address, a number, an account.

    Unreachable: what we sent came back for good. Complained: its owner called our mail unwanted.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="handles")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=320)
    unreachable_at = models.DateTimeField(null=True)
    unreachable_why = models.CharField(max_length=500, default="", blank=True)
    complained_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "kind", "value"], name="handle_once_a_client")
        ]

    def __str__(self) -> str:
        return self.value
