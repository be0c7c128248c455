"""The model of the time that people spend at tickets."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from threering.organisation.models import Client, OfOneClient
from threering.tickets.attending import Doing


class WorkSpanQuerySet(OfOneClient):
    has_brand = False


class WorkSpan(models.Model):
    """A time in which one agent looked at one ticket, or typed there: handling time is made of it.

    Cut where there was no sign of them for 60 s. `running`: they have not gone away since.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="workspans")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    doing = models.CharField(max_length=8, choices=[(d.value, d.value) for d in Doing])
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    running = models.BooleanField(default=True)

    objects = WorkSpanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "agent", "doing"], condition=Q(running=True), name="one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("began_at")), name="workspan_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["agent", "began_at"], name="workspan_of_agent")]
