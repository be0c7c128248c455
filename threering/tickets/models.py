from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from threering.channels.models import Inbox
from threering.customers.models import Customer
from threering.kernel.history import tracked
from threering.kernel.ids import uuid7
from threering.ledger.models import Arrival, Blob, Delivery
from threering.organisation.models import Brand, Client, OfOneClient, Team
from threering.tickets.checklist import Step as Step
from threering.tickets.draft import Draft as Draft
from threering.tickets.field import Field as Field
from threering.tickets.field import FieldValue as FieldValue
from threering.tickets.mention import Mention as Mention
from threering.tickets.reason import ContactReason as ContactReason
from threering.tickets.regrouping import Regrouping as Regrouping
from threering.tickets.relation import Relation as Relation
from threering.tickets.rules import UNSOLVED, Status
from threering.tickets.savedview import SavedView as SavedView
from threering.tickets.searchable import Searchable, Unlearned, Word
from threering.tickets.tagging import MOST_LETTERS
from threering.tickets.workspan import WorkSpan as WorkSpan  # Django looks for models here

__all__ = ["Searchable", "Unlearned", "Word"]  # Django finds models here
STATUSES = [(status.value, status.value) for status in Status]


class Counter(models.Model):
    """The last ticket number of a client."""

    client = models.OneToOneField(Client, models.PROTECT, primary_key=True)
    last = models.BigIntegerField(default=0)


class TicketQuerySet(OfOneClient):
    def in_view(self, view: str, actor_id: int) -> Self:
        """The tickets of one of the standing views."""
        unsolved = Q(status__in=[s.value for s in UNSOLVED])
        awake = Q(snoozed_until=None)
        views = {
            "mine": unsolved & awake & Q(assignee_id=actor_id),
            "unassigned": unsolved & awake & Q(assignee=None),
            "open": awake & Q(status__in=[Status.NEW.value, Status.OPEN.value]),
            "pending": awake & Q(status=Status.PENDING.value),
            "on_hold": awake & Q(status=Status.ON_HOLD.value),
            "snoozed": unsolved & ~awake,
            "solved": Q(status__in=[Status.SOLVED.value, Status.CLOSED.value]),
            "spam": Q(status=Status.SPAM.value),
            "all": ~Q(status=Status.SPAM.value),
        }
        return self.filter(views[view], merged_into=None)


class Ticket(models.Model):
    """One customer's issue, over all channels, with a number.

    `merged_into` leads on: such a ticket is closed, keeps its number and shows nowhere but at its
    own address. `may_belong_to` is a ticket that its first message names without being let in.
    `forgotten_at`: since then it says only that and when something was said, no more what.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.ForeignKey(Brand, models.PROTECT)
    number = models.BigIntegerField()
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tickets")
    inbox = models.ForeignKey(Inbox, models.PROTECT)
    channel = models.CharField(max_length=20)
    subject = models.CharField(max_length=500)
    status = models.CharField(max_length=10, choices=STATUSES, default=Status.NEW.value)
    priority = models.PositiveSmallIntegerField(default=1)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True)
    reason = models.ForeignKey(ContactReason, models.PROTECT, null=True, related_name="tickets")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    may_belong_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    preview = models.CharField(max_length=200, default="", blank=True)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    solved_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    version = models.BigIntegerField(default=1)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="ticket_number_once")
        ]
        indexes = [
            models.Index(fields=["client", "status", "-last_at", "-id"], name="ticket_list"),
            models.Index(fields=["assignee", "status", "-last_at"], name="ticket_mine"),
            models.Index(fields=["client", "-last_at", "-id"], name="ticket_recent"),
            models.Index(
                fields=["team", "status", "-last_at"],
                condition=Q(team__isnull=False),
                name="ticket_of_team",
            ),
            models.Index(
                fields=["snoozed_until"],
                condition=Q(snoozed_until__isnull=False),
                name="ticket_asleep",
            ),
            models.Index(
                fields=["brand", "last_at"],
                condition=Q(forgotten_at=None, status__in=["closed", "spam"]),
                name="ticket_to_forget",
            ),
            # The counts of the views read this alone.
            models.Index(
                fields=["client", "brand", "inbox", "team", "status", "snoozed_until", "assignee"],
                condition=Q(status__in=sorted(s.value for s in UNSOLVED)),
                name="ticket_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.subject}"


class TagQuerySet(OfOneClient):
    has_brand = False


@tracked(secret=["name"])
class Tag(models.Model):
    """A word that a client's agents put on tickets. It may name a customer, who may be erased one
    day: the history, which forgets nothing, does not have it.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    name = models.CharField(max_length=MOST_LETTERS)

    objects = TagQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("client", Lower("name"), name="tag_once")]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a ticket."""

    client = models.ForeignKey(Client, models.PROTECT)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "ticket"], name="tagged_once")]


class Contact(models.Model):
    """One interaction in one channel. An e-mail contact ends when its ticket is solved."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="contacts")
    origin = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    direction = models.CharField(max_length=8, choices=[("in", "in"), ("out", "out")])
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["ticket"], condition=Q(ended_at=None), name="contact_running")
        ]


