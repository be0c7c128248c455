"""What mail servers found about a sender: SPF, DKIM and DMARC, and whose word it is.

Anybody can write such a header into a mail. Only what a server of ours wrote counts, and only the
owner of the house knows what it calls itself there (THREERING_AUTHSERV_ID).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from email.message import Message

from threering.channels.email.words import raw_headers, unfolded

RESULT = re.compile(r"(?:^|;)\s*(spf|dkim|dmarc|arc)\s*=\s*([a-z]+)", re.IGNORECASE)
RECEIVER = re.compile(r"\breceiver=[\"']?([\w.-]+)", re.IGNORECASE)
COMMENT = re.compile(r"\([^()]*\)")
Claim = tuple[str, str, str]
"""Who says so, about what, and what: ("mx.shop.example", "spf", "pass")."""


def claims(mail: Message) -> list[Claim]:
    """Everything that a mail says of its own authentication, the latest header first."""
    found: list[Claim] = []
    for value in raw_headers(mail, "authentication-results"):
        plain = COMMENT.sub("", unfolded(value))
        server = plain.partition(";")[0].split()
        for method, result in RESULT.findall(plain):
            found.append((server[0].lower() if server else "", method.lower(), result.lower()))
    for value in raw_headers(mail, "received-spf"):
        words, receiver = unfolded(value).split(), RECEIVER.search(value)
        if words and receiver:
            found.append((receiver[1].lower(), "spf", words[0].lower()))
    return found[:50]


def vouched(said: Iterable[Claim], servers: Collection[str]) -> tuple[tuple[str, str], ...]:
    """What servers of ours found: their latest word on each method. Nothing, if we have none."""
    found: dict[str, str] = {}
    for server, method, result in said:
        if server in servers:
            found.setdefault(method, result)
    return tuple(found.items())
