from __future__ import annotations

from django.db import models

from threering.kernel.ids import uuid7
from threering.organisation.models import Brand, Client, OfOneClient


class Inbox(models.Model):
    """Where customers reach a brand: for e-mail, an address."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="inboxes")
    kind = models.CharField(max_length=20, default="email")
    address = models.CharField(max_length=320)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfOneClient.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "address"], name="inbox_address_once")
        ]

    def __str__(self) -> str:
        return self.address
