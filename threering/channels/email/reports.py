"""Delivery status notifications (RFC 3464): what a mail server says about a mail of ours."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from threering.channels.contract import NotUnderstood, Report
from threering.channels.email.decoding import content, header, message_ids


def is_report(mail: Message) -> bool:
    """Whether this is a machine-readable delivery report."""
    if mail.get_content_type() != "multipart/report":
        return False
    kind = str(mail.get_param("report-type", "")).lower()
    return kind == "delivery-status" or any(map(_is_status, mail.walk()))


def read_report(mail: Message) -> Report:
    """Understand a delivery report. Raises NotUnderstood when it names nothing."""
    fields = _status_fields(mail)
    about = _returned_ids(mail) + message_ids(mail, "in-reply-to") + message_ids(mail, "references")
    if not about:
        raise NotUnderstood("A delivery report that does not name the mail it is about.")
    action = fields.get("action", "failed").lower()
    reason = fields.get("diagnostic-code") or fields.get("status") or header(mail, "subject")
    return Report(about=tuple(dict.fromkeys(about)), failed=action == "failed", reason=reason[:500])


def _is_status(part: Message) -> bool:
    return part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}


def _status_fields(mail: Message) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(_is_status, mail.walk()):
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if isinstance(block, Message):
                found |= {name.lower(): header(block, name.lower()) for name in block}
    return found


def _returned_ids(mail: Message) -> list[str]:
    """Message-IDs in the returned mail, or in its returned headers."""
    ids: list[str] = []
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            for returned in inner if isinstance(inner, list) else []:
                ids += message_ids(returned, "message-id") if isinstance(returned, Message) else []
        elif part.get_content_type() == "text/rfc822-headers":
            ids += message_ids(message_from_bytes(content(part)), "message-id")
    return ids
