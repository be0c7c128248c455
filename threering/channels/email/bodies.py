"""Which parts are words to read and which are files, after RFC 8621 §4.1.4."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import Message
from html import escape

from threering.channels.contract import Attached
from threering.channels.email import flowed, payload, tnef, uuencode
from threering.channels.email.calendars import summary
from threering.channels.email.charsets import decode
from threering.channels.email.html_limits import MAX_TAGS, words_only
from threering.channels.email.markup import readable
from threering.channels.email.structure import Leaf, parsed
from threering.channels.email.words import header, octets

READ = ("text/plain", "text/html")
SIGNATURES = ("pgp-signature", "pkcs7-signature", "x-pkcs7-signature")
PREAMBLE = re.compile(r"multi-?part|MIME", re.IGNORECASE)
MARKUP = re.compile(r"\A\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)


@dataclass(slots=True)
class Piece:
    """One text to read."""

    html: bool
    text: str
    group: int
    """The alternative it is one form of; 0 when it stands alone."""


@dataclass(slots=True)
class Bodies:
    """What a mail holds."""

    pieces: list[Piece] = field(default_factory=list)
    files: list[Attached] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Lines about what cannot be shown in place, such as an invitation."""
    signed: bool = False
    encrypted: bool = False

    def text(self) -> str:
        """The words: the plain form where there is one, else the HTML read out."""
        plain = _texts(self.pieces, html=False)
        shown = [readable(p.text) if p.html else p.text.strip("\n") for p in plain]
        return "\n\n".join(filter(str.strip, [*shown, *self.notes]))

    def html(self) -> str:
        """The HTML as it came, plain pieces beside it escaped; "" when there is none."""
        if not any(piece.html for piece in self.pieces):
            return ""
        chosen = _texts(self.pieces, html=True)
        return "\n".join(p.text if p.html else _escaped(p.text) for p in chosen)


def understood(mail: Message, leaves: list[Leaf], defects: list[str]) -> Bodies:
    """Sort the parts of a mail."""
    bodies = Bodies(defects=defects)
    for leaf in leaves:
        _take(bodies, leaf)
    if leaves and not bodies.files and not any(piece.text.strip() for piece in bodies.pieces):
        _rescue(bodies, mail)
    whole = "\n".join(piece.text for piece in bodies.pieces if not piece.html)
    bodies.encrypted |= "-----BEGIN PGP MESSAGE-----" in whole
    bodies.signed |= "-----BEGIN PGP SIGNED MESSAGE-----" in whole
    return bodies


def _rescue(bodies: Bodies, mail: Message) -> None:
    """Parts without a word: perhaps a wrong boundary has left the words outside of them."""
    around = f"{mail.preamble or ''}\n{mail.epilogue or ''}".strip()
    if around and not PREAMBLE.search(around):
        bodies.defects.append("text-outside-parts")
        text = payload.readable_controls(decode(octets(around))[0])
        bodies.pieces.append(Piece(html=False, text=text, group=0))


def _texts(pieces: list[Piece], *, html: bool) -> list[Piece]:
    """One form of every alternative, the wanted one when it says anything."""
    whole = {p.group for p in pieces if p.group and p.html == html and p.text.strip()}
    return [p for p in pieces if p.html == html or p.group not in whole]


def _escaped(text: str) -> str:
    lines = escape(text.strip("\n"), quote=False).replace("\n", "<br>\n")
    return f"<div>{lines}</div>" if lines else ""


def _take(bodies: Bodies, leaf: Leaf) -> None:
    kind = payload.content_type(leaf.part)
    name = payload.filename(leaf.part)
    _mark(bodies, leaf, kind)
    if _is_words(leaf, kind, name):
        _read(bodies, leaf, kind)
    elif kind.startswith("multipart/"):
        _broken_multipart(bodies, leaf)
    elif kind in tnef.TYPES or name.lower() == "winmail.dat":
        _envelope(bodies, leaf.part)
    elif kind != "application/pgp-encrypted":  # that part only says that the next one is
        _file(bodies, leaf.part, kind, name)


def _is_words(leaf: Leaf, kind: str, name: str) -> bool:
    if kind not in READ or payload.disposition(leaf.part) == "attachment":
        return False
    return leaf.first or (not name and leaf.within[-1:] != ("related",))


def _read(bodies: Bodies, leaf: Leaf, kind: str) -> None:
    text = payload.text_of(leaf.part, bodies.defects)
    html = kind == "text/html"
    if not html and "\nbegin" in "\n" + text and not leaf.within:
        text = _unpacked(bodies, leaf.part, text)
    if not html:
        text = _joined(bodies, leaf.part, text)
    elif sum(map(_tags, (text, *(piece.text for piece in bodies.pieces)))) > MAX_TAGS:
        text = words_only(text)
    bodies.pieces.append(Piece(html, text, _alternative(leaf)))


