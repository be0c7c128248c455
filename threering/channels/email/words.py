"""Header values as people read them: unfolding, RFC 2047 words in all their broken forms, bytes."""

from __future__ import annotations

import binascii
import re
import string
from email.message import Message

from threering.channels.email.charsets import decode

WORD = re.compile(
    r"=\?\s*(?P<charset>[\w.:+\-]+)\s*(?:\*[\w\-]*)?\?(?P<how>[bBqQ])\?"
    r"(?P<text>[^?]*(?:\?(?!=)[^?]*)*)(?:\?=|(?P<cut>\?*)$)"
)
BETWEEN = re.compile(r"(\?=)(?:\s*\r?\n)?[ \t]+(?==\?)")
FOLD = re.compile(r"\r?\n[ \t]*|\r[ \t]*")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MAX_VALUE = 100_000  # signs of a field that are read; Postfix keeps no more of one either
MAX_PARAMETERS = 5000  # signs; the longest name of a file, encoded twice, has half of them
BASE64 = string.ascii_letters.encode() + string.digits.encode() + b"+/"
NOT_BASE64 = bytes(set(range(256)) - set(BASE64))
MAX_BLOCKS = 200_000  # of base64 in one text: mailers that end each line with "=" make a few


def octets(value: str) -> bytes:
    """The bytes behind what structure.parsed keeps as signs."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:  # it is decoded already
        return value.encode("utf-8", "replace")


def header(mail: Message, name: str) -> str:
    """A header as readable text on one line; "" when it is missing."""
    return words(raw_header(mail, name))


def raw_header(mail: Message, name: str) -> str:
    """The first header of that name, unfolded but not decoded; "" when it is missing."""
    return next(iter(raw_headers(mail, name)), "")


def raw_headers(mail: Message, name: str) -> list[str]:
    """All headers of that name, unfolded but not decoded."""
    wanted = name.lower()
    found = (str(value) for key, value in mail.raw_items() if key.lower() == wanted)
    return [unfolded(value[:MAX_VALUE]) for value in found]


def unfolded(value: str) -> str:
    """Without line ends; bytes beyond ASCII stay what they are until `words` reads them."""
    return (FOLD.sub(" ", value) if "\n" in value or "\r" in value else value).strip()


def words(value: str) -> str:
    """An unfolded value with its encoded words decoded, white space as it was written."""
    if "=?" not in value:
        return clean(_literal(value))
    return clean(_encoded(BETWEEN.sub(r"\1", value)))


def clean(text: str) -> str:
    """Without what a database or a terminal cannot take."""
    return CONTROL.sub("", text).encode("utf-8", "replace").decode().strip()


def _encoded(value: str) -> str:
    """Decode the words, neighbours of one charset together: a sign may be split between two."""
    found: list[str] = []
    pending, charset, end = b"", "", 0
    for word in WORD.finditer(value):
        between = value[end : word.start()]
        if between or word["charset"].lower() != charset:
            found += [_text(pending, charset), _literal(between)]
            pending = b""
        pending, charset, end = pending + _bytes(word), word["charset"].lower(), word.end()
    return "".join([*found, _text(pending, charset), _literal(value[end:])])


def _literal(value: str) -> str:
    """What stands between encoded words; raw bytes there are guessed."""
    return value if value.isascii() else decode(octets(value))[0]


def _text(payload: bytes, charset: str) -> str:
    text = decode(payload, charset)[0] if payload else ""
    return FOLD.sub(" ", text)


def _bytes(word: re.Match[str]) -> bytes:
    text = octets(word["text"])
    return unquoted(text) if word["how"] in "qQ" else unbased(text)


def unquoted(text: bytes) -> bytes:
    """The Q encoding, with the spaces and bare = that broken mailers leave in it."""
    return binascii.a2b_qp(text.replace(b" ", b"_"), header=True)


def unbased(text: bytes) -> bytes:
    """Base64 with wrong padding, line breaks or rubbish in it; several blocks in one."""
    found: list[bytes] = []
    for block in re.split(rb"=+", text, maxsplit=MAX_BLOCKS):
        letters = block.translate(None, NOT_BASE64)
        if len(letters) % 4 == 1:  # one letter too many says nothing
            letters = letters[:-1]
        found.append(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
    return b"".join(found)
