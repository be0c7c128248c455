"""The quotes in an HTML: what programs mark as an older mail, found in one pass over its nodes."""

from __future__ import annotations

from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

# No selector looks at neighbours: those that do walk all of them again for every node.
MARKED = (
    "blockquote, div.gmail_quote, div.yahoo_quoted, div.protonmail_quote, div.zmail_extra, "
    "div#OLK_SRC_BODY_SECTION, div.AOLMsgPart, div[id^=AOLMsgPart], div[name=quote], "
    "div.mail-quote-collapse, div.tutanota_quote, div.front-blockquote"
)
# Outlook only marks the head of what it quotes: the quote is what stands beside it.
HEADS = "div#divRplyFwdMsg, div.OutlookMessageHeader"


def quotes(tree: LexborHTMLParser) -> set[int]:
    """The numbers (`mem_id`) of all nodes that are quotes, also those inside of others."""
    found = {node.mem_id for node in tree.css(MARKED)}
    seen: set[int] = set()  # beside the first head everything is taken: the next adds nothing
    for head in tree.css(HEADS):
        around = head.parent
        if around is None or around.mem_id in seen:
            continue
        seen.add(around.mem_id)
        found.update(node.mem_id for node in _after(head) if node.tag == "div")
    return found


def outermost(tree: LexborHTMLParser) -> list[LexborNode]:
    """The quotes that stand in no other, in their order."""
    wanted = quotes(tree)
    found: list[LexborNode] = []
    heap = [tree.body] if tree.body and wanted else []
    while heap:
        node = heap.pop()
        if node.mem_id in wanted:
            found.append(node)
        else:
            heap += reversed([*node.iter()])
    return found


def _after(node: LexborNode) -> Iterator[LexborNode]:
    here = node.next
    while here is not None:
        yield here
        here = here.next
