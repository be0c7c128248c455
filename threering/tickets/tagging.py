"""What may be a tag. Pure."""

from __future__ import annotations

MOST_LETTERS = 50
MOST_TAGS = 30  # on one ticket


def tag_name(words: str) -> str:
    """A tag as it is kept: without the blanks that nobody sees; "" is none."""
    return " ".join(words.replace("\0", " ").split())[:MOST_LETTERS].strip()
