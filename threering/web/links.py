"""What people wrote, as HTML: addresses of pages as links, and the marks of our own people."""

from __future__ import annotations

from django.utils.html import Urlizer, escape
from django.utils.safestring import SafeString, mark_safe

from threering.channels.formatting import formatted

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


def as_written(text: str) -> SafeString:
    """A reply or note of ours as HTML, set as its marks say."""
    return mark_safe(formatted(text))  # noqa: S308 - only its marks are more than letters
