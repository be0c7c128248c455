"""A mail without the card numbers that its sender should not have sent. Pure."""

from __future__ import annotations

import binascii
import re
from dataclasses import replace
from email.generator import Generator
from email.header import Header
from email.message import Message
from io import StringIO
from typing import Any

from threering.channels.contract import Attached, Inbound
from threering.channels.email.payload import AS_IT_CAME, content, content_type, encoding, filename
from threering.channels.email.reading import Mail, understand
from threering.channels.email.structure import TooManyParts, read
from threering.channels.email.words import octets, unfolded, words
from threering.language.cards import masked

TEXTS = ("subject", "text", "html", "visible_text", "quoted")
TYPES = ("text/", "message/", "application/json", "application/xml", "application/csv")
NAMES = (".txt", ".csv", ".tsv", ".json", ".xml", ".eml", ".log", ".md")
BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
TAG = re.compile(r"<[^<>]*>")
SAYING = ("subject", "thread-topic", "comments", "keywords")
"""Fields of a head in which people write."""


def without_cards(inbound: Inbound, raw: bytes) -> Inbound:
    """What it says with card numbers struck out, and then also the bytes to keep instead of it."""
    files = tuple(map(_struck_file, inbound.attached))
    texts = (inbound.subject, inbound.text, inbound.html)
    if files == inbound.attached and not any(map(_any_left_in, texts)):
        return inbound
    said: dict[str, Any] = {name: masked(getattr(inbound, name)) for name in TEXTS}
    if _any_left_in(TAG.sub("", said["html"])):  # its digits are marked one by one
        said["html"] = ""
    return replace(inbound, **said, attached=files, masked=raw_without_cards(raw))


def _struck_file(file: Attached) -> Attached:
    """A file that is text, without card numbers; any other as it is."""
    if not _is_text(file.content_type, file.filename):
        return file
    struck = _struck(file.content)
    return file if struck is file.content else replace(file, content=struck)


def _is_text(kind: str, name: str) -> bool:
    return kind.startswith(TYPES) or name.lower().endswith(NAMES)


def _struck(text: bytes) -> bytes:
    """Bytes of a text, in whatever it is written: digits are the same in all, but in UTF-16."""
    code = BOMS.get(text[:2], "latin-1")
    before = text.decode(code, "surrogatepass")
    after = masked(before)
    return text if after == before else after.encode(code, "surrogatepass")


def raw_without_cards(raw: bytes) -> bytes:
    """The mail's bytes, written anew without card numbers.

    Only its head where its form is too wrong to be sure that none is left.
    """
    mail = read(raw).mail
    for part in mail.walk():
        _strike(part)
    try:
        whole = _written(mail)
        if not _any_left(understand(whole)):
            return whole
    except (TooManyParts, UnicodeError, ValueError, LookupError, TypeError, RecursionError):
        pass
    return _head_of(mail)


def _strike(part: Message) -> None:
    """Out of one part: its head, and its own content."""
    for name in SAYING:
        for value in part.get_all(name, []):
            before = words(unfolded(str(value)))
            if (after := masked(before)) != before:
                part.replace_header(name, Header(after, "utf-8", maxlinelen=10**6).encode())
    inner = part.get_payload()
    if isinstance(inner, str) and _is_text(content_type(part), filename(part)):
        before_bytes = content(part)
        if (after_bytes := _struck(before_bytes)) != before_bytes:
            part.set_payload(_encoded(after_bytes, encoding(part)).decode("latin-1"))


def _encoded(text: bytes, how: str) -> bytes:
    """In the code that the part says it is in."""
    if how in ("base64", "b64"):
        size = 57  # bytes of a line of 76 letters
        lines = (text[at : at + size] for at in range(0, len(text), size))
        return b"".join(map(binascii.b2a_base64, lines))
    if how in ("quoted-printable", "quotedprintable", "qp"):
        return binascii.b2a_qp(text, istext=True)
    return text


def _written(mail: Message) -> bytes:
    out = StringIO()
    Generator(out, mangle_from_=False, policy=AS_IT_CAME).flatten(mail)
    return octets(out.getvalue())


def _any_left(mail: Mail) -> bool:
    """Whether it still says a card number, to whoever reads it as we do."""
    texts = (mail.subject, mail.text, mail.html, TAG.sub("", mail.html))
    files = any(_struck_file(file) != file for file in mail.files)
    return files or any(map(_any_left_in, texts))


def _any_left_in(text: str) -> bool:
    return masked(text) != text


def _head_of(mail: Message) -> bytes:
    """Which mail it was, and no more."""
    kept = ("message-id", "date", "from", "to")
    lines = [f"{name}: {value}" for name, value in mail.raw_items() if name.lower() in kept]
    return octets("\n".join(["MIME-Version: 1.0", *lines, "", ""]))
