"""winmail.dat: the envelope in which Outlook hides files and bodies (MS-OXTNEF), read-only."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from threering.channels.email.rtf import rtf_text, unpacked

SIGNATURE = 0x223E9F78
TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
LEVEL_ATTACHMENT = 2
# Attributes, by their number without their type.
ATT_BODY, ATT_MAPI = 0x800C, 0x9003
ATT_RENDERING, ATT_TITLE, ATT_DATA, ATT_ATTACHMENT = 0x9002, 0x8010, 0x800F, 0x9005
# MAPI properties.
PR_BODY, PR_HTML, PR_RTF = 0x1000, 0x1013, 0x1009
PR_DATA, PR_FILENAME, PR_LONG_FILENAME = 0x3701, 0x3704, 0x3707
PR_MIME, PR_CONTENT_ID, PR_CODEPAGE = 0x370E, 0x3712, 0x3FDE
SIZES = {2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 2, 20: 8, 64: 8, 72: 16}
UNICODE, TEXT, BINARY, OBJECT = 0x1F, 0x1E, 0x102, 0x0D
MULTIPLE = 0x1000
OBJECT_HEAD = 16  # an object starts with the id of its interface
MAX_PROPERTIES = 4000
MAX_FILES = 500

Properties = dict[int, bytes]


class NotTnef(Exception):
    """The bytes are no winmail.dat."""


@dataclass(slots=True)
class File:
    """One attachment inside."""

    name: str = ""
    content: bytes = b""
    content_type: str = ""
    content_id: str = ""


@dataclass(slots=True)
class Opened:
    """What the envelope held."""

    text: str = ""
    html: str = ""
    files: list[File] = field(default_factory=list)
    cut: bool = False
    """Whether there is more than MAX_FILES."""


def open_envelope(raw: bytes) -> Opened:
    """Read a winmail.dat; what is cut off is left out. Raises NotTnef."""
    if len(raw) < 6 or struct.unpack_from("<I", raw)[0] != SIGNATURE:
        raise NotTnef("The file does not start like a winmail.dat.")
    found = Opened()
    for level, attribute, value in _attributes(raw):
        if len(found.files) > MAX_FILES:
            found.files.pop()
            found.cut = True
            break
        if level == LEVEL_ATTACHMENT:
            _attachment(found, attribute, value)
        elif attribute == ATT_BODY:
            found.text = found.text or value.rstrip(b"\0").decode("cp1252", "replace")
        elif attribute == ATT_MAPI:
            _bodies(found, _properties(value))
    return found


def _attributes(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 6
    while at + 9 <= len(raw):
        level, attribute, _, length = struct.unpack_from("<BHHI", raw, at)
        at += 9
        yield level, attribute, raw[at : at + length]
        at += length + 2  # a checksum that many programs get wrong


def _attachment(found: Opened, attribute: int, value: bytes) -> None:
    if attribute == ATT_RENDERING or not found.files:
        found.files.append(File())
    file = found.files[-1]
    if attribute == ATT_TITLE:
        file.name = file.name or value.rstrip(b"\0").decode("cp1252", "replace")
    elif attribute == ATT_DATA:
        file.content = value
    elif attribute == ATT_ATTACHMENT:
        _describe(file, _properties(value))


def _describe(file: File, properties: Properties) -> None:
    """The long name, the type and, for an embedded message, the content."""
    name = properties.get(PR_LONG_FILENAME) or properties.get(PR_FILENAME)
    file.name = name.decode() if name else file.name
    file.content_type = properties.get(PR_MIME, b"").decode()
    file.content_id = properties.get(PR_CONTENT_ID, b"").decode()
    file.content = file.content or properties.get(PR_DATA, b"")


def _bodies(found: Opened, properties: Properties) -> None:
    page = properties.get(PR_CODEPAGE, b"")
    codepage = int.from_bytes(page[:4], "little")
    charset = {65001: "utf-8", 20127: "ascii", 28591: "cp1252"}.get(codepage, f"cp{codepage}")
    html = properties.get(PR_HTML, b"")
    found.html = found.html or _decoded(html, charset)
    found.text = found.text or properties.get(PR_BODY, b"").decode()
    if not found.html and not found.text and PR_RTF in properties:
        found.text = rtf_text(unpacked(properties[PR_RTF]))


def _decoded(payload: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "cp1252"):
        try:
            return payload.rstrip(b"\0").decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return payload.decode("utf-8", "replace")


def _properties(value: bytes) -> Properties:
    """The MAPI properties, texts as UTF-8. What cannot be followed ends the list."""
    found: Properties = {}
    try:
        _collect(value, found)
    except (struct.error, IndexError):
        return found
    return found


def _collect(value: bytes, found: Properties) -> None:
    (count,), at = struct.unpack_from("<I", value), 4
    for _ in range(min(count, MAX_PROPERTIES)):
        kind, number = struct.unpack_from("<HH", value, at)
        at = _after_name(value, at + 4) if number >= 0x8000 else at + 4
        many, kind = kind & MULTIPLE, kind & ~MULTIPLE
        if kind in SIZES and not many:
            width = SIZES[kind]
            found[number] = value[at : at + width]
            at += max(4, width)
            continue
        at = _values(value, at, (kind, number), found)


def _values(value: bytes, at: int, prop: tuple[int, int], found: Properties) -> int:
    """Values with their own length, each padded to four bytes; where the next property starts."""
    kind, number = prop
    (count,), at = struct.unpack_from("<I", value, at), at + 4
    for _ in range(min(count, MAX_PROPERTIES)):
        if kind in SIZES:
            at += SIZES[kind]
            continue
        (length,), at = struct.unpack_from("<I", value, at), at + 4
        found.setdefault(number, _value(kind, value[at : at + length]))
        at += length + (-length % 4)
    return at


def _value(kind: int, piece: bytes) -> bytes:
    if kind == UNICODE:
        return piece.decode("utf-16-le", "replace").rstrip("\0").encode("utf-8", "replace")
    if kind == TEXT:
        return _decoded(piece, "utf-8").rstrip("\0").encode("utf-8", "replace")
    return piece[OBJECT_HEAD:] if kind == OBJECT else piece


def _after_name(value: bytes, at: int) -> int:
    """A named property carries its set and its number or name first."""
    kind = struct.unpack_from("<I", value, at + 16)[0]
    if kind == 0:
        return at + 24
    length = struct.unpack_from("<I", value, at + 20)[0]
    return at + 24 + int(length) + (-int(length) % 4)
