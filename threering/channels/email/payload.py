"""What a part holds: its bytes whatever the transfer encoding, its text, its type, its name."""

from __future__ import annotations

import binascii
import mimetypes
import re
import string
from email.generator import Generator
from email.message import Message
from email.policy import Compat32
from io import StringIO
from itertools import islice
from urllib.parse import unquote_to_bytes

from threering.channels.email.charsets import codec, decode
from threering.channels.email.words import (
    BASE64,
    MAX_PARAMETERS,
    clean,
    octets,
    raw_header,
    unbased,
    unfolded,
    words,
)

PARAMETER = re.compile(
    r";\s*(?P<name>[\w!#$&.+^`|~-]+?)(?:\*(?P<part>\d+))?(?P<ext>\*)?\s*=\s*"
    r"(?:\"(?P<quoted>(?:[^\"\\]|\\.)*)\"?|(?P<bare>[^;]*))"
)
COMMENT = re.compile(r"\([^()\"]*\)")
TYPE = re.compile(r"\s*([\w!#$&.+^-]+)\s*/\s*([\w!#$&.+^-]+)")
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
PROSE = re.compile(rb"^([ \t]*[^\s]+[ \t]+[^\s][^\n]*\n?)", re.MULTILINE)
MAX_PAIRS = 200


class _AsItCame(Compat32):
    """Writes headers as they were read, without folding them anew."""

    def fold(self, name: str, value: str) -> str:
        """One header line, or several if it came so."""
        return f"{name}: {value}{self.linesep}"


AS_IT_CAME = _AsItCame()
EXTENDED = re.compile(r"^([\w.:+-]*)'[\w-]*'(.*)$", re.DOTALL)
EXTENSIONS = {"message/rfc822": ".eml", "image/jpeg": ".jpg", "text/plain": ".txt"}
WINDOWS_PATH = re.compile(r"^[A-Za-z]:\\(?:.*\\)?")
FORBIDDEN = str.maketrans({"/": "_", "\\": "_"})


def content_type(part: Message) -> str:
    """The type in lower case; text/plain when there is none or it is nonsense."""
    value = COMMENT.sub(" ", raw_header(part, "content-type")[:MAX_PARAMETERS])
    found = TYPE.match(value)
    if found:
        return f"{found[1]}/{found[2]}".lower()[:100]
    if value.strip().lower().startswith("text"):
        return "text/plain"
    return part.get_content_type()


def parameters(part: Message, name: str) -> dict[str, str]:
    """The parameters of a header: RFC 2231 pieces joined, encoded words and raw bytes decoded."""
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    said = ";" + raw_header(part, name)[:MAX_PARAMETERS].partition(";")[2]
    for found in islice(PARAMETER.finditer(said), MAX_PAIRS):
        value = found["quoted"] if found["quoted"] is not None else found["bare"].strip()
        value = re.sub(r"\\([\"\\])", r"\1", value) if found["quoted"] else value
        entry = (int(found["part"] or 0), bool(found["ext"]), value)
        pieces.setdefault(found["name"].lower(), []).append(entry)
    return {key: _joined(parts) for key, parts in pieces.items()}


def _joined(parts: list[tuple[int, bool, str]]) -> str:
    """A value from its pieces. The extended form wins over a plain one of the same name."""
    if not any(extended for _, extended, _ in parts):
        first = [value for at, _, value in parts if at == parts[0][0]]
        whole = first[0] if len(first) == len(parts) else "".join(v for _, _, v in sorted(parts))
        return words(whole)
    chosen = sorted(p for p in parts if p[1] or p[0] or len(parts) == 1) or parts
    charset, value = "", chosen[0][2]
    marked = EXTENDED.match(value)
    if marked:
        charset, value = marked[1], marked[2]
    values = [(chosen[0][1], value), *((ext, text) for _, ext, text in chosen[1:])]
    payload = b"".join(unquote_to_bytes(v) if ext else octets(v) for ext, v in values)
    return words(decode(payload, charset or "utf-8")[0])