class MessageQuerySet(OfOneClient):
    has_brand = False


class Message(models.Model):
    """One utterance, in exactly one contact.

    `parties`: who else it was for. `thread_ids`: what a provider calls its thread. `awaits`: ids
    that it names and nobody had seen when it came. `new_topic`: it joined by its headers, but seems
    to be about something else.
    """

    class Kind(models.TextChoices):
        CUSTOMER = "customer"
        AGENT = "agent"
        NOTE = "note"
        FORWARD = "forward"  # what an agent passed on to somebody who is not the customer

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="messages")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True)
    text = models.TextField()
    html = models.TextField(default="", blank=True)
    visible = models.TextField(default="", blank=True)
    quoted = models.TextField(default="", blank=True)
    reading: models.JSONField[Any, Any] = models.JSONField(default=dict)
    external_id = models.CharField(max_length=400, null=True)  # noqa: DJ001 - unique if known
    key = models.UUIDField(null=True)
    subject = models.CharField(max_length=500, default="", blank=True)
    parties = ArrayField(models.TextField(), default=list)
    thread_ids = ArrayField(models.TextField(), default=list)
    awaits = ArrayField(models.TextField(), default=list)
    new_topic = models.BooleanField(default=False)
    why = models.CharField(max_length=300, default="", blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True)
    """Its author changed their mind before it left: nobody reads it, only they get it back."""
    arrival = models.OneToOneField(Arrival, models.PROTECT, null=True, related_name="message")
    delivery = models.OneToOneField(Delivery, models.PROTECT, null=True, related_name="message")

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "external_id"], name="message_once_a_client"),
            models.UniqueConstraint(fields=["ticket", "key"], name="message_typed_once"),
        ]
        indexes = [models.Index(fields=["ticket", "at", "id"], name="message_thread")]

    @property
    def said(self) -> str:
        """What is new in it. `visible` is kept only where something is quoted."""
        return self.visible if self.quoted else self.text


class AttachmentQuerySet(OfOneClient):
    has_brand = False

    def handed_out(self) -> AttachmentQuerySet:
        """Those that are not held."""
        return self.filter(Q(danger="") | Q(released=True))


class Attachment(models.Model):
    """A file that came with a message.

    `danger`: the word for what is dangerous about it. Then it is held until somebody releases it.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    blob = models.ForeignKey(Blob, models.PROTECT)
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=250, default="", blank=True)
    danger = models.CharField(max_length=20, default="", blank=True)
    released = models.BooleanField(default=False)

    objects = AttachmentQuerySet.as_manager()

    @property
    def is_held(self) -> bool:
        """Whether nobody gets it."""
        return bool(self.danger) and not self.released


class Upload(models.Model):
    """A file that somebody put into the composer of a ticket and that has not been sent yet."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="uploads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    blob = models.ForeignKey(Blob, models.PROTECT)
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at"], name="upload_by_age")]
