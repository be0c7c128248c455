"""What people wrote, as HTML: addresses of pages as links, and the marks of our own people."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.html import Urlizer, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from threering.channels.formatting import formatted
from threering.tickets.notices.rules import Piece, marked

NOBODY: Mapping[str, str] = {}
PLACES = re.compile("[\ue000\ue001]")
PLACE = re.compile("\ue000(?P<place>\\d+)\ue001")
TAG_OR_PLACE = re.compile(f"<[^>]*>|{PLACE.pattern}")
"""Letters that no text has stand for names while its marks are set."""
LONGEST = 100_000
"""Characters: longer texts nobody reads for their links, and looking through them takes time."""


class _Linker(Urlizer):
    """Pages only: who answers a mail address does so in the composer."""

    url_template = (
        '<a class="link" href="{href}" target="_blank" rel="noopener noreferrer nofollow">{url}</a>'
    )

    @staticmethod
    def is_email_simple(_value: str) -> bool:
        """No mail address becomes a link."""
        return False


_LINKER = _Linker()


def linked(text: str) -> SafeString:
    """The text as HTML in which http, https and www addresses are links; the rest is escaped."""
    if len(text) > LONGEST:
        return SafeString(escape(text))
    return mark_safe(_LINKER(text, autoescape=True))  # noqa: S308 - each word is escaped


def as_written(text: str, names: Mapping[str, str] = NOBODY) -> SafeString:
    """A reply or note of ours as HTML, set as its marks say.

    `names`: what stands behind an @ where a colleague is meant, and what they are called now.
    """
    meant: list[str] = []

    def stand_in(piece: Piece) -> str:
        if not piece.label:
            return PLACES.sub("", piece.text)
        meant.append(names[piece.label])
        return f"\ue000{len(meant) - 1}\ue001"

    html = formatted("".join(map(stand_in, marked(text, names))))

    def mention(found: re.Match[str]) -> str:
        if found["place"] is None:  # a tag: an attribute takes no other tag
            return PLACE.sub(lambda one: f"@{escape(meant[int(one['place'])])}", found[0])
        return format_html('<b class="mention" dir="auto">@{}</b>', meant[int(found["place"])])

    return mark_safe(TAG_OR_PLACE.sub(mention, html))  # noqa: S308 - letters, but for marks and names
