from __future__ import annotations

from django.db import models
from django.db.models import Q

from threering.kernel.history import tracked
from threering.kernel.ids import uuid7
from threering.organisation.models import Brand, Client, OfOneClient


@tracked()
class Inbox(models.Model):
    """Where customers reach a brand: for e-mail, an address.

    `signs_replies`: answers are asked for at help+t.12.…@: needs a server that takes +details.
    `names_ticket`: the number of the ticket stands at the end of our subjects.
    """

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="inboxes")
    kind = models.CharField(max_length=20, default="email")
    address = models.CharField(max_length=320)
    name = models.CharField(max_length=200)
    signs_replies = models.BooleanField(default=True)
    names_ticket = models.BooleanField(default=True)
    off_at = models.DateTimeField(null=True, blank=True)
    """Since when it takes no mail any more. What came stays, and is answered from it."""
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfOneClient.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "address"], name="inbox_address_once")
        ]

    def __str__(self) -> str:
        return self.address


@tracked(secret=["secret"])
class WayOut(models.Model):
    """How mails of one inbox leave: an SMTP server or a provider. Without it, the house's own."""

    client = models.ForeignKey(Client, models.PROTECT)
    inbox = models.OneToOneField(Inbox, models.CASCADE, related_name="way_out")
    kind = models.CharField(max_length=20)
    secret = models.BinaryField()
    """Sealed JSON: the url, or what the provider's door asks for."""
    guarded = models.BooleanField(default=False, db_default=False)
    """Set up on a page: it leads to public machines, and to others only as the operator permits."""
    changed_at = models.DateTimeField(auto_now=True)


@tracked()
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


@tracked()
class Acknowledgement(models.Model):
    """Whether a brand answers a new ticket by itself: the mail has come. Off at first."""

    client = models.ForeignKey(Client, models.PROTECT)
    brand = models.OneToOneField(Brand, models.CASCADE, related_name="acknowledgement")
    is_on = models.BooleanField(default=False)


@tracked()
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


@tracked(secret=["private"])
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


@tracked(secret=["sealed"], leave=["last_event_at", "refused", "refused_at"])
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


class UsedProof(models.Model):
    """A signature that does not cover the body it came with, and which body that was.

    Mailgun signs only a moment and a token: without this, one request that somebody saw would
    open the door for whatever they write.
    """

    client = models.ForeignKey(Client, models.PROTECT)
    hook = models.ForeignKey(Hook, models.CASCADE, related_name="used_proofs")
    proof = models.CharField(max_length=64)
    told = models.CharField(max_length=64)
    """SHA-256 of what it came with, without what a provider makes anew."""
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["hook", "proof"], name="proof_used_once"),)

    def __str__(self) -> str:
        return f"{self.proof[:8]} at {self.hook}"


READ_SO_FAR = (
    *("set_up", "uidvalidity", "generation", "seen_up_to", "last_ok_at", "trouble"),
    *("trouble_since", "compared_at", "compared", "missing"),
)
"""Of a mailbox: what is no setting of it but what reading it left."""


class OfAnInbox(OfOneClient):
    brand = "inbox__brand_id"


class OfAMailbox(OfOneClient):
    brand = "mailbox__inbox__brand_id"


@tracked(secret=["secret"], leave=READ_SO_FAR)
class Mailbox(models.Model):
    """A folder on an IMAP server that is read for an inbox, and how far it was read.

    What was read stands in the ledger as `imap:<uuid>` under `<numbering>/<uid>`; `seen_up_to`
    is the number of the last mail of which, and of all before it, nothing has to be asked again.
    """

    class Security(models.TextChoices):
        SSL = "ssl"
        STARTTLS = "starttls"
        PLAIN = "plain"

    class Auth(models.TextChoices):
        PASSWORD = "password"
        XOAUTH2 = "xoauth2"

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="mailboxes")
    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField()
    security = models.CharField(max_length=10, choices=Security, default=Security.SSL)
    user = models.CharField(max_length=320)
    folder = models.CharField(max_length=500, default="INBOX")
    auth = models.CharField(max_length=10, choices=Auth, default=Auth.PASSWORD)
    secret = models.BinaryField()
    guarded = models.BooleanField(default=False, db_default=False)
    """Set up on a page: it is read at public machines, and at others as the operator permits."""
    set_up = models.PositiveIntegerField(default=1)
    """Counts how often it was set up anew, so that who reads it notices."""
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    generation = models.PositiveIntegerField(default=0)
    """Counts how often the folder was numbered anew. A server that was restored from a backup
    gives the same numbers out again, so they and the UIDVALIDITY alone do not name a mail."""
    seen_up_to = models.BigIntegerField(default=0)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(default="", blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)
    compared_at = models.DateTimeField(null=True, blank=True)
    compared = models.BigIntegerField(default=0)
    missing = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfAnInbox.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inbox", "host", "user", "folder"], name="mailbox_once_an_inbox"
            ),
            models.CheckConstraint(
                condition=Q(trouble="", trouble_since=None)
                | (~Q(trouble="") & Q(trouble_since__isnull=False)),
                name="mailbox_trouble_has_a_beginning",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.host}, folder {self.folder}"

    @property
    def source(self) -> str:
        """Under which the ledger keeps what came from here."""
        return f"imap:{self.uuid}"

    def key_of(self, uid: int | str) -> str:
        """Under which the ledger keeps the mail of that number, as numbers are given out now."""
        again = f".{self.generation}" if self.generation else ""
        return f"{self.uidvalidity}{again}/{uid}"


class MailboxAlarm(models.Model):
    """Something about a mailbox that people were told of; open until it is over."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    client = models.ForeignKey(Client, models.PROTECT)
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="alarms")
    cause = models.CharField(max_length=20)
    words = models.TextField()
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    objects = OfAMailbox.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "cause"],
                condition=Q(cleared_at=None),
                name="mailbox_alarm_open_once",
            )
        ]
