"""The model of views that people made."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from threering.kernel.history import tracked
from threering.organisation.models import Client, OfOneClient
from threering.tickets.ordering import Order


class SavedViewQuerySet(OfOneClient):
    has_brand = False


@tracked(secret=["name", "query"])
class SavedView(models.Model):
    """A search under a name, with an order. `owner`: whose it is alone; none: everybody's.

    Its words may name a customer, who may be erased one day: the history, which forgets nothing,
    has none of them.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=200)
    order = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Order])

    objects = SavedViewQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
