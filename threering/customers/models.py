from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from threering.kernel.ids import uuid7
from threering.ledger.models import Key
from threering.organisation.models import Client, OfOneClient


class CustomerQuerySet(OfOneClient):
    has_brand = False


class Customer(models.Model):
    """A person who buys from a client; may know several of its brands, never two clients.

    `troubled`: one of the handles is unreachable or complained, so that only then it is looked at.

    Customers who turn out to be one person are tied by `merged_into`, which names the leading one.
    Each keeps its handles, tickets and key, so that taking it back is exact. `merged_at` and
    `merged_by` say when and by whom that was found out.

    `erased_at`: since then nothing tells any more who they were, and their key is destroyed.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    key = models.ForeignKey(Key, models.PROTECT)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="", blank=True)
    hue = models.PositiveSmallIntegerField(default=0)
    troubled = models.BooleanField(default=False)
    since = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    merged_at = models.DateTimeField(null=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CustomerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(F("client"), Lower("name"), name="customer_by_name")]

    def __str__(self) -> str:
        return self.called

    @property
    def called(self) -> str:
        """What to call them on a page."""
        return _("Erased customer") if self.erased_at else self.name


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
        indexes = [  # by how a value begins, whatever the database's collation
            models.Index(
                fields=["client", "value"],
                opclasses=["int8_ops", "varchar_pattern_ops"],
                name="handle_beginning",
            )
        ]

    def __str__(self) -> str:
        return self.value


class CustomerNoteQuerySet(OfOneClient):
    has_brand = False


class CustomerNote(models.Model):
    """What agents should know about a customer, whichever ticket they look at.

    What was said stays: each wording is a row of its own, and a note that was removed is only not
    shown. Like the texts of messages it goes with its customer. `key` was made by the screen: the
    same key is the same note.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.UUIDField()
    pinned = models.BooleanField(default=False)
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = CustomerNoteQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="note_typed_once")]

    def worded(self) -> list[NoteWording]:
        """Its wordings, the one that counts last."""
        return sorted(self.wordings.all(), key=lambda wording: wording.pk)


class NoteWording(models.Model):
    """What a note about a customer said from some moment on."""

    client = models.ForeignKey(Client, models.PROTECT)
    note = models.ForeignKey(CustomerNote, models.CASCADE, related_name="wordings")
    text = models.TextField()
    at = models.DateTimeField()


class Erasure(models.Model):
    """A person is to be forgotten: asked for, held back for a while, then done for good.

    `due_at`: until then it can be taken back. `messages_seen` and `arrivals_seen` say up to which
    id what others wrote was looked through; both move in the commit that strikes it.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="erasures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    messages_seen = models.BigIntegerField(default=0)
    arrivals_seen = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                name="one_erasure_at_a_time",
                condition=Q(taken_back_at=None, done_at=None),
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="erasure_waiting",
                condition=Q(taken_back_at=None, done_at=None),
            )
        ]
