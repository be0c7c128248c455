"""Whom an agent may write to: what they typed, read and judged. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from threering.channels.contract import NotSendable
from threering.channels.rules import forms_of
from threering.tickets.rules import MACHINES

MOST_RECIPIENTS = 20
_NAMED = re.compile(r'(?:^|(?<=[,;>\n]))(?:"[^"]*"|[^<>,;"@\n])*+<([^<>]*)>')
_WORD = r"[^\s@.,;:<>()\[\]\\\"]+"
_ADDRESS = re.compile(rf"{_WORD}(?:\.{_WORD})*@{_WORD}(?:\.{_WORD})+")


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets a letter, in small letters; `cc`: who reads it too."""

    to: tuple[str, ...]
    cc: tuple[str, ...] = ()


NOBODY = Recipients(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whose addresses are whose."""

    customer: Collection[str]
    """Where the customer of the ticket can be reached."""
    ours: Collection[str]
    """The client's own inboxes."""


def typed(words: str) -> tuple[str, ...]:
    """Addresses with commas, blanks or lines between them, also as “Name <address>”, each once.

    Raises NotSendable for what is none.
    """
    bare = _NAMED.sub(lambda found: f" {found[1]} ", words)
    found = tuple(dict.fromkeys(word.lower() for word in re.split(r"[\s,;]+", bare) if word))
    wrong = next((word for word in found if not is_address(word)), None)
    if wrong is not None:
        raise NotSendable(f"{wrong[:100]} is not an address. Write it like name@shop.example.")
    return found


def is_address(word: str) -> bool:
    """Whether it has the form of an address that a person has."""
    return len(word) <= 254 and bool(_ADDRESS.fullmatch(word))  # RFC 5321, 4.5.3.1.3


def is_machine(address: str) -> bool:
    """Whether its name says that nobody reads what comes there."""
    return bool(MACHINES.fullmatch(address.rpartition("@")[0]))


def is_among(address: str, inboxes: Collection[str]) -> bool:
    """Whether it leads to one of them, also under the address of one ticket (help+…@)."""
    return any(form in inboxes for form in forms_of(address))


def agreed(wanted: Recipients, known: Known) -> Recipients:
    """Those who get a reply: each once. Raises NotSendable where that cannot be meant."""
    cc = tuple(address for address in dict.fromkeys(wanted.cc) if address not in wanted.to)
    _check(Recipients(wanted.to, cc), known)
    stranger = next((address for address in wanted.to if address not in known.customer), None)
    if stranger is not None:
        raise NotSendable(f"{stranger} is not known as the customer's. Put it into Cc.")
    return Recipients(wanted.to, cc)


def passed_on(wanted: Recipients, known: Known) -> Recipients:
    """Those to whom a message is passed on: never its customer. Raises NotSendable."""
    cc = tuple(address for address in dict.fromkeys(wanted.cc) if address not in wanted.to)
    if not wanted.to:
        raise NotSendable("Nobody would get this. Add the address it shall go to.")
    _check(Recipients(wanted.to, cc), known)
    own = next((address for address in (*wanted.to, *cc) if address in known.customer), None)
    if own is not None:
        raise NotSendable(f"{own} is the customer's. Reply to them instead.")
    return Recipients(wanted.to, cc)


def _check(wanted: Recipients, known: Known) -> None:
    everybody = (*wanted.to, *wanted.cc)
    own = next((address for address in everybody if is_among(address, known.ours)), None)
    if own is not None:
        raise NotSendable(f"{own} is an inbox of yours: it would come back. Take it off.")
    if len(everybody) > MOST_RECIPIENTS:
        raise NotSendable(f"At most {MOST_RECIPIENTS} people get one mail. Take some off.")
