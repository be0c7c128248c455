from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from threering.kernel.ids import uuid7
from threering.ledger.push.rules import End, Trouble
from threering.organisation.models import Agent


class PushKey(models.Model):
    """By what push services know this house (VAPID): one pair, made at its first use."""

    private = models.BinaryField()
    """Sealed."""
    public = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="push_key_once")]


class OwnBrowsers(models.QuerySet[Any]):
    def visible_to(self, actor: Agent) -> Self:
        """Everybody's own, also what they took off a moment ago."""
        return self.filter(agent=actor, agent__is_active=True)


class PushSubscription(models.Model):
    """A browser in which somebody wants to be notified.

    `endpoint`: where its push service takes words for it. `secret`: sealed, what they are sealed
    for it with, and under which session its owner signed in there. `used_at`: when they were last
    there. `removed_at`: taken off, and kept a while for whoever wants it back.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="browsers")
    endpoint = models.TextField(unique=True)
    secret = models.BinaryField()
    label = models.CharField(max_length=60, default="", blank=True)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    trouble = models.CharField(
        max_length=12, default="", blank=True, choices=[(one.value, one.value) for one in Trouble]
    )
    rests_until = models.DateTimeField(null=True)
    """Its push service asked to be left alone so long."""

    objects = OwnBrowsers.as_manager()

    def __str__(self) -> str:
        return self.label


class Push(models.Model):
    """One notice on its way to one browser: a row before the wire is touched.

    `notice_id` has no foreign key: who tells or withdraws a notice is not to look here.
    """

    browser = models.ForeignKey(
        PushSubscription, models.CASCADE, related_name="pushes", db_index=False
    )
    notice_id = models.BigIntegerField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    end = models.CharField(
        max_length=10, default="", blank=True, choices=[(one.value, one.value) for one in End]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["browser", "notice_id"], name="pushed_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(settled_at=None), name="push_waiting")
        ]
