"""Mail that comes back: what it says, in the standard form (RFC 3464) or in own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from threering.channels.email import bounced, notifications, status
from threering.channels.email.bounce_words import (
    BODIES,
    CODES,
    FIELD_BODIES,
    NOT_BROUGHT,
    RETURNED,
    ROBOTS,
    SENDERS,
    SUBJECTS,
)
from threering.channels.email.charsets import decode
from threering.channels.email.failures import is_hard
from threering.channels.email.payload import content, content_type, parameters
from threering.channels.email.structure import Leaf
from threering.channels.email.words import header, raw_headers

RETURNED_TYPES = (
    "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers",
    "message/global-headers", "message/partial",
)  # fmt: skip
MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
# A server that knows no such user says so when it hears the name, not after the whole mail.
AFTER_DATA = re.compile(
    r"end of (?:mail )?data|>>> DATA|^DATA$|after DATA|DATA\) command", re.I | re.M
)
TYPED = re.compile(r"^(?:smtp|x-[\w-]+|dns); ?", re.I)  # RFC 3464: which kind of words follow
AT_ADDRESS = re.compile(r"RCPT TO", re.I)
GENTLE = ("delayed", "relayed", "expanded", "delivered")  # the least sure one counts
REPORT = "delivery-status"
ENOUGH = 3
LAPIDARY = 20  # "smtp; 550" and its like say nothing
MAX_TEXT = 20000
MAX_REASON = 500
MAX_SUBJECT = 1000


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a returned mail says."""

    recipients: tuple[str, ...]
    hard: bool
    reason: str
    failed: bool
    about: tuple[str, ...]
    """Message-IDs of the mail that came back, surest first."""
    action: str = "failed"
    """What the server did: failed, delayed, delivered, relayed or expanded."""


@dataclass(slots=True)
class Notice:
    """The parts of a mail that may be a bounce."""

    mail: Message
    text: str
    """What the server says itself."""
    returned: str
    """The mail that came back, or its head."""
    blocks: list[dict[str, str]]
    """The fields of the delivery status: first the mail's, then one block a recipient."""


def notice(mail: Message, leaves: list[Leaf], text: str) -> Notice:
    """Take a mail apart as if it were a bounce. `text`: its readable words."""
    blocks: list[dict[str, str]] = []
    returned = ""
    for leaf in leaves:
        kind = content_type(leaf.part)
        if kind in status.TYPES and not returned:  # what comes after is of an older bounce
            blocks += status.blocks(leaf.part)
        elif kind in RETURNED_TYPES and not returned:
            returned = decode(content(leaf.part))[0].replace("\r\n", "\n")
    own, glued = _cut(text[:MAX_TEXT])
    if not blocks:
        blocks = status.blocks_in(own) or notifications.blocks(text)
    return Notice(mail, own, returned or glued, blocks)


def is_bounce(found: Notice) -> bool:
    """Whether a server says that a mail of ours did not arrive, or not yet."""
    if any("final-recipient" in block or "action" in block for block in found.blocks):
        return True
    if raw_headers(found.mail, "x-failed-recipients"):
        return True
    if parameters(found.mail, "content-type").get("report-type", "").lower() == REPORT:
        return True
    return _evidence(found) >= ENOUGH


def _evidence(found: Notice) -> int:
    """Points for a sender, a subject and words; no single one is enough.

    None counts without the sign of a machine: customers too write that something was not delivered.
    """
    mail = found.mail
    sender = f"{header(mail, 'from')} {header(mail, 'sender')}"
    official = bool(SENDERS.search(sender)) or "@" not in sender
    if not official and not _is_machine(found, sender):
        return 0
    spoken = bool(BODIES.search(found.text) or NOT_BROUGHT.search(found.text))
    told = _is_told_by(header(mail, "subject")[:MAX_SUBJECT])
    points = 2 * official + 2 * spoken + 2 * told
    points += header(mail, "return-path").strip() == "<>"
    points += bool(FIELD_BODIES.search(found.text)) + bool(found.returned and (spoken or told))
    points += content_type(mail) == "multipart/report"
    return points if official or spoken else 0


def _is_told_by(subject: str) -> bool:
    return bool(SUBJECTS.search(subject) or NOT_BROUGHT.search(subject))


def _is_machine(found: Notice, sender: str) -> bool:
    """No person: an empty return path or a robot's name, and codes or a returned mail."""
    unattended = (
        header(found.mail, "return-path").strip() == "<>"
        or ROBOTS.search(sender)
        or header(found.mail, "auto-submitted").lower().startswith("auto")
    )
    if not unattended:
        return False
    return bool(found.returned or CODES.search(found.text) or FIELD_BODIES.search(found.text))


