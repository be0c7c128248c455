"""A message's HTML as a document of its own, for a frame in which nothing runs.

Three walls stand around it: it was sanitised when it came and is again now; the frame's sandbox and
its policy allow no script; and its pictures come from our own attachments, from itself, or, after
the reader asked for it, from https servers, and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

from selectolax.lexbor import LexborHTMLParser

from threering.channels.email.html_quotes import outermost
from threering.channels.email.markup import cleaner, is_remote

# Nothing in the frame can run, so sharing our origin gives its content no power; it lets the page
# around it measure how high it is, and lets inline pictures pass the door of the attachments.
# The sandbox never carries allow-scripts: the two together would be no sandbox at all.
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
POLICY = (
    "default-src 'none'; img-src 'self' data:{remote}; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    f"sandbox {SANDBOX}"
)
NOT_LOADED = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48" viewBox="0 0 96 48">'
    '<rect x=".5" y=".5" width="95" height="47" rx="4" fill="#f4f5f8" stroke="#d5d8e0"/>'
    '<g fill="none" stroke="#6a6f7d" stroke-width="1.5" transform="translate(38 14)">'
    '<path d="M1 1l18 18M4 3h14v13M16 18H2V4"/><path d="M2 15l6-6 8 8"/></g></svg>'
)
"""A sign that a picture was not fetched, of the size its sender gave to it."""
OPENS = ("http:", "https:", "mailto:", "tel:")


def policy(*, remote: bool) -> str:
    """The content security policy of the frame."""
    return POLICY.format(remote=" https:" if remote else "")


def framed(html: str, inline: Mapping[str, str], *, remote: bool, fold: bool, more: str) -> str:
    """The HTML to show. `inline`: the address of each file by its content id.

    `remote`: pictures on other servers are let in; else they are not even named. `fold`: what it
    quotes is folded under the words `more`.
    """

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name == "src":
            return _picture(value, inline, remote=remote)
        if name == "href":
            return value if value.strip().lower().startswith(OPENS) else None
        return value

    return cleaner(attribute).clean(_folded(html, more) if fold else html)


def _picture(source: str, inline: Mapping[str, str], *, remote: bool) -> str | None:
    flat = source.strip()
    if flat.lower().startswith("cid:"):
        return inline.get(unquote(flat[4:]).strip("<>"))
    if flat.lower().startswith("data:image/"):
        return flat
    if is_remote(flat):
        return f"https://{flat.partition('//')[2]}" if remote else NOT_LOADED
    return None  # also a path: it would ask a page of ours


def _folded(html: str, more: str) -> str:
    """The outermost quotes as <details>, which open and close without a script."""
    tree = LexborHTMLParser(html)
    fold = LexborHTMLParser("<details><summary></summary></details>").css_first("details")
    if tree.body is None or fold is None or fold.child is None:
        return html
    fold.child.insert_child(more)
    for found in outermost(tree):
        found.insert_before(fold)  # a copy of it
        placed = found.prev
        if placed is not None:
            placed.insert_child(found)
            found.decompose()
    return tree.body.inner_html or ""
