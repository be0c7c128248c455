from __future__ import annotations

from django.db import models
from django.db.models import Q

from threering.kernel.ids import uuid7
from threering.organisation.models import Brand, Client, OfOneClient


class Inbox(models.Model):
    """Where customers reach a brand: for e-mail, an address."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="inboxes")
    kind = models.CharField(max_length=20, default="email")
    address = models.CharField(max_length=320)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfOneClient.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "address"], name="inbox_address_once")
        ]

    def __str__(self) -> str:
        return self.address


class WayOut(models.Model):
    """How mails of one inbox leave: an SMTP server or a provider. Without it, the house's own."""

    client = models.ForeignKey(Client, models.PROTECT)
    inbox = models.OneToOneField(Inbox, models.CASCADE, related_name="way_out")
    kind = models.CharField(max_length=20)
    secret = models.BinaryField()
    """Sealed JSON: the url, or what the provider's door asks for."""
    changed_at = models.DateTimeField(auto_now=True)


class Letterhead(models.Model):
    """Under which name mails of a brand leave, or of one inbox of it."""

    class Pattern(models.TextChoices):
        INBOX = "inbox"
        AGENT = "agent"
        AGENT_FROM_BRAND = "agent from brand"
        FIRST_NAME_FROM_BRAND = "first name from brand"

    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="letterheads")
    inbox = models.ForeignKey(Inbox, models.CASCADE, null=True, related_name="letterheads")
    pattern = models.CharField(max_length=30, choices=Pattern, default=Pattern.INBOX)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "inbox"], name="letterhead_once", nulls_distinct=False
            )
        ]


class Acknowledgement(models.Model):
    """Whether a brand answers a new ticket by itself: the mail has come. Off at first."""

    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.OneToOneField(Brand, models.CASCADE, related_name="acknowledgement")
    is_on = models.BooleanField(default=False)


class Wording(models.Model):
    """A text that goes under or into mails of a brand, or of one inbox of it, in one language."""

    class Kind(models.TextChoices):
        SIGNATURE = "signature"
        ACKNOWLEDGEMENT = "acknowledgement"

    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.ForeignKey(Brand, models.CASCADE, related_name="wordings")
    inbox = models.ForeignKey(Inbox, models.CASCADE, null=True, related_name="wordings")
    kind = models.CharField(max_length=20, choices=Kind)
    language = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "inbox", "kind", "language"],
                name="wording_once",
                nulls_distinct=False,
            )
        ]


class DkimKey(models.Model):
    """What mails of a domain are signed with; its public half stands in the domain's DNS."""

    client = models.ForeignKey(Client, models.PROTECT)
    domain = models.CharField(max_length=253)
    selector = models.CharField(max_length=63)
    private = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "domain"], name="dkim_key_once"),
            models.CheckConstraint(condition=~Q(selector=""), name="dkim_key_has_selector"),
        ]


class Hook(models.Model):
    """An address of ours that a mail provider posts to, for one inbox."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="hooks")
    provider = models.CharField(max_length=20)
    sealed = models.BinaryField()
    """Password and key, sealed: never shown again, never logged."""
    created_at = models.DateTimeField(auto_now_add=True)
    last_event_at = models.DateTimeField(null=True)
    refused = models.PositiveIntegerField(default=0)
    """Requests that could not prove where they come from; nothing of them is kept."""
    refused_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.provider} for {self.inbox}"
