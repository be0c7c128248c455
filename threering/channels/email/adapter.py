"""RFC 5322 mail to our shape and back. Pure: bytes in, values out."""

from __future__ import annotations

import email
import mimetypes
from email.headerregistry import Address
from email.message import EmailMessage, Message
from email.policy import SMTP, compat32
from email.utils import format_datetime

import nh3

from threering.channels.contract import Attached, Inbound, NotUnderstood, Outbound, Report
from threering.channels.email import decoding as read
from threering.channels.email.reports import is_report, read_report

MAX_PARTS = 500


def parse(raw: bytes) -> Inbound | Report:
    """Read one mail. Raises NotUnderstood with the reason it cannot be read."""
    mail = email.message_from_bytes(raw, policy=compat32)
    if is_report(mail):
        return read_report(mail)
    senders = read.addresses(mail, "from") or read.addresses(mail, "sender")
    if not senders:
        raise NotUnderstood("The mail does not say who sent it: no usable From address.")
    text, html, attached = _bodies(mail)
    return Inbound(
        external_id=next(iter(read.message_ids(mail, "message-id")), ""),
        sent_at=read.sent_at(mail),
        sender_name=senders[0][0],
        sender_handle=senders[0][1],
        subject=read.header(mail, "subject")[:500],
        text=text,
        html=html,
        thread_keys=_thread_keys(mail),
        attached=tuple(attached),
        automatic=_is_automatic(mail),
    )


def _thread_keys(mail: Message) -> tuple[str, ...]:
    """What the mail answers, nearest first: In-Reply-To, then References from the end."""
    keys = read.message_ids(mail, "in-reply-to") + read.message_ids(mail, "references")[::-1]
    return tuple(dict.fromkeys(keys))


def _bodies(mail: Message) -> tuple[str, str, list[Attached]]:
    """The plain text, the sanitised HTML and the files. Raises NotUnderstood for a MIME bomb."""
    texts: list[str] = []
    htmls: list[str] = []
    attached: list[Attached] = []
    for part in _leaves(mail):
        if read.is_attached(part):
            attached.append(_attached(part, len(attached) + 1))
        elif part.get_content_subtype() == "html":
            htmls.append(read.text_of(part))
        else:
            texts.append(read.text_of(part))
    html = nh3.clean("\n".join(htmls)) if htmls else ""
    text = "\n\n".join(filter(None, texts)) or read.readable("\n".join(htmls))
    return text, html, attached


def _leaves(mail: Message) -> list[Message]:
    """The parts that hold something. A nested message is one file, not a heap of parts."""
    found: list[Message] = []
    heap = [mail]
    while heap:
        part = heap.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            heap.extend(p for p in reversed(inner) if isinstance(p, Message))
        elif inner:
            found.append(part)
        if len(found) + len(heap) > MAX_PARTS:
            raise NotUnderstood(f"The mail has more than {MAX_PARTS} parts.")
    return found


def _attached(part: Message, number: int) -> Attached:
    kind = part.get_content_type()
    name = read.clean(str(part.get_filename() or ""))
    if not name:
        name = f"attachment-{number}{mimetypes.guess_extension(kind) or ''}"
    return Attached(
        filename=name.replace("/", "_").replace("\\", "_")[:200],
        content_type=kind[:100],
        content=read.content(part),
        inline=part.get_content_disposition() == "inline" or bool(part.get("content-id")),
    )


def _is_automatic(mail: Message) -> bool:
    """Written by a machine: RFC 3834's own word for it, lists, and the older habits."""
    submitted = read.header(mail, "auto-submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if read.header(mail, "precedence").lower() in {"bulk", "junk", "list", "auto_reply"}:
        return True
    return any(mail.get(name) for name in ("list-id", "x-autoreply", "x-auto-response-suppress"))


def build(outbound: Outbound) -> bytes:
    """A reply as a mail, with the Message-ID it will always have and the thread it belongs to."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(outbound.sender_name, addr_spec=outbound.sender_handle)
    mail["To"] = [Address(addr_spec=recipient) for recipient in outbound.recipients]
    mail["Subject"] = outbound.subject
    mail["Date"] = format_datetime(outbound.sent_at)
    mail["Message-ID"] = outbound.external_id
    if outbound.answers:
        mail["In-Reply-To"] = outbound.answers
    if outbound.thread_keys:
        mail["References"] = " ".join(outbound.thread_keys)
    mail.set_content(outbound.text + "\n")
    return mail.as_bytes()
