"""The tree of a mail: bytes made parseable first, then parts, however they are nested."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import errors, message_from_string
from email.feedparser import FeedParser
from email.message import Message
from email.policy import Policy, compat32
from typing import Any

from threering.channels.email.heads import headed
from threering.channels.email.lines import HeadTooLarge, NotLookedFor, pieces
from threering.channels.email.words import MAX_PARAMETERS, octets

MAX_PARTS = 500
MAX_DEPTH = 50
MAX_FIELDS = 5000
MAX_PARSED = 5000  # with those inside of attached mails
MAX_WORK = 3_000_000  # lines times depth: each line is compared with every boundary around it
MAX_GUESSES = 3
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
FROM_LINE = re.compile(rb"\A(?:[ \t]*\r?\n)*>?From [^\r\n]*\r?\n")
BLANK = re.compile(r"\r?\n\r?\n")
BOUNDARY_LINE = re.compile(rb"^--(\S[^\r\n]*)\r?\n(?=[A-Za-z-]+:)", re.MULTILINE)
MAX_BOUNDARY = 81


class TooManyParts(Exception):
    """A mail built to exhaust its readers."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part that holds something, and the subtypes of the multiparts around it."""

    part: Message
    within: tuple[str, ...]
    groups: tuple[int, ...] = ()
    """Which multiparts they are: a number each."""
    first: bool = True
    """Whether it is the first part of its multipart."""


@dataclass(slots=True)
class Tree:
    """A parsed mail and what was wrong with its form."""

    mail: Message
    defects: list[str] = field(default_factory=list)


class _Part(Message):
    """A part that keeps a delivery status as its text, and no more fields than anybody reads.

    Python reads every block of a status as a mail of its own: a hundred thousand empty lines would
    be as many mails.
    """

    def get_content_type(self) -> str:
        """What Python's parser goes by; ours is payload.content_type."""
        found = super().get_content_type()
        return "text/plain" if found.endswith("delivery-status") else found

    def get_boundary(self, failobj: Any = None) -> Any:
        """Python takes the square of a field's length to read its parameters."""
        short = Message()
        short.set_raw("Content-Type", str(self.get("content-type", ""))[:MAX_PARAMETERS])
        return short.get_boundary(failobj)

    def set_raw(self, name: str, value: str) -> None:
        """Take a field; called once for each by Python's parser."""
        if len(self) < MAX_FIELDS:
            super().set_raw(name, value)


def read(raw: bytes) -> Tree:
    """Parse any bytes. A text without any header is the body of a mail without headers.

    Raises TooManyParts for a mail nested too deeply.
    """
    defects: list[str] = []
    prepared = _prepared(raw, defects)
    try:
        return Tree(parsed(prepared), defects)
    except RecursionError as deep:
        raise TooManyParts("The mail is nested too deeply to be read.") from deep


def parsed(raw: bytes) -> Message:
    """A tree in which every byte is one sign (Latin-1), so that nothing is decoded too early."""
    text = raw.decode("latin-1")
    return _single(text) or _many(text)


def _many(text: str) -> Message:
    """A mail of parts. Raises TooManyParts before the parser is drawn into them."""
    made = 0
    lines, cut = pieces(text)
    parser: FeedParser | None = None

    def part(policy: Policy[Message] = compat32) -> Message:
        nonlocal made
        made += 1
        depth = len(getattr(parser, "_msgstack", ()))  # it tries this before there are any
        if made > MAX_PARSED or depth * len(lines) > MAX_WORK:
            raise TooManyParts("The mail is nested too deeply, or has too many parts, to be read.")
        return _Part(policy)

    parser = FeedParser(part, policy=compat32)
    parser._input.pushlines(lines)  # type: ignore[attr-defined] # feed() would cut them anew
    mail = parser.close()
    mail.defects += cut
    return mail


def _single(text: str) -> Message | None:
    """A mail of one part: its body needs no reading line by line. None for any other."""
    end = BLANK.search(text)
    if not end:
        return None
    mail = message_from_string(text[: end.end()], _class=_Part, policy=compat32)
    many = mail.get_content_maintype() in ("multipart", "message")
    if many or mail.get_payload() != "":
        return None
    mail.set_payload(text[end.end() :])
    return mail


