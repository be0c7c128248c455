"""Amazon SES tells of bounces in JSON, which SNS puts into a plain mail."""

from __future__ import annotations

import json
import re
from typing import Any

BROKEN_LINE = re.compile(r"!?\n\s*")  # a mailer that cuts long lines leaves an exclamation mark


def blocks(text: str) -> list[dict[str, str]]:
    """The notification as the fields of a delivery status, one block a recipient."""
    if "notificationType" not in text and "eventType" not in text:
        return []
    found = _document(text)
    bounce = found.get("bounce") or {}
    recipients = bounce.get("bouncedRecipients") or []
    shared = {"original-message-id": _message_id(found)}
    made = [{**shared, **_block(one, bounce)} for one in recipients if isinstance(one, dict)]
    delivered = (found.get("delivery") or {}).get("recipients") or []
    answer = str((found.get("delivery") or {}).get("smtpResponse") or "")
    made += [{**shared, **_delivered(str(one), answer)} for one in delivered]
    return made


def _document(text: str) -> dict[str, Any]:
    start = text.find("{")
    try:
        found, _ = json.JSONDecoder().raw_decode(BROKEN_LINE.sub("", text[start:]))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    inner = found.get("Message")  # SNS wraps the notification once more
    return _document(inner) if isinstance(inner, str) else found


def _block(one: dict[str, Any], bounce: dict[str, Any]) -> dict[str, str]:
    said = str(one.get("diagnosticCode") or bounce.get("bounceSubType") or "")
    return {
        "final-recipient": f"rfc822; {one.get('emailAddress', '')}",
        "action": str(one.get("action") or "failed"),
        "status": str(one.get("status") or ""),
        "diagnostic-code": said,
    }


def _delivered(address: str, answer: str) -> dict[str, str]:
    recipient = f"rfc822; {address}"
    return {"final-recipient": recipient, "action": "delivered", "diagnostic-code": answer}


def _message_id(found: dict[str, Any]) -> str:
    mail = found.get("mail") or {}
    headers = mail.get("commonHeaders") or {}
    return str(headers.get("messageId") or "")
