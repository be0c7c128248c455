from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from threering.kernel import rows
from threering.kernel.history import tracked
from threering.kernel.ids import uuid7
from threering.organisation.access import Access as Access
from threering.organisation.rules import (
    ALLOWED,
    INVITED_FOR,
    Held,
    Rhythm,
    Role,
    Standing,
    Verb,
    standing,
)
from threering.organisation.signin import Remembered as Remembered
from threering.organisation.signin import SignIn as SignIn  # Django looks for models here


@tracked(by="")
class Client(models.Model):
    """A merchant: data controller, wall between data, unit of sharding."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


@tracked()
class Brand(models.Model):
    """A name under which a client sells.

    `kept_months`: so long after a ticket was closed what was said in it is kept; None: for ever.
    `kept_from`: since when that is so; it is acted on a week later.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="brands")
    name = models.CharField(max_length=200)
    slug = models.SlugField()
    language = models.CharField(max_length=10, default="en")
    kept_months = models.PositiveSmallIntegerField(null=True, blank=True)
    kept_from = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "slug"], name="brand_slug_once_a_client")
        ]

    def __str__(self) -> str:
        return self.name


class AgentManager(BaseUserManager["Agent"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Agent:
        agent = Agent(email=email.strip().lower(), **fields)
        agent.set_password(password)
        agent.save()
        return agent


READS_IN = ("language", "time_zone", "language_chosen", "time_zone_chosen", "hue", "last_login")
"""Of an agent: what browsers say and signing in writes, which nobody sets."""


@tracked(by="", secret=["password"], leave=READS_IN)
class Agent(AbstractBaseUser):
    """Whoever acts: a person, a bot, an API key, the system. All are limited and audited alike."""

    class Kind(models.TextChoices):
        PERSON = "person"
        BOT = "bot"
        API = "api"
        SYSTEM = "system"

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10, default="en")
    time_zone = models.CharField(max_length=64, default="UTC")
    # Unless a person chose, both are what their browser said last.
    language_chosen = models.BooleanField(default=False, db_default=False)
    time_zone_chosen = models.BooleanField(default=False, db_default=False)
    hue = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(
        max_length=6,
        choices=[(rhythm.value, rhythm.value) for rhythm in Rhythm],
        default=Rhythm.OFF.value,
        db_default=Rhythm.OFF.value,
    )
    digest_hour = models.PositiveSmallIntegerField(default=8, db_default=8)
    """By the clock of their own zone, where the rhythm is daily."""
    untold = ArrayField(models.CharField(max_length=20), default=list, db_default=[], blank=True)
    """The kinds of notices that they do not want."""
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = AgentManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="agent_email_once")]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """The grants of this agent, read once a request."""
        if not self.is_active:
            return ()
        grants = rows.find(Grant, agent_id=self.pk)
        return tuple(Held(Role(one.role), one.client_id, one.brand_id) for one in grants)


@tracked()
class Grant(models.Model):
    """What an agent is for a client, or for one of its brands."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Role])
    client = models.ForeignKey(Client, models.PROTECT, related_name="grants")
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="grants")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "client", "brand"], name="grant_once", nulls_distinct=False
            )
        ]


class OfOneClient(models.QuerySet[Any]):
    """Rows that belong to a client and perhaps a brand: the one door through which doors read."""

    has_brand = True
    brand = "brand_id"
    """Where the brand of a row stands."""

    def visible_to(self, actor: Agent, verb: Verb = Verb.READ_TICKET) -> Self:
        """The rows on which the actor may do the verb; nothing for a stranger."""
        reach = Q(pk__in=[])
        for grant in actor.held:
            if verb not in ALLOWED[grant.role]:
                continue
            here = Q(client_id=grant.client_id)
            if grant.brand_id is not None and self.has_brand:
                here &= Q(**{self.brand: grant.brand_id})
            reach |= here
        return self.filter(reach)


class OfAllBrands(OfOneClient):
    """Rows that all brands of a client share: to change them, a grant for all of them is needed."""

    has_brand = False
    used = frozenset({Verb.READ_TICKET, Verb.DESCRIBE})

    def visible_to(self, actor: Agent, verb: Verb = Verb.READ_TICKET) -> Self:
        """Whoever works for a brand uses them; whoever leads all brands keeps them."""
        if verb in self.used:
            return super().visible_to(actor, verb)
        led = (grant for grant in actor.held if verb in ALLOWED[grant.role])
        return self.filter(client__in=[one.client_id for one in led if one.brand_id is None])


class OfPeople(models.QuerySet[Any]):
    """Rows of people, whoever they work for."""

    def visible_to(self, actor: Agent, verb: Verb = Verb.READ_TICKET) -> Self:
        """One's own, and those of people at clients where the actor may do the verb."""
        clients = [grant.client_id for grant in actor.held if verb in ALLOWED[grant.role]]
        colleagues = Agent.objects.filter(grants__client__in=clients).values("pk")
        return self.filter(Q(agent_id=actor.pk) | Q(agent_id__in=colleagues))


class TeamQuerySet(OfAllBrands):
    used = OfAllBrands.used | {Verb.ASSIGN}


@tracked()
class Team(models.Model):
    """Agents of a client who share the work on certain tickets. Archived, it gets no more of it."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="teams")
    name = models.CharField(max_length=60)
    members = models.ManyToManyField(Agent, related_name="teams")
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "client", Lower("name"), name="team_name_in_use_once", condition=Q(archived_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked(by="team")
class Membership(Team.members.through):  # type: ignore[name-defined,misc]
    """That an agent is in a team: Django's own table, by a name of ours."""

    class Meta:
        proxy = True


@tracked(leave=["delivery_id"], secret=["hashed"])
class Invitation(models.Model):
    """Somebody is asked by mail to work for a client. Who has the mail's link may accept, once."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=200)
    roles: models.JSONField[Any, Any] = models.JSONField()
    """Pairs of a role and the id of a brand, or null for all of them."""
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    hashed = models.CharField(max_length=64, unique=True)
    """Of the secret in the latest mail: nothing that is kept opens anything."""
    delivery_id = models.BigIntegerField(null=True)
    """The mail; without a foreign key, because deliveries are above this room."""
    sent_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = OfAllBrands.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "client",
                Lower("email"),
                name="invited_once",
                condition=Q(accepted_at=None, withdrawn_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def expires_at(self) -> datetime:
        """From when on its link opens nothing."""
        return self.sent_at + INVITED_FOR

    def stands(self, at: datetime) -> Standing:
        """How it stands at that moment."""
        accepted, withdrawn = self.accepted_at is not None, self.withdrawn_at is not None
        return standing(sent_at=self.sent_at, accepted=accepted, withdrawn=withdrawn, at=at)
