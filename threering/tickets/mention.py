"""The model of who is named in a note."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from threering.organisation.models import Client


class Mention(models.Model):
    """A colleague named in a note. `label`: how, behind the @; their name may change later."""

    client = models.ForeignKey(Client, models.PROTECT)
    message = models.ForeignKey("tickets.Message", models.CASCADE, related_name="mentions")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    label = models.CharField(max_length=460)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "agent"], name="mentioned_once"),
            models.UniqueConstraint(fields=["message", "label"], name="a_label_means_one"),
        ]
