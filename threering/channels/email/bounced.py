"""Whom a mail that came back did not reach."""

from __future__ import annotations

import re
from email.message import Message

from threering.channels.email.bounce_words import NOT_RECIPIENT
from threering.channels.email.status import Block, blocks_in
from threering.channels.email.structure import parsed
from threering.channels.email.words import header, raw_headers

ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,200}@[A-Za-z0-9](?:[\w-]{0,63}\.){1,9}[\w-]{1,63}"
)
# In a field nothing stands around it, so letters of any script may belong to it (RFC 6531).
IN_A_FIELD = re.compile(rf"{ADDRESS.pattern}|[\w.+%=-]{{1,200}}@[\w-]+(?:\.[\w-]+)+")
MAX_RETURNED = 20_000
IN_WORDS = [
    re.compile(pattern, re.MULTILINE | re.IGNORECASE)
    for pattern in (
        rf"^[ \t>]*<?({ADDRESS.pattern})>?[ \t]*:?[ \t]*(?:\(.*\))?[ \t]*$",
        rf"^[ \t]*<?({ADDRESS.pattern})>?[ \t]*(?::|\.\.\.|[ \t]-)",
        rf"\b(?:recipients?|to|for|user|address|mailbox)\b[\s:]+['\"<(]*({ADDRESS.pattern})",
        rf"<({ADDRESS.pattern})>",
        rf"({ADDRESS.pattern})",
    )
]


def recipients(mail: Message, said: str, returned: str, blocks: list[Block]) -> tuple[str, ...]:
    """Whom it did not reach, from the surest place that names anybody.

    `said`: the server's own words; `returned`: the mail that came back; `blocks`: of its status.
    """
    sources = (_in_blocks(blocks), _in_headers(mail), _in_text(mail, said), _in_returned(returned))
    for unlikely_too in (False, True):
        for candidates in sources:
            ours = {a.lower(): a for a in candidates if unlikely_too or not NOT_RECIPIENT.search(a)}
            if ours:
                return tuple(ours.values())
    return ()


def _in_blocks(blocks: list[Block]) -> list[str]:
    found = []
    for block in blocks:
        for name in ("final-recipient", "original-recipient", "x-actual-recipient"):
            address = IN_A_FIELD.search(block.get(name, "").rpartition(";")[2])
            if address:
                found.append(address[0])
                break
    return found


def _in_headers(mail: Message) -> list[str]:
    values = raw_headers(mail, "x-failed-recipients")
    return [address for value in values for address in ADDRESS.findall(value)]


def _in_text(mail: Message, said: str) -> list[str]:
    """Addresses the words are about: alone on a line, or before a colon, or after "to"."""
    own = {a.lower() for name in ("to", "from") for a in ADDRESS.findall(header(mail, name))}
    said = f"{said}\n{header(mail, 'subject')}"
    for pattern in IN_WORDS:
        ours = [hit for hit in pattern.findall(said) if hit.lower() not in own]
        if ours:
            return ours
    return []


def _in_returned(returned: str) -> list[str]:
    nested = _in_blocks(blocks_in(returned[:MAX_RETURNED]))  # a report inside a report
    mail = parsed(returned.partition("\n\n")[0].encode("utf-8", "replace"))
    return nested or ADDRESS.findall(header(mail, "to"))
