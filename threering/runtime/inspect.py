"""`threering inspect-mail`: what we understand of mail files, without database or settings."""

from __future__ import annotations

import hashlib
import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from threering.channels.contract import Attached
from threering.channels.email.addresses import Address
from threering.channels.email.bounces import Bounce
from threering.channels.email.markup import safe
from threering.channels.email.reading import Mail, understand
from threering.channels.email.structure import TooManyParts

Seen = dict[str, Any]
HTML_ENDINGS = (".html", ".htm")
AS_HTML = b"Content-Type: text/html\n\n"


def run(options: Namespace) -> int:
    """Print what each file says. The exit code: how many could not be read, at most 100."""
    unread = 0
    for seen in inspected(options.files):
        unread += "unreadable" in seen["defects"]
        line = json.dumps(seen, ensure_ascii=False) if options.json else "\n".join(told(seen))
        sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()  # who reads along sees each file when it is understood
    return min(unread, 100)


def inspected(paths: Iterable[str]) -> Iterator[Seen]:
    """What each file says; one that cannot be read says why in its defects."""
    for path in paths:
        try:
            yield _seen(path, understand(_mail_in(Path(path))))
        except OSError as error:
            yield _unread(path, f"cannot be opened: {error.strerror}")
        except TooManyParts as many:
            yield _unread(path, str(many))
        except Exception as error:  # noqa: BLE001 - one odd mail must not hide the others; told
            yield _unread(path, f"not understood, please report: {type(error).__name__}: {error}")


def _mail_in(path: Path) -> bytes:
    """The bytes of a file; a bare HTML document counts as the body of a mail."""
    raw = path.read_bytes()
    return AS_HTML + raw if path.suffix.lower() in HTML_ENDINGS else raw


def _seen(path: str, mail: Mail) -> Seen:
    return {
        "path": path,
        "subject": mail.subject,
        "from": _address(mail.sender),
        "to": [_address(address) for address in mail.to],
        "cc": [_address(address) for address in mail.cc],
        "message_id": mail.message_id.strip("<>"),
        "date": mail.sent_at.isoformat() if mail.sent_at else None,
        "text": mail.text,
        "html": safe(mail.html),
        "visible_reply": mail.split.visible,
        "attachments": [_file(file) for file in mail.files],
        "kind": mail.kind,
        "bounce": _bounce(mail.bounce) if mail.kind == "bounce" and mail.bounce else None,
        "defects": mail.defects,
    }


def _unread(path: str, why: str) -> Seen:
    empty = dict.fromkeys(("subject", "message_id", "text", "html", "visible_reply"), "")
    return {
        "path": path,
        **empty,
        "from": {"name": "", "email": ""},
        "to": [],
        "cc": [],
        "date": None,
        "attachments": [],
        "kind": "message",
        "bounce": None,
        "defects": ["unreadable", why],
    }


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "email": address.email}


def _file(file: Attached) -> Seen:
    return {
        "filename": file.filename,
        "content_type": file.content_type,
        "size": len(file.content),
        "md5": hashlib.md5(file.content, usedforsecurity=False).hexdigest(),
        "inline": file.inline,
    }


def _bounce(bounce: Bounce) -> Seen:
    return {"recipients": list(bounce.recipients), "hard": bounce.hard, "reason": bounce.reason}


def told(seen: Seen) -> Iterator[str]:
    """What a file says, for people."""
    yield f"{seen['path']}: {seen['kind']}"
    sender = seen["from"]
    yield f"  From: {sender['name']} <{sender['email']}>"
    for role in ("to", "cc"):
        for party in seen[role]:
            yield f"  {role.capitalize()}: {party['name']} <{party['email']}>"
    yield f"  Subject: {seen['subject']}"
    yield f"  Date: {seen['date'] or 'not given'}"
    if seen["bounce"]:
        bounce = seen["bounce"]
        hardness = "hard" if bounce["hard"] else "soft"
        yield f"  Bounce ({hardness}) of {', '.join(bounce['recipients'])}: {bounce['reason']}"
    for file in seen["attachments"]:
        yield f"  File: {file['filename']} ({file['content_type']}, {file['size']} bytes)"
    if seen["defects"]:
        yield f"  Defects: {', '.join(seen['defects'])}"
    for line in seen["visible_reply"].split("\n"):
        yield f"  | {line}"
