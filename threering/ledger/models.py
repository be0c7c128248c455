from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast

from threering.kernel.ids import uuid7
from threering.organisation.models import Agent, Brand, Client, OfOneClient
from threering.organisation.rules import Verb


class Key(models.Model):
    """What one customer's bytes are sealed under. Destroyed, they can never be read again."""

    client = models.ForeignKey(Client, models.PROTECT)
    wrapped = models.BinaryField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wrapped=None) ^ Q(destroyed_at=None), name="key_is_kept_or_destroyed"
            )
        ]


class Blob(models.Model):
    """Bytes, sealed: small ones in the row, others in a file that was on disk before the row."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    key = models.ForeignKey(Key, models.PROTECT, null=True)
    sha256 = models.BinaryField(max_length=32)
    size = models.BigIntegerField()
    wrapped = models.BinaryField()
    data = models.BinaryField(null=True)
    stored_at = models.DateTimeField(auto_now_add=True)

    objects = OfOneClient.as_manager()

    class Meta:
        indexes = [models.Index(fields=["key", "sha256"], name="blob_same")]


class Arrival(models.Model):
    """One thing that reached us, kept raw, on its way to exactly one outcome."""

    class Outcome(models.TextChoices):
        MESSAGE = "message"
        REPORT = "report"
        RECORD = "record update"
        DUPLICATE = "duplicate"
        QUARANTINED = "quarantined"
        REJECTED = "rejected"

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.ForeignKey(Brand, models.PROTECT)
    source = models.CharField(max_length=100)
    external_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    envelope = models.JSONField(default=dict)
    raw = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    size = models.BigIntegerField()
    received_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=60, default="", blank=True)
    outcome = models.CharField(max_length=20, null=True, choices=Outcome)  # noqa: DJ001
    outcome_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    delivery = models.ForeignKey("Delivery", models.PROTECT, null=True, related_name="reports")
    report_key = models.CharField(max_length=64, default="", blank=True)
    """What a report on a delivery is recognised by when it comes once more."""

    objects = OfOneClient.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_key"], name="arrival_once"),
            models.CheckConstraint(
                condition=Q(outcome=None) ^ Q(outcome_at__isnull=False),
                name="arrival_outcome_has_time",
            ),
            models.CheckConstraint(
                condition=Q(outcome="duplicate", duplicate_of__isnull=False)
                | Q(outcome=None, duplicate_of=None)
                | (~Q(outcome="duplicate") & Q(duplicate_of=None)),
                name="arrival_duplicate_names_its_first",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="report") | Q(delivery__isnull=False) | Q(outcome=None),
                name="arrival_report_names_its_delivery",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(outcome=None), name="arrival_waiting"),
            models.Index(fields=["client", "-received_at"], name="arrival_by_time"),
        ]


class Delivery(models.Model):
    """One thing on its way out: a row before it is sent, a claim before the wire is touched."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNCERTAIN = "uncertain"
        CANCELLED = "cancelled"

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.ForeignKey(Brand, models.PROTECT)
    kind = models.CharField(max_length=20)
    external_id = models.CharField(max_length=400)
    provider_id = models.CharField(max_length=200, default="", blank=True)
    """What the provider that took it calls it in its reports; "" by SMTP."""
    inbox_id = models.BigIntegerField(null=True)
    """Whose way out it takes; without a foreign key, because inboxes are above this room."""
    sender = models.CharField(max_length=320)
    recipients = models.JSONField(default=list)
    raw = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=60, default="", blank=True)
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    before: models.JSONField[Any, Any] = models.JSONField(null=True)
    """What stood where it stands now, for whoever cancels it in time."""

    objects = OfOneClient.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "external_id"], name="delivery_once")
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="delivery_queued"),
            models.Index(
                fields=["provider_id"], condition=~Q(provider_id=""), name="delivery_at_provider"
            ),
            models.Index(
                fields=["claimed_at"], condition=Q(state="sending"), name="delivery_sending"
            ),
        ]


class Event(models.Model):
    """A fact: who did what, when it happened, when we wrote it down, because of what.

    Append-only and partitioned by the month of recorded_at. No foreign keys, no names, no
    addresses, no texts: closed months stay byte-identical when a customer is erased.
    """

    pk = models.CompositePrimaryKey("recorded_at", "id")
    id = models.BigIntegerField()
    uuid = models.UUIDField(default=uuid7)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    client_id = models.BigIntegerField()
    brand_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField(default=1)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField(null=True)
    cause = models.UUIDField(null=True)
    ticket_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    order_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        managed = False
        db_table = "ledger_event"


class Decision(models.Model):
    """Something decided that another story has to carry out, kept until it has."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    story = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    cause = models.UUIDField(null=True)
    decided_at = models.DateTimeField()
    carried_out_at = models.DateTimeField(null=True)


class NoticeQuerySet(OfOneClient):
    has_brand = False

    def visible_to(self, actor: Agent, verb: Verb = Verb.ENTER) -> Self:
        """Their own, of clients that they still work for."""
        return super().visible_to(actor, verb).filter(agent=actor)


class Notice(models.Model):
    """A word to one person: something of theirs needs a look.

    `fact`: what it tells of; told again, it is the same notice. `ticket_id` has no foreign key,
    because tickets are above this room. `data`: ids and numbers.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    fact = models.CharField(max_length=120, db_default=Cast(RandomUUID(), models.CharField()))
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)
    ticket_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest = models.ForeignKey(Delivery, models.PROTECT, null=True, related_name="notices")
    """The mail in which it was told, too."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "kind", "fact"], name="told_once")]
        indexes = [
            models.Index(
                F("agent"), F("at").desc(), name="notice_unread", condition=Q(read_at=None)
            ),
            models.Index(F("agent"), F("at").desc(), name="notice_by_time"),
        ]
