from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from threering.organisation.models import Client


class Draft(models.Model):
    """What somebody is writing into a ticket. Nobody else sees it."""

    client = models.ForeignKey(Client, models.PROTECT)
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    text = models.TextField()
    uploads = ArrayField(models.UUIDField(), default=list)
    besides = models.TextField(default="", db_default="", blank=True)
    mentions = models.TextField(default="", db_default="", blank=True)
    to = models.TextField(default="", db_default="", blank=True)
    cc = models.TextField(default="", db_default="", blank=True)
    forwards = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "author"], name="one_draft")]