def filename(part: Message) -> str:
    """The name of a file as its sender meant it, on any system; "" when it has none."""
    for where, key in (("content-disposition", "filename"), ("content-type", "name")):
        name = parameters(part, where).get(key, "")
        if name:
            return safe(name)
    return ""


def safe(name: str) -> str:
    """A name that leads nowhere; of a Windows path only its end."""
    name = WINDOWS_PATH.sub("", name)
    return clean(re.sub(r"\s+", " ", name)).translate(FORBIDDEN)[:200]


def extension(kind: str) -> str:
    """The usual ending of a file of this type, with its dot."""
    return EXTENSIONS.get(kind) or mimetypes.guess_extension(kind) or ""


def disposition(part: Message) -> str:
    """inline, attachment or ""."""
    return raw_header(part, "content-disposition").partition(";")[0].strip("\"' ").lower()


def content_id(part: Message) -> str:
    """The Content-ID without its brackets."""
    return clean(unfolded(raw_header(part, "content-id"))).strip("<> ")


def content(part: Message) -> bytes:
    """The decoded bytes; a nested message is its own bytes."""
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"".join(_nested(child) for child in inner if isinstance(child, Message))
    if isinstance(inner, str):
        return _decoded(octets(inner), encoding(part))
    return b""


def _nested(child: Message) -> bytes:
    """A mail inside a mail, written out again as it was."""
    out = StringIO()
    writer = Generator(out, mangle_from_=False, policy=AS_IT_CAME)
    try:
        writer.flatten(child)
    except (UnicodeError, ValueError, LookupError, TypeError, RecursionError):
        return octets(str(child.get_payload()))
    return octets(out.getvalue())


def encoding(part: Message) -> str:
    """The transfer encoding that a part names, in small letters."""
    value = raw_header(part, "content-transfer-encoding").lower()
    return re.sub(r"[^a-z0-9-]", "", value.partition(";")[0].partition("(")[0])


def _decoded(body: bytes, encoding: str) -> bytes:
    if encoding in ("quoted-printable", "quotedprintable", "qp"):
        return binascii.a2b_qp(body)
    if encoding in ("base64", "b64"):
        return _unbased(body)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        from threering.channels.email.uuencode import files

        found, _ = files(body)
        return found[0].content if found else body
    # Unencoded lines: their ends belong to the wire, not to the file.
    return body if encoding == "binary" else body.replace(b"\r\n", b"\n")


def _unbased(body: bytes) -> bytes:
    """Base64; prose in it (a footer some list glued on) is left as it is."""
    if _is_clean(body):
        return unbased(body)
    found = PROSE.split(body)  # by turns what is none and what is
    return unbased(b"".join(found[::2])) + b"".join(found[1::2])


def _is_clean(body: bytes) -> bool:
    letters = body.rstrip().removesuffix(b"=").removesuffix(b"=")
    return not letters.translate(None, BASE64 + string.whitespace.encode())


def text_of(part: Message, defects: list[str]) -> str:
    """The text of a text part with \\n as its line end."""
    payload = content(part)
    charset = parameters(part, "content-type").get("charset", "")
    if content_type(part) == "text/html":
        charset = _html_charset(payload, charset)
    text, defect = decode(payload, charset)
    if defect:
        defects.append(defect)
    return readable_controls(text)


def readable_controls(text: str) -> str:
    """One kind of line end, no signs that cannot be stored."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _html_charset(payload: bytes, claimed: str) -> str:
    """What the document says of itself counts when its part says nothing that is known."""
    if claimed and codec(claimed) not in (None, "ascii"):
        return claimed
    inside = META_CHARSET.search(payload[:2000])
    return inside[1].decode("ascii", "replace") if inside else claimed


def type_of(name: str) -> str:
    """The type that a file of this name usually has."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
