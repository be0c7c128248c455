"""HTML beyond all sense: readers would take the square of its size for it."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

MAX_DEPTH = 3000
MAX_TAGS, MAX_ENTITIES = 100_000, 100_000
# nh3 takes the square of the entities (it makes one of each \xa0) for its answer.
MAX_WORK = 40_000_000
"""Tags times their depth: readers look through all open tags at many a one."""
MAX_ATTRIBUTES = 200
"""Of one tag: readers compare each with all before it, a minute for eighty thousand."""
FEW = 2500  # signs, in which no tag has too many
TAG_BEGINS = re.compile(r"<[a-z]", re.IGNORECASE)
ATTRIBUTE = (  # as HTML takes a tag apart; possessive, so that no sign is looked at twice
    r"[ \t\r\n\f/]*+[^ \t\r\n\f/>][^ \t\r\n\f/>=]*+(?:[ \t\r\n\f]*+=[ \t\r\n\f]*+"
    r"(?:\"[^\"]*+\"|'[^']*+'|[^ \t\r\n\f>\"'][^ \t\r\n\f>]*+)?+)?+"
)
WHOLE_TAG = re.compile(
    rf"<[a-z][^ \t\r\n\f/>]*+(?:{ATTRIBUTE}){{0,{MAX_ATTRIBUTES}}}+(?P<more>{ATTRIBUTE})?+",
    re.IGNORECASE,
)
BREAK = re.compile(r"<(?:br|/p|/div|/tr|/h[1-6]|/li)\b[^<>]{0,2000}>", re.IGNORECASE)
SIGNS = str.maketrans(dict.fromkeys("<>&\xa0", " "))
MAX_UNESCAPED = 300_000
STEP = re.compile(
    r"<(/?)(?!(?:br|img|image|hr|meta|input|wbr)\b)([a-z][^\s/<>]{0,40})", re.IGNORECASE
)
TAG = re.compile(r"<[^<>]{0,2000}>")


def bounded(html: str) -> str:
    """The HTML; of one that nests too deeply or has too many signs only the words."""
    tags, entities = html.count("<"), html.count("&") + html.count("\xa0")
    if tags < MAX_TAGS and len(html) > FEW and _is_overloaded(html):
        return words_only(html)
    if tags < MAX_DEPTH and entities < MAX_ENTITIES:
        return html
    if tags < MAX_TAGS and entities < MAX_ENTITIES:
        depth = _depth(html)
        if depth <= MAX_DEPTH and depth * tags <= MAX_WORK:
            return html
    return words_only(html)


def _is_overloaded(html: str) -> bool:
    """Whether a tag has too many attributes, wherever one may begin."""
    work = 4 * len(html)  # tags inside of each other's attributes are looked at again
    for begin in TAG_BEGINS.finditer(html):
        tag = WHOLE_TAG.match(html, begin.start())
        work -= len(tag[0]) if tag else 0
        if work < 0 or (tag and tag["more"]):
            return True
    return False


def words_only(html: str) -> str:
    """The words of an HTML, in their lines."""
    words = TAG.sub(" ", BREAK.sub("\n", html))
    if words.count("&") <= MAX_UNESCAPED:
        words = unescape(words)
    return f"<pre>{words.translate(SIGNS)}</pre>"


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
