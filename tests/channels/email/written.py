"""Mails written for these tests after the forms of many programs, before the rules were tried.

`written/*.txt` holds many, each after a line `=== name {what is expected}`. In replies.txt
a line `--- shown` starts what is to be left, `--- has` the lines that are to be in it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from email.header import Header
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "written"
ENTRY = re.compile(r"(?P<name>.*?)\s*(?P<expected>\{.*\})?\n(?P<body>.*)", re.DOTALL)
TO_US = "To: help@shop.example\n"
PLAIN = "Content-Type: text/plain; charset=utf-8\n"


@dataclass(frozen=True, slots=True)
class Written:
    """One mail and what is expected of it."""

    name: str
    body: str
    expected: dict[str, Any]

    def raw(self, head: str = "") -> bytes:
        """As it travels. `head`: header lines above its own."""
        lines = (head + self.body).split("\n")
        return "\r\n".join(map(_encoded, lines)).encode()


def _encoded(line: str) -> str:
    """Subjects travel in ASCII."""
    if line.startswith("Subject: ") and not line.isascii():
        return "Subject: " + Header(line[9:], "utf-8", maxlinelen=900).encode()
    return line


def written(name: str) -> list[Written]:
    """All mails of a file."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    found = map(ENTRY.fullmatch, re.split(r"^=== ", text, flags=re.MULTILINE)[1:])
    return [
        Written(one["name"], one["body"], json.loads(one["expected"] or "{}"))
        for one in found
        if one
    ]
