"""Files written into the text of a mail the old way: begin 644 name … end."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass

BEGIN = re.compile(
    rb"^begin(?:-base64)? (?P<mode>[0-7]{3,4}) (?P<name>[^\r\n]+)\r?\n"
    rb"(?P<lines>(?:[ -`]{1,90}\r?\n)+?)(?:[` ]?\r?\n)?end[ \t]*\r?$\n?",
    re.MULTILINE,
)
MAX_FILES = 500


@dataclass(frozen=True, slots=True)
class Found:
    """One file and its name as bytes."""

    name: bytes
    content: bytes


def files(body: bytes) -> tuple[list[Found], bytes]:
    """The files in a text, and the text without them."""
    if b"begin" not in body:
        return [], body
    found: list[Found] = []

    def take(match: re.Match[bytes]) -> bytes:
        found.append(Found(match["name"].rstrip(b" \t"), _decoded(match["lines"])))
        return b""

    rest = BEGIN.sub(take, body, count=MAX_FILES)
    return found, rest


def _decoded(lines: bytes) -> bytes:
    return b"".join(_line(line) for line in lines.splitlines())


def _line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:  # trailing rubbish: as many bytes as the first sign promises
        wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:wanted])
        except binascii.Error:
            return b""
