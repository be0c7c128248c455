"""What every channel must speak. The only file of ours that an adapter may import."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that came with a message."""

    filename: str
    content_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""
    """The name by which the text of the message shows it in place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or address on a message. Both may be empty, never None."""

    name: str
    handle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One utterance of a customer, whatever the channel."""

    external_id: str
    sent_at: datetime | None
    sender_name: str
    sender_handle: str
    text: str
    html: str = ""
    subject: str = ""
    thread_keys: tuple[str, ...] = ()
    """Ids of earlier messages this one answers, nearest first."""
    thread_ids: tuple[str, ...] = ()
    """Names that the sender's or our provider gives the whole thread, such as "outlook:…"."""
    attached: tuple[Attached, ...] = ()
    automatic: bool = False
    """Written by a machine (out of office, list): it must never be answered by a machine."""
    kind: str = "message"
    """message, auto_reply, list or feedback_report."""
    visible_text: str = ""
    """What is new in it: the text without what it quotes and without its signature."""
    quoted: str = ""
    """The rest of the text, in its order, to be shown folded."""
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    delivered_to: tuple[str, ...] = ()
    """Addresses it was really delivered to as the servers on its way noted them, nearest first."""
    reply_to: tuple[Party, ...] = ()
    signed: bool = False
    encrypted: bool = False
    """Its content is closed to us: only the files say what is in it."""
    remote_images: tuple[str, ...] = ()
    """Addresses that showing the HTML would fetch, trackers aside."""
    trackers: tuple[str, ...] = ()
    """Hosts of pictures that only tell their owner that the message was read; the HTML is without
    them."""
    auth: tuple[tuple[str, str], ...] = ()
    """What a server of ours found: (("spf", "pass"), ("dkim", "fail"), …). Never from an adapter:
    who is ours it cannot know."""
    claims: tuple[tuple[str, str, str], ...] = ()
    """What the message itself says of that, and in whose name: anybody can write it."""
    defects: tuple[str, ...] = ()
    """What was wrong with its form, and was read all the same."""
    masked: bytes | None = None
    """It came with card numbers, which are struck out: what to keep instead of the raw bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a machine says about something we sent."""

    about: tuple[str, ...]
    """External ids of the delivery it may be about, surest first."""
    failed: bool
    reason: str
    kind: str = "bounce"
    """bounce, or feedback_report: the recipient called it unwanted."""
    recipients: tuple[str, ...] = ()
    """Whom it did not reach, as far as the report says."""
    hard: bool = False
    """The address itself is no good: nothing sent there will ever arrive."""
    action: str = "failed"
    """What the server did, in the words of RFC 3464: failed, delayed, delivered, relayed or
    expanded."""
    external_id: str = ""
    sent_at: datetime | None = None
    """Of the report itself; what a provider posts has neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The message that a reply answers, to be shown below it."""

    name: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A message that is passed on, to be shown below the words of whoever does."""

    sender: Party
    at: datetime
    subject: str
    to: tuple[Party, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What mails of a domain are signed with (DKIM)."""

    domain: str
    selector: str
    private: bytes
    """An RSA key as PEM."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """One reply, ready to be put into the form of its channel."""

    external_id: str
    sent_at: datetime
    sender_name: str
    sender_handle: str
    recipients: Sequence[str]
    subject: str
    text: str
    answers: str = ""
    """External id of the message this one answers."""
    thread_keys: Sequence[str] = ()
    """Ids of the messages before it, oldest first."""
    reply_to: str = ""
    """Where answers shall go, when that is not the sender's own address."""
    cc: Sequence[str] = ()
    language: str = "en"
    """Of the words that we put around what was written."""
    signature: str = ""
    quoted: Quoted | None = None
    forwarded: Forwarded | None = None
    attached: Sequence[Attached] = ()
    automatic: bool = False
    """Written by a machine: it says so, and nothing that cannot reach it may come back."""
    refuse_url: str = ""
    """Where whoever gets it says that they want no more of its kind."""
    signing: Signing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """The bytes of a reply and where they go. `sender` is "" where nothing may come back."""

    content: bytes
    sender: str
    recipients: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way out: SMTP, or a provider, with what its door asks for. Never shown, never logged."""

    kind: str = "smtp"
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)
    permitted: tuple[str, ...] | None = None
    """Set up on a page, it leads to public machines and to these; None: an operator set it up."""


class NotUnderstood(Exception):
    """The adapter cannot read this; the message says why, and the arrival is quarantined."""


class NotTaken(Exception):
    """A rule of ours leaves this aside; the message names the rule, and the arrival is rejected."""


class NotSendable(Exception):
    """This reply cannot be put into the channel's form; the message tells the author why."""


class DeliveryFailed(Exception):
    """It surely did not leave.

    `permanent`: trying again will not help. `unreachable`: the server itself is not there, and
    whatever else has to go through it had better wait too.
    """

    def __init__(self, why: str, *, permanent: bool = False, unreachable: bool = False) -> None:
        super().__init__(why)
        self.permanent, self.unreachable = permanent, unreachable


class DeliveryUncertain(Exception):
    """It may have left: the answer of the other side was not heard."""


class Adapter(Protocol):
    """Pure translation between a channel's form and ours."""

    def parse(self, raw: bytes) -> Inbound | Report:
        """Understand one arrival. Raises NotUnderstood."""

    def build(self, outbound: Outbound) -> Packed:
        """Put a reply into the channel's form. Raises NotSendable."""


class Transport(Protocol):
    """The wire."""

    def send(self, parcel: Packed, way: Way, handing_over: Callable[[], None]) -> str:
        """Hand it over, calling `handing_over` just before the content leaves.

        Returns the id under which the other side speaks of it, "" if it has none. Raises
        DeliveryFailed or DeliveryUncertain.
        """
