"""How what we write is set: the few marks that every mail program can show. Pure.

**bold**, _italic_, lists, > quotes, [words](address) and `code`. All else stays as it was typed: a
line that begins with # is an order and no heading, 30*40*20 is a size, and HTML is only letters.
The text itself is what is stored, and what the plain part of a mail says.
"""

from __future__ import annotations

from html import escape

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST = 20_000
"""Characters: longer texts are no letters, and are set as they were typed."""
MARKS = ["emphasis", "backticks", "link", "linkify", "newline", "list", "blockquote", "fence"]
OPENS = ("http:", "https:", "mailto:", "tel:")
OF_A_LINE = ("paragraph_open", "bullet_list_open", "ordered_list_open", "list_item_open")
QUOTE = "margin:0 0 0 .8ex;border-left:2px solid #ccc;padding-left:1ex"
BESIDE = {"class": "link", "target": "_blank", "rel": "noopener noreferrer nofollow"}


def formatted(text: str, *, mail: bool = False) -> str:
    """The text as HTML in which only our marks are more than letters.

    For a mail its looks stand inside; on a page of ours the stylesheet knows them, and links open
    beside it.
    """
    if len(text) > LONGEST:
        return f'<p dir="auto">{escape(text)}</p>'.replace("\n", "<br>")
    tokens = _SET.parse(text)
    for token in tokens:
        _dress(token, mail=mail)
    return str(_SET.renderer.render(tokens, _SET.options, {}))


def _dress(token: Token, *, mail: bool) -> None:
    """Give a token the attributes that it has in a mail, or on a page."""
    if token.type in OF_A_LINE:
        token.attrSet("dir", "auto")
    elif token.type == "blockquote_open" and mail:
        token.attrs |= {"type": "cite", "dir": "auto", "style": QUOTE}
    elif token.type == "link_open" and not mail:
        token.attrs |= BESIDE
    elif token.type in {"em_open", "em_close"} and token.markup == "*":
        token.type, token.content, token.tag = "text", "*", ""
    elif token.type == "softbreak":
        token.type = "hardbreak"
    for child in token.children or ():
        _dress(child, mail=mail)


class _Letters(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - so the library calls it
        return url.lower().startswith(OPENS)


def _set() -> MarkdownIt:
    made = _Letters("zero", {"linkify": True, "html": False}).enable(MARKS)
    made.linkify = LinkifyIt({}, {"fuzzy_email": False, "fuzzy_link": False})
    made.add_render_rule("hardbreak", lambda *_: "<br>")
    return made


_SET = _set()
