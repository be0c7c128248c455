"""HTML beyond all sense: readers would take the square of its size for it."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

MAX_DEPTH = 3000
MAX_TAGS, MAX_ENTITIES = 100_000, 100_000
MAX_WORK = 40_000_000
"""Tags times their depth: readers look through all open tags at many a one."""
BREAK = re.compile(r"<(?:br|/p|/div|/tr|/h[1-6]|/li)\b[^<>]{0,2000}>", re.IGNORECASE)
SIGN = re.compile(r"[<>&]")
STEP = re.compile(
    r"<(/?)(?!(?:br|img|image|hr|meta|input|wbr)\b)([a-z][^\s/<>]{0,40})", re.IGNORECASE
)
TAG = re.compile(r"<[^<>]{0,2000}>")


def bounded(html: str) -> str:
    """The HTML; of one that nests too deeply or has too many signs only the words."""
    tags, entities = html.count("<"), html.count("&")
    if tags < MAX_DEPTH and entities < MAX_ENTITIES:
        return html
    if tags < MAX_TAGS and entities < MAX_ENTITIES:
        depth = _depth(html)
        if depth <= MAX_DEPTH and depth * tags <= MAX_WORK:
            return html
    return words_only(html)


def words_only(html: str) -> str:
    """The words of an HTML, in their lines."""
    words = unescape(TAG.sub(" ", BREAK.sub("\n", html)))
    return f"<pre>{SIGN.sub(' ', words)}</pre>"


def _depth(html: str) -> int:
    """How many tags are open at once, at most. A tag that closes nothing closes nothing."""
    opened: Counter[str] = Counter()
    depth = deepest = 0
    for closing, name in STEP.findall(html):
        tag = name.lower()
        if not closing:
            opened[tag] += 1
            depth += 1
            deepest = max(deepest, depth)
        elif opened[tag]:
            opened[tag] -= 1
            depth -= 1
    return deepest