def leaves(mail: Message, defects: list[str]) -> list[Leaf]:
    """The parts that hold something, in reading order. A nested message is one file.

    Raises TooManyParts beyond MAX_PARTS.
    """
    found: list[Leaf] = []
    heap = [Leaf(mail, ())]
    seen = 0
    while heap:
        leaf = heap.pop()
        seen += 1
        if seen > MAX_PARTS:
            raise TooManyParts(f"The mail has more than {MAX_PARTS} parts.")
        _note(leaf.part, defects)
        inner = _children(leaf.part, defects)
        if inner and len(leaf.within) < MAX_DEPTH:
            heap += reversed(_below(leaf, inner, seen))
        else:
            found.append(leaf)
    return found


def _below(leaf: Leaf, inner: list[Message], number: int) -> list[Leaf]:
    within = (*leaf.within, leaf.part.get_content_subtype())
    groups = (*leaf.groups, number)
    return [Leaf(part, within, groups, first=at == 0) for at, part in enumerate(inner)]


def _prepared(raw: bytes, defects: list[str]) -> bytes:
    """Without what stands before the first header or breaks its lines."""
    for bom, charset in BOMS:
        if raw.startswith(bom):
            defects.append("byte-order-mark")
            raw = raw[len(bom) :]
            raw = raw if charset == "utf-8" else raw.decode(charset, "replace").encode()
    if FROM_LINE.match(raw):
        defects.append("mbox-from-line")
        raw = FROM_LINE.sub(b"", raw, count=1)
    if b"\r" in raw and b"\n" not in raw:
        defects.append("bare-cr")
        raw = raw.replace(b"\r", b"\n")
    if b"\r\r\n" in raw:
        defects.append("doubled-cr")
        raw = raw.replace(b"\r\r\n", b"\r\n")
    return headed(raw, defects)


def _children(part: Message, defects: list[str]) -> list[Message]:
    """The parts of a multipart; found by their look when the boundary is missing or wrong."""
    inner = part.get_payload()
    if part.get_content_maintype() != "multipart" and not _is_secretly_many(part):
        return []
    if isinstance(inner, list):
        return [child for child in inner if isinstance(child, Message)]
    if defects.count("boundary-guessed") >= MAX_GUESSES:  # each reads everything below once more
        return []
    body = octets(str(inner or ""))
    boundary = _guessed(body)
    if not boundary:
        return []
    defects.append("boundary-guessed")
    quoted = boundary.replace(b'"', b"")
    head = b'Content-Type: multipart/mixed; boundary="' + quoted + b'"\n\n'
    again = parsed(head + body).get_payload()
    if not isinstance(again, list):
        return []
    return [child for child in again if isinstance(child, Message)]


def _guessed(body: bytes) -> bytes:
    """What looks like a boundary: two dashes and some signs above the field of a head."""
    lines = (found[1].rstrip(b" \t") for found in BOUNDARY_LINE.finditer(body))
    return next((line for line in lines if len(line) <= MAX_BOUNDARY), b"")


def _is_secretly_many(part: Message) -> bool:
    """It says that it is one text, but names a boundary and keeps to it."""
    boundary = part.get_boundary()
    inner = part.get_payload()
    return bool(boundary) and isinstance(inner, str) and f"--{boundary}" in inner


NAMES: dict[type[errors.MessageDefect], str] = {
    NotLookedFor: "parts-not-looked-for",
    HeadTooLarge: "header-too-large",
    errors.NoBoundaryInMultipartDefect: "boundary-missing",
    errors.StartBoundaryNotFoundDefect: "boundary-not-found",
    errors.CloseBoundaryNotFoundDefect: "boundary-not-closed",
    errors.FirstHeaderLineIsContinuationDefect: "header-starts-folded",
    errors.MisplacedEnvelopeHeaderDefect: "misplaced-from-line",
    errors.MissingHeaderBodySeparatorDefect: "headers-not-separated",
    errors.MalformedHeaderDefect: "header-malformed",
    errors.MultipartInvariantViolationDefect: "multipart-without-parts",
    errors.InvalidMultipartContentTransferEncodingDefect: "multipart-encoded",
}


def _note(part: Message, defects: list[str]) -> None:
    for defect in part.defects:
        defects.append(NAMES.get(type(defect), "malformed"))
