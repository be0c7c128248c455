"""One mail understood: everything that Threering knows about it before anyone asks a database."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from hashlib import sha256

from threering.channels.contract import Attached
from threering.channels.email import bounces, machines
from threering.channels.email.addresses import Address, addresses, overlong
from threering.channels.email.bodies import Bodies, understood
from threering.channels.email.bounces import Bounce
from threering.channels.email.heads import HEADER_END
from threering.channels.email.structure import Leaf, leaves, parsed, read
from threering.channels.email.times import moment
from threering.channels.email.verdicts import Claim, claims
from threering.channels.email.visible import Split, split
from threering.channels.email.words import header, octets, raw_header, raw_headers, unbased

MESSAGE_ID = re.compile(r"<([^<>]*)>")
MAX_SUBJECT = 10_000
MAX_ID = 400
SHORTENED = "@shortened.invalid"
"""Where ids and addresses lie that are too long to be kept: nobody has this domain (RFC 2606)."""
DELIVERED = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "x-rcpt-to",
)
SENDERS = ("from", "reply-to", "sender", "return-path")
CONVERSATION = 22
"""Bytes of a Thread-Index that name the conversation: a mark, a time and a GUID."""


@dataclass(slots=True)
class Mail:
    """What one mail says."""

    kind: str
    message_id: str
    sent_at: datetime | None
    subject: str
    senders: list[Address]
    to: list[Address]
    cc: list[Address]
    reply_to: list[Address]
    delivered_to: list[str]
    thread_keys: list[str]
    thread_ids: list[str]
    text: str
    html: str
    """As it came: it is sanitised before anyone stores or shows it."""
    split: Split
    files: list[Attached]
    signed: bool
    encrypted: bool
    unanswerable: bool
    claims: list[Claim]
    """What it says of its own authentication; anybody can write that."""
    bounce: Bounce | None = None
    defects: list[str] = field(default_factory=list)

    @property
    def sender(self) -> Address:
        """The first who signs it; empty when nobody does."""
        return self.senders[0] if self.senders else Address("", "")


def understand(raw: bytes) -> Mail:
    """Read any bytes as a mail. Raises structure.TooManyParts for one built to exhaust."""
    tree = read(raw)
    mail = tree.mail
    parts = leaves(mail, tree.defects)
    bodies = understood(mail, parts, tree.defects)
    text = bodies.text()
    kind, bounce = _kind(mail, parts, text)
    found = _mail(mail, bodies, text, kind)
    found.bounce = bounce
    tree.defects += _lengths(found)
    if not found.senders:
        tree.defects.append("from-missing")
    if found.sent_at is None:
        tree.defects.append("date-invalid" if raw_headers(mail, "date") else "date-missing")
    found.defects = list(dict.fromkeys(tree.defects))
    return found


def _kind(mail: Message, parts: list[Leaf], text: str) -> tuple[str, Bounce | None]:
    if bounces.is_feedback(mail, parts):
        return "feedback_report", bounces.read(bounces.notice(mail, parts, text))
    notice = bounces.notice(mail, parts, text)
    if bounces.is_bounce(notice):
        return "bounce", bounces.read(notice)
    if machines.is_auto_reply(mail):
        return "auto_reply", None
    return ("list" if machines.is_list(mail) else "message"), None


def _mail(mail: Message, bodies: Bodies, text: str, kind: str) -> Mail:
    senders = next(filter(None, (addresses(mail, name) for name in SENDERS)), [])
    senders = senders or [_shortened(one) for one in overlong(mail, *SENDERS)[:1]]
    return Mail(
        kind=kind,
        message_id=next(iter(message_ids(mail, "message-id")), ""),
        sent_at=moment(header(mail, "date")),
        subject=re.sub(r"[ \t]+", " ", header(mail, "subject"))[:MAX_SUBJECT],
        senders=senders,
        to=addresses(mail, "to"),
        cc=addresses(mail, "cc"),
        reply_to=addresses(mail, "reply-to"),
        delivered_to=list(dict.fromkeys(a.email.lower() for a in addresses(mail, *DELIVERED))),
        thread_keys=_thread_keys(mail),
        thread_ids=_thread_ids(mail),
        text=text,
        html=bodies.html(),
        split=split(text),
        files=bodies.files,
        signed=bodies.signed,
        encrypted=bodies.encrypted,
        unanswerable=machines.is_unanswerable(mail, senders[0].email if senders else ""),
        claims=claims(mail),
    )


def message_id_of(raw: bytes) -> str:
    """The Message-ID of a mail of which only the head is read; "" if it has none."""
    end = HEADER_END.search(raw)
    head = parsed(raw[: end.end()] if end else raw)
    return next(iter(message_ids(head, "message-id")), "")


def message_ids(mail: Message, name: str) -> list[str]:
    """The <ids> of a header, in order; a lone one without its brackets counts too.

    In the place of one that is too long stands another, always the same.
    """
    value = header(mail, name)
    found = [inner for inner in map(str.strip, MESSAGE_ID.findall(value)) if inner]
    if not found and value and " " not in value:
        found = [value.strip("<>")]
    return [f"<{one}>" if len(one) + 2 <= MAX_ID else f"<{_stand_in(one)}>" for one in found]


def _stand_in(long: str) -> str:
    return sha256(long.encode("utf-8", "replace")).hexdigest() + SHORTENED


def _shortened(sender: Address) -> Address:
    """Who has nothing but an address that no server takes: their mail is read all the same."""
    return Address(sender.name or sender.email[:40], _stand_in(sender.email.lower()))


def _lengths(found: Mail) -> list[str]:
    """What had to be shortened."""
    ids = (found.message_id, *found.thread_keys)
    long_id = any(one.endswith(f"{SHORTENED}>") for one in ids)
    long_sender = found.sender.email.endswith(SHORTENED)
    return ["message-id-too-long"] * long_id + ["address-too-long"] * long_sender


def _thread_keys(mail: Message) -> list[str]:
    """What the mail answers, nearest first: In-Reply-To, then References from the end."""
    keys = message_ids(mail, "in-reply-to") + message_ids(mail, "references")[::-1]
    return list(dict.fromkeys(keys))


def _thread_ids(mail: Message) -> list[str]:
    """What mail programs call the whole thread: Outlook's conversation.

    Gmail's is no header but an attribute that its server tells (channels/email/imap.py).
    """
    begin = unbased(octets(raw_header(mail, "thread-index")))[:CONVERSATION]
    if len(begin) == CONVERSATION:  # each answer appends its own five bytes to these
        return [f"outlook:{begin.hex()}"]
    return []
