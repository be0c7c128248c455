"""HTML of mails: made safe, read as text, asked what it would fetch."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from threering.channels.email.html_limits import bounded
from threering.channels.email.html_quotes import quotes
from threering.channels.email.words import clean

# Colours, boxes and letters; nothing that fetches, hides the page or leaves its frame.
STYLES = frozenset((
    "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-style",
    "border-bottom-width", "border-collapse", "border-color", "border-left", "border-right",
    "border-spacing", "border-style", "border-top", "border-width", "color", "direction",
    "display", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight",
    "height", "letter-spacing", "line-height", "margin", "margin-bottom", "margin-left",
    "margin-right", "margin-top", "max-width", "min-width", "padding", "padding-bottom",
    "padding-left", "padding-right", "padding-top", "text-align", "text-decoration",
    "text-indent", "text-transform", "vertical-align", "white-space", "width", "word-break",
    "word-wrap", "overflow-wrap",
))  # fmt: skip
TAGS = (nh3.ALLOWED_TAGS | {"font", "section", "main", "header", "footer"}) - {"map", "area"}
ATTRIBUTES = {
    **{tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()},
    "*": {"style", "dir", "lang", "title", "align", "valign", "width", "height", "bgcolor"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing", "align", "width", "bgcolor"},
}
SCHEMES = {"http", "https", "mailto", "tel", "cid", "data"}
SPACE = re.compile(r"[ \t\r\n\f]+")
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "ol", "p", "pre", "section", "table", "tbody", "tr", "ul",
))  # fmt: skip
APART = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"])
SILENT = frozenset((
    "style", "script", "head", "title", "template", "noscript", "object", "iframe", "svg",
    "select",
))  # fmt: skip
# How programs mark what they quote: kept, so that a page can fold it.
QUOTE_CLASSES = frozenset((
    "gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "AOLMsgPart",
    "OutlookMessageHeader",
))  # fmt: skip
RULE = "_" * 32
PIXEL = 2
TRACKING = re.compile(
    r"/(?:open|wf/open|track(?:ing)?|beacon|pixel|o\.gif|trk|ls/open|e/o|oo)\b|"
    r"[/_.-](?:open|pixel|beacon|track(?:er|ing)?)\.(?:gif|png|php|aspx)|[?&](?:open|trk)=",
    re.IGNORECASE,
)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Data addresses only for pictures: anywhere else they are pages of their own."""
    flat = re.sub(r"[\s\x00-\x20]+", "", value[:40]).lower()
    if not flat.startswith("data:"):
        return value
    return value if tag == "img" and name == "src" and flat.startswith("data:image/") else None


def cleaner(attribute: Callable[[str, str, str], str | None]) -> nh3.Cleaner:
    """The house's sanitiser; `attribute` (tag, name, value) may change a value or drop it."""
    return nh3.Cleaner(
        tags=TAGS,
        clean_content_tags={"script", "style", "title", "template", "noscript"},
        attributes=ATTRIBUTES,
        allowed_classes={tag: set(QUOTE_CLASSES) for tag in ("div", "blockquote")},
        attribute_filter=attribute,
        url_schemes=SCHEMES,
        filter_style_properties=set(STYLES),
    )


CLEANER = cleaner(_attribute)


def safe(html: str) -> str:
    """The HTML without anything that runs, submits or leaves its place."""
    return CLEANER.clean(bounded(html)) if html else ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """What showing an HTML would fetch: addresses of pictures, and the hosts of trackers."""

    remote: tuple[str, ...]
    trackers: tuple[str, ...]
    html: str
    """The same HTML without the trackers: an address that is not there is never fetched."""


def pictures(html: str) -> Pictures:
    """Tell the pictures of an HTML that has not been sanitised."""
    if "<im" not in html.lower():  # every reader takes <image> for <img>
        return Pictures((), (), html)
    remote: dict[str, None] = {}
    trackers: dict[str, None] = {}
    tree = LexborHTMLParser(bounded(html))
    for image in tree.css("img[src]"):
        source = (image.attributes.get("src") or "").strip()
        if not is_remote(source):
            continue
        if _is_tracker(image, source):
            trackers[_host(source)] = None
            image.decompose()
        else:
            remote[source] = None
    return Pictures(tuple(remote), tuple(trackers), tree.html or "" if trackers else html)


