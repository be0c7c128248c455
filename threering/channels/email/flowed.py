"""Text that was broken into lines for the wire only (RFC 3676), joined again."""

from __future__ import annotations

import re

QUOTES = re.compile(r"^>*")
MAX_LINES = 200_000  # a log, not a letter
SIGNATURE = "-- "


def joined(text: str, *, delete_space: bool = False) -> str:
    """Paragraphs as single lines; quoted ones keep their depth. `delete_space`: its DelSp."""
    found: list[list[str]] = []
    before, flows = 0, False
    for line in text.split("\n"):
        depth = len(QUOTES.match(line)[0])  # type: ignore[index]
        words = line[depth:].removeprefix(" ")  # one blank is stuffing
        signature = words == SIGNATURE
        if flows and depth == before and not signature:
            found[-1].append(words)
        else:
            found.append([f"{'>' * depth} {words}" if depth else words])
        before, flows = depth, words.endswith(" ") and not signature
        if flows and delete_space:
            found[-1][-1] = found[-1][-1][:-1]
    return "\n".join(map("".join, found))
