"""Reading headers and parts of mails as they are, not as the standards wish they were."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime

from selectolax.lexbor import LexborHTMLParser

LINE = "\u2028"  # survives the folding of white space
BLOCKS = "p, div, li, tr, h1, h2, h3, h4, h5, h6, blockquote, pre, table, ul, ol, hr"
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
ALIASES = {"iso-8859-8-i": "iso-8859-8", "x-unknown": "utf-8", "cp-850": "cp850", "ansi": "cp1252"}


def decoded(payload: bytes, charset: str | None) -> str:
    """Bytes as text: the charset they claim, else UTF-8, else the one that never fails."""
    claimed = (charset or "utf-8").strip("\"' ").lower()
    for name in (ALIASES.get(claimed, claimed), "utf-8", "cp1252"):
        try:
            return payload.decode(codecs.lookup(name).name)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return payload.decode("utf-8", "replace")


def header(mail: Message, name: str) -> str:
    """A header as readable text on one line; "" when it is missing."""
    raw = next((str(value) for key, value in mail.raw_items() if key.lower() == name), "")
    unfolded = re.sub(r"\r?\n[ \t]*", " ", decoded(raw.encode("utf-8", "surrogateescape"), None))
    try:
        pieces = decode_header(unfolded)
    except (HeaderParseError, ValueError):
        return clean(unfolded)
    text = "".join(p if isinstance(p, str) else decoded(p, c) for p, c in pieces)
    return clean(re.sub(r"\s+", " ", text))


def clean(text: str) -> str:
    """Without what PostgreSQL cannot store."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def addresses(mail: Message, name: str) -> list[tuple[str, str]]:
    """The (name, address) pairs of a header, addresses lower-cased, junk left out."""
    found = getaddresses([header(mail, name)])
    return [(clean(who), address.lower()) for who, address in found if "@" in address]


def message_ids(mail: Message, name: str) -> list[str]:
    """The <ids> of a header, in order."""
    return MESSAGE_ID.findall(header(mail, name))


def sent_at(mail: Message) -> datetime | None:
    """The Date header in UTC; None when it is missing or nonsense."""
    try:
        moment = parsedate_to_datetime(header(mail, "date"))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None


def content(part: Message) -> bytes:
    """The decoded bytes of a part; a nested message is its own bytes."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    nested = part.get_payload()
    if isinstance(nested, list):
        return b"".join(bytes(inner) for inner in nested if isinstance(inner, Message))
    return str(nested).encode("utf-8", "replace")


def text_of(part: Message) -> str:
    """The text of a text part, without what PostgreSQL cannot store."""
    charset = part.get_content_charset()
    return clean(decoded(content(part), charset).replace("\r\n", "\n"))


def readable(html: str) -> str:
    """The words of an HTML part, a line a block."""
    tree = LexborHTMLParser(html)
    for hidden in tree.css("style, script, head, title, template"):
        hidden.decompose()
    for line_break in tree.css("br"):
        line_break.replace_with(LINE)
    for block in tree.css(BLOCKS):
        block.insert_before(LINE)
        block.insert_after(LINE)
    text = tree.body.text(separator="") if tree.body else ""
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split(LINE))
    return clean(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))


def is_attached(part: EmailMessage | Message) -> bool:
    """Whether a part is a file rather than words to read."""
    disposition = (part.get_content_disposition() or "").lower()
    if disposition == "attachment" or part.get_filename():
        return True
    return part.get_content_maintype() not in {"text", "multipart"}