def is_remote(source: str) -> bool:
    """Whether an address lies on somebody's server."""
    return source.strip().lower().startswith(("http:", "https:", "//"))


def _host(source: str) -> str:
    try:
        return urlsplit(source).hostname or source[:100]
    except ValueError:
        return source[:100]


def _is_tracker(image: LexborNode, source: str) -> bool:
    attributes = image.attributes
    style = SPACE.sub("", (attributes.get("style") or "").lower())
    if "display:none" in style or "visibility:hidden" in style or TRACKING.search(source):
        return True
    sizes = [attributes.get(side) or "" for side in ("width", "height")]
    sizes += re.findall(r"(?<![-\w])(?:width|height):(\d+)px", style)
    numbers = [
        int(size) for size in (s.removesuffix("px").strip() for s in sizes) if size.isdigit()
    ]
    return bool(numbers) and max(numbers) <= PIXEL


def readable(html: str) -> str:
    """The words of an HTML part, a line a block; what it quotes starts with "> "."""
    tree = LexborHTMLParser(bounded(html))
    if tree.body is None:
        return ""
    writer = _Writer(quotes(tree))
    writer.walk(tree.body)
    return clean_lines(writer.text())


def clean_lines(text: str) -> str:
    """No blanks at line ends, no more than two empty lines together."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return clean_keeping(re.sub(r"\n{4,}", "\n\n\n", lines)).strip("\n")


def clean_keeping(text: str) -> str:
    """Without control signs, with line ends and tabs."""
    return "\n".join(clean(line) if not line.isprintable() else line for line in text.split("\n"))


class _Writer:
    """Writes the lines of a document while walking through it."""

    def __init__(self, quoting: set[int]) -> None:
        self._quoting = quoting
        self._lines: list[str] = []
        self._line: list[str] = []
        self._depth = 0
        self._pre = 0

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines)

    def walk(self, root: LexborNode) -> None:
        """Depth first without recursion: mails nest deeper than Python does."""
        node: LexborNode | None = root
        while node is not None:
            below = self._enter(node)
            if below is not None:
                node = below
                continue
            node = self._onward(node, root)

    def _onward(self, node: LexborNode, root: LexborNode) -> LexborNode | None:
        self._leave(node)
        here: LexborNode = node
        while here.next is None:
            above = here.parent
            if above is None or here.mem_id == root.mem_id or above.mem_id == root.mem_id:
                return None
            self._leave(above)
            here = above
        return here.next

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Begin a node; its first child, if it is to be read."""
        tag = node.tag
        if tag == "-text":
            self._write(node.text_content or "")
            return None
        if tag is None or tag in SILENT or tag.startswith(("-", "!")):
            return None
        if tag == "br":
            self._end_line(always=True)
        elif tag in BLOCKS:
            self._begin_block(tag, node)
        elif tag == "td" and self._line:
            self._line.append(" ")
        return node.child

    def _begin_block(self, tag: str, node: LexborNode) -> None:
        self._end_line()
        if tag in APART:
            self._gap()
        if node.mem_id in self._quoting:
            self._depth += 1
        if tag == "hr":
            self._lines.append(self._mark() + RULE)
        if tag == "li":
            self._line.append("- ")
        self._pre += tag == "pre"

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag
        if tag not in BLOCKS:
            return
        self._end_line()
        self._pre -= tag == "pre"
        if node.mem_id in self._quoting:
            self._depth -= 1
        if tag in APART:
            self._gap()

    def _write(self, text: str) -> None:
        if self._pre:
            first, *rest = text.split("\n")
            self._line.append(first)
            for line in rest:
                self._end_line(always=True)
                self._line.append(line)
            return
        flat = SPACE.sub(" ", text)
        if flat == " " and not self._line:
            return
        self._line.append(flat)

    def _end_line(self, *, always: bool = False) -> None:
        line = "".join(self._line)
        line = line.rstrip() if self._pre else SPACE.sub(" ", line).replace("\xa0", " ").strip(" ")
        if line or always:
            self._lines.append(self._mark() + line)
        self._line = []

    def _gap(self) -> None:
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._mark().rstrip())

    def _mark(self) -> str:
        return ">" * min(self._depth, 20) + " " if self._depth else ""
