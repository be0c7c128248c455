"""The head of a mail as bytes: found, mended and kept to a size before anyone parses it."""

from __future__ import annotations

import re

HEADER_END = re.compile(rb"\r?\n[ \t]*\r?\n|\r\n\r\n|\n\n|\Z")
FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
LOOSE_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]+:", re.MULTILINE)
KNOWN_FIELD = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|received|return-path|mime-version|reply-to|sender|"
    rb"content-[a-z-]+|x-[a-z0-9-]+|delivered-to|in-reply-to|references|list-[a-z]+)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
SURE_FIELD = re.compile(
    rb"^(?:received|message-id|return-path|mime-version|content-type)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
NEXT_FIELD = re.compile(rb"\n(?![ \t])")
# Mail servers take heads of 32 KB to 512 KB, and fields of 100 KB.
MAX_HEAD, MAX_FIELD = 2**19, 100_000


def headed(raw: bytes, defects: list[str]) -> bytes:
    """Mend the header block: blank lines before it, junk lines in it, blanks before colons."""
    stripped = raw.lstrip(b"\r\n \t") if raw[:1] in b"\r\n \t" and raw else raw
    if stripped is not raw and FIELD.match(stripped) and KNOWN_FIELD.match(stripped):
        defects.append("blank-before-headers")
        raw = stripped
    end = HEADER_END.search(raw)
    if raw[:1] in (b"\n", b"\r") or not end:
        return raw
    head, rest = raw[: end.start()], raw[end.start() :]
    if not KNOWN_FIELD.search(head) or not (FIELD.match(raw) or SURE_FIELD.search(head)):
        defects.append("no-headers")
        fields = len(head) <= MAX_HEAD and FIELD.match(raw) and _all_fields(head)
        return raw if fields else b"\n" + raw
    return _mended(_bounded(head, defects), defects) + rest


def _all_fields(head: bytes) -> bool:
    lines = head.splitlines()
    return all(line[:1] in (b" ", b"\t") or FIELD.match(line) for line in lines)


def _bounded(head: bytes, defects: list[str]) -> bytes:
    """A head beyond all sense: each field's beginning, as many of them as have room."""
    if len(head) <= MAX_HEAD:
        return head
    defects.append("header-too-large")
    fields, room = NEXT_FIELD.split(head), MAX_HEAD
    kept: list[bytes] = []
    for whole in fields:
        field = whole[:MAX_FIELD]
        room -= len(field) + 1
        if room < 0:
            break
        kept.append(field)
    return b"\n".join(kept)


def _mended(head: bytes, defects: list[str]) -> bytes:
    if LOOSE_FIELD.search(head):
        defects.append("blank-before-colon")
        head = LOOSE_FIELD.sub(rb"\1:", head)
    lines = head.split(b"\n")
    last_known = max((at for at, line in enumerate(lines) if KNOWN_FIELD.match(line)), default=0)
    kept: list[bytes] = []
    for at, line in enumerate(lines):
        odd = line.strip() and line[:1] not in (b" ", b"\t") and not FIELD.match(line)
        if odd and at < last_known:
            defects.append("header-not-understood")
            line = b" " + line if kept else b"X-Not-Understood: " + line
        kept.append(line)
    return b"\n".join(kept)
