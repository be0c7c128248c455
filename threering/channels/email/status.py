"""The delivery status of RFC 3464: blocks of fields, first the mail's, then one a recipient."""

from __future__ import annotations

import re
from email.message import Message

from threering.channels.email.charsets import decode
from threering.channels.email.payload import content

Block = dict[str, str]
TYPES = ("message/delivery-status", "message/global-delivery-status")
FIELD = re.compile(r"^([A-Za-z][\w-]{0,99})[ \t]{0,9}:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
PASTED = re.compile(r"^(?:Final|Original)-Recipient:", re.MULTILINE | re.IGNORECASE)
MAX_STATUS, MAX_VALUE = 500_000, 5000
WHOM = {"final-recipient", "original-recipient"}


def blocks(part: Message) -> list[Block]:
    """The blocks of a status part, however it is encoded or indented."""
    return _split(decode(content(part)[:MAX_STATUS])[0].replace("\r\n", "\n"))


def blocks_in(text: str) -> list[Block]:
    """A delivery status pasted into the words."""
    if not PASTED.search(text):
        return []
    return [block for block in _split(text[:MAX_STATUS]) if block.keys() & WHOM]


def _split(text: str) -> list[Block]:
    lines: list[str] = []
    found: list[Block] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            lines.append(line)
        elif lines:
            fields = {name.lower(): _flat(value) for name, value in _fields("\n".join(lines))}
            found += [fields] if fields else []
            lines = []
    return found


def _fields(chunk: str) -> list[tuple[str, str]]:
    return FIELD.findall(chunk)


def _flat(value: str) -> str:
    return " ".join(value[:MAX_VALUE].split())