def read(found: Notice) -> Bounce:
    """Whom it is about, why, and whether the address is to blame."""
    blocks = [
        b for b in found.blocks if b.keys() & {"final-recipient", "original-recipient", "action"}
    ]
    failing = [
        b for b in blocks if b.get("action", "failed").lower() not in ("delivered", "relayed")
    ]
    chosen = failing or blocks
    actions = {
        block.get("action", "failed").split()[0].lower()
        for block in chosen
        if block.get("action", "x")
    }
    delayed = bool(actions) and actions <= {"delayed"}
    reason = _reason(found, chosen) or header(found.mail, "subject")
    failed = not (actions and actions <= set(GENTLE))
    return Bounce(
        recipients=bounced.recipients(found.mail, found.text, found.returned, chosen),
        hard=failed and not delayed and _hard(found, chosen, reason),
        reason=_short(reason),
        failed=failed,
        about=_about(found),
        action=next((a for a in GENTLE if a in actions), "failed") if not failed else "failed",
    )


def _hard(found: Notice, blocks: list[dict[str, str]], reason: str) -> bool:
    """Whether one of the addresses is no good."""
    late = bool(AFTER_DATA.search(found.text)) and not AT_ADDRESS.search(found.text)
    told = [(_told(block), block.get("status", "")) for block in blocks]
    if not any(len(words) > LAPIDARY for words, _ in told):
        return any(is_hard(part, told[0][1] if told else "", late=late) for part in _apart(reason))
    return any(is_hard(words, status, late=late) for words, status in told)


def _apart(reason: str) -> list[str]:
    """The words about each address when they are about several."""
    parts = re.split(
        rf"\n(?=[ \t]*[<\"']?{bounced.ADDRESS.pattern}[>\"']?[ \t]*(?::|\n|$))", reason
    )
    return parts if len(parts) > 1 else [reason]


def _told(block: dict[str, str]) -> str:
    return f"{block.get('diagnostic-code', '')} {block.get('x-notes-item', '')}".strip()


def _short(reason: str) -> str:
    return TYPED.sub("", re.sub(r"\s+", " ", reason).strip())[:MAX_REASON]


def _about(found: Notice) -> tuple[str, ...]:
    ids = MESSAGE_ID.findall(_unfolded(found.returned)[:MAX_TEXT]) + MESSAGE_ID.findall(found.text)
    own = set(re.findall(r"<[^<>\s]+>", header(found.mail, "message-id")))
    for name in ("x-original-message-id", "original-message-id", "in-reply-to", "references"):
        ids += re.findall(r"<[^<>\s]+>", header(found.mail, name))
    for block in found.blocks:
        ids += re.findall(r"<[^<>\s]+>", block.get("original-message-id", ""))
    return tuple(dict.fromkeys(i for i in ids if i not in own))


def _unfolded(text: str) -> str:
    return re.sub(r"\n[ \t]+", " ", text)


def _cut(text: str) -> tuple[str, str]:
    """The server's own words, and the returned mail that it glued under them."""
    found = RETURNED.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _reason(found: Notice, blocks: list[dict[str, str]]) -> str:
    told = "\n".join(dict.fromkeys(filter(None, map(_told, blocks))))
    if len(told) > LAPIDARY or not found.text:
        return told
    return f"{told} {_tellings(found.text)}".strip()


def _tellings(text: str) -> str:
    """The lines that tell something: those with codes and those under an address."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    coded = [
        at for at, line in enumerate(lines) if re.search(r"\b[45]\d\d\b|\b[45]\.\d+\.\d+\b", line)
    ]
    if coded:
        near = sorted(
            {n for at in coded[:4] for n in (at - 2, at - 1, at, at + 1) if 0 <= n < len(lines)}
        )
        return "\n".join(lines[n] for n in near)
    return "\n".join(lines)


def is_feedback(mail: Message, leaves: list[Leaf]) -> bool:
    """Whether a provider tells that a recipient called our mail unwanted (RFC 5965)."""
    if parameters(mail, "content-type").get("report-type", "").lower() == "feedback-report":
        return True
    if raw_headers(mail, "x-apple-unsubscribe"):  # a mail program says it for its owner
        return True
    return any(content_type(leaf.part) == "message/feedback-report" for leaf in leaves)