def _tags(text: str) -> int:
    return text.count("<")


def _joined(bodies: Bodies, part: Message, text: str) -> str:
    """A flowed text (RFC 3676) in its paragraphs."""
    said = payload.parameters(part, "content-type")
    if said.get("format", "").lower() != "flowed":
        return text
    if text.count("\n") > flowed.MAX_LINES:
        bodies.defects.append("flowed-not-joined")
        return text
    return flowed.joined(text, delete_space=said.get("delsp", "").lower() == "yes")


def _alternative(leaf: Leaf) -> int:
    found = zip(leaf.within, leaf.groups, strict=True)
    return next(
        (number for subtype, number in reversed(list(found)) if subtype == "alternative"), 0
    )


def _unpacked(bodies: Bodies, part: Message, text: str) -> str:
    """The text without the files written into it."""
    found, rest = uuencode.files(payload.content(part))
    for file in found:
        name = payload.safe(decode(file.name)[0])
        kind = payload.type_of(name)
        bodies.files.append(Attached(filename=name, content_type=kind, content=file.content))
    if not found:
        return text
    charset = payload.parameters(part, "content-type").get("charset", "")
    return payload.readable_controls(decode(rest, charset)[0])


def _broken_multipart(bodies: Bodies, leaf: Leaf) -> None:
    """A multipart without parts is read as the text that it is."""
    text, _ = decode(payload.content(leaf.part))
    text = payload.readable_controls(text)
    if text.strip():
        bodies.pieces.append(Piece(bool(MARKUP.match(text)), text, 0))


def _file(bodies: Bodies, part: Message, kind: str, name: str) -> None:
    content = payload.content(part)
    if kind == "message/rfc822":
        content, name = _nested(part, content, name)
    if kind == "text/calendar":
        line = summary(decode(content, payload.parameters(part, "content-type").get("charset"))[0])
        bodies.notes += [line] if line and line not in bodies.notes else []
    cid = payload.content_id(part)
    inline = payload.disposition(part) == "inline" or bool(cid)
    bodies.files.append(
        Attached(
            filename=name or f"attachment-{len(bodies.files) + 1}{payload.extension(kind)}",
            content_type=kind,
            content=content,
            inline=inline and payload.disposition(part) != "attachment",
            content_id=cid,
        )
    )


def _nested(part: Message, content: bytes, name: str) -> tuple[bytes, str]:
    """A mail inside a mail: a file that any mail program opens, named by its subject."""
    inner = part.get_payload()
    mail = inner[0] if isinstance(inner, list) and inner else None
    if not isinstance(mail, Message):
        mail = parsed(content)
    if not name:
        subject = payload.safe(header(mail, "subject"))[:100].strip(" .")
        name = f"{subject}.eml" if subject else ""
    return content, name


def _mark(bodies: Bodies, leaf: Leaf, kind: str) -> None:
    """Signed and encrypted mails are shown as such."""
    subtype = kind.partition("/")[2]
    bodies.signed |= "signed" in leaf.within or subtype in SIGNATURES
    bodies.encrypted |= "encrypted" in leaf.within
    if subtype in ("pkcs7-mime", "x-pkcs7-mime"):
        smime = payload.parameters(leaf.part, "content-type").get("smime-type", "enveloped-data")
        bodies.signed |= smime.startswith("signed")
        bodies.encrypted |= not smime.startswith(("signed", "certs", "compressed"))


def _envelope(bodies: Bodies, part: Message) -> None:
    """Open a winmail.dat; one that cannot be opened stays a file."""
    try:
        opened = tnef.open_envelope(payload.content(part))
    except tnef.NotTnef:
        bodies.defects.append("winmail-unreadable")
        _file(bodies, part, payload.content_type(part), payload.filename(part) or "winmail.dat")
        return
    if not any(piece.text.strip() for piece in bodies.pieces) and (opened.html or opened.text):
        bodies.pieces.append(Piece(bool(opened.html), opened.html or opened.text, 0))
    bodies.defects += ["winmail-cut"] * opened.cut
    for file in opened.files:
        name = payload.safe(file.name) or f"attachment-{len(bodies.files) + 1}"
        kind = file.content_type or payload.type_of(name)
        bodies.files.append(
            Attached(
                filename=name,
                content_type=kind[:100],
                content=file.content,
                inline=bool(file.content_id),
                content_id=file.content_id,
            )
        )
