from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from threering.kernel.history import tracked
from threering.kernel.ids import uuid7
from threering.knowledge.rules import LONGEST_NAME, LONGEST_SHORTCUT
from threering.organisation.models import Agent, Brand, Client, OfOneClient, Team
from threering.organisation.rules import ALLOWED, Verb
from threering.tickets.models import STATUSES, Message
from threering.tickets.tagging import MOST_LETTERS

IN_USE = Q(archived_at=None)


class SavedReplyQuerySet(OfOneClient):
    def visible_to(self, actor: Agent, verb: Verb = Verb.REPLY) -> Self:
        """Who works for one brand also uses what is for all brands of its client; what is for one
        team, only its members, and whoever keeps it.

        To keep what is for all brands, a grant for the whole client is needed.
        """
        kept = super().visible_to(actor, Verb.KEEP_REPLIES)
        if verb is Verb.KEEP_REPLIES:
            return kept
        served = [grant.client_id for grant in actor.held if verb in ALLOWED[grant.role]]
        used = super().visible_to(actor, verb) | self.filter(brand=None, client__in=served)
        return kept | used.for_teams(actor.teams.values("pk"))

    def for_teams(self, teams: Any) -> Self:
        """What is for everybody, or for one of these teams."""
        return self.filter(Q(team=None) | Q(team__in=teams))


@tracked(leave=["version", "changed_at", "changed_by"])
class SavedReply(models.Model):
    """Something that is said often: its words in several languages, and what it does besides.

    `brand`: None for all brands of the client; `team`: None for everybody who answers for them.
    `version` grows with every change, so that nobody undoes another's unseen.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, related_name="saved_replies")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="saved_replies")
    name = models.CharField(max_length=LONGEST_NAME)
    shortcut = models.CharField(max_length=LONGEST_SHORTCUT, default="", blank=True)
    status = models.CharField(max_length=10, choices=STATUSES, default="", blank=True)
    priority = models.PositiveSmallIntegerField(null=True)
    tags = ArrayField(models.CharField(max_length=MOST_LETTERS), default=list)
    assigns = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    archived_at = models.DateTimeField(null=True)

    objects = SavedReplyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                *("client", "brand", "team", Lower("name")),
                name="saved_reply_name_once",
                condition=IN_USE,
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                *("client", "brand", "team", Lower("shortcut")),
                name="saved_reply_shortcut_once",
                condition=IN_USE & ~Q(shortcut=""),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class SavedReplyText(models.Model):
    """The words of a saved reply in one language; "" is for every language."""

    client = models.ForeignKey(Client, models.PROTECT)
    reply = models.ForeignKey(SavedReply, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10, default="", blank=True)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "language"], name="saved_reply_language_once")
        ]


class SavedReplyUse(models.Model):
    """A saved reply went into a message. Once for each message, however often it was inserted."""

    client = models.ForeignKey(Client, models.PROTECT)
    reply = models.ForeignKey(SavedReply, models.CASCADE, related_name="uses")
    message = models.ForeignKey(Message, models.CASCADE, related_name="saved_replies")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "reply"], name="saved_reply_used_once")
        ]
        indexes = [models.Index(fields=["reply", "at"], name="saved_reply_uses")]
