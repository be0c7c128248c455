"""Addresses as they come: groups, comments, commas in names, missing brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from threering.channels.email.words import clean, raw_headers, words

ADDRESS = re.compile(r"[^\s<>\"(),;:\[\]]{1,320}@[^\s<>\"(),;:]+")
BRACKETED = re.compile(r"<([^<>]*)>?")
COMMENT = re.compile(r"\(((?:[^()\\]|\\.|\([^()]*\))*)\)")
QUOTED_PAIR = re.compile(r"\\(.)")
ROUTE = re.compile(r"^@[^:]*:")
MAX_ADDRESSES = 1000
MAX_LENGTH, MAX_DOMAIN = 320, 255


@dataclass(frozen=True, slots=True)
class Address:
    """A name, perhaps empty, and an address as it was written."""

    name: str
    email: str


def addresses(mail: Message, *names: str) -> list[Address]:
    """All addresses of these headers in order. What is too long for one is none."""
    return [one for one in _all(mail, names) if _fits(one)][:MAX_ADDRESSES]


def overlong(mail: Message, *names: str) -> list[Address]:
    """Those that `addresses` leaves out."""
    return [one for one in _all(mail, names) if not _fits(one)]


def _all(mail: Message, names: tuple[str, ...]) -> list[Address]:
    return [one for name in names for value in raw_headers(mail, name) for one in parse(value)]


def _fits(address: Address) -> bool:
    """As RFC 5321 limits them; many programs exceed its 64 signs before the @."""
    return len(address.email) <= MAX_LENGTH and len(address.email.rpartition("@")[2]) <= MAX_DOMAIN


def parse(value: str) -> list[Address]:
    """The addresses of one unfolded header value; what holds none is left out."""
    found: list[Address] = []
    for piece in _pieces(value):
        address = _address(piece)
        if address:
            found.append(address)
    if not found and "=?" in value:  # the whole list was put into an encoded word
        decoded = words(value)
        found = parse(decoded) if "=?" not in decoded else []
    return found


def _pieces(value: str) -> list[str]:
    """Split at the commas that are not inside quotes, brackets or comments."""
    found, start, quoted, depth, angle = [], 0, False, 0, False
    last_quote, last_close = value.rfind('"'), value.rfind(">")
    for at, sign in enumerate(value):
        if sign == '"' and value[at - 1 : at] != "\\":
            quoted = not quoted and at < last_quote
        elif quoted:
            continue
        elif sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif sign in "<>":
            angle = sign == "<" and at < last_close
        elif sign in ",;" and not angle and not depth:
            found.append(value[start:at])
            start = at + 1
        elif sign == ":" and not angle and not depth and _opens_group(value[start:at]):
            start = at + 1
    return [*found, value[start:]]


def _opens_group(before: str) -> bool:
    return "@" not in before and bool(before.strip())


def _address(piece: str) -> Address | None:
    """One address: the part in brackets, or what looks like one, or a lone local name."""
    bracketed = [found for found in BRACKETED.finditer(piece) if found[1].strip()]
    if bracketed:
        last = next((b for b in reversed(bracketed) if "@" in b[1]), bracketed[-1])
        email = ROUTE.sub("", last[1].strip().removeprefix("mailto:"))
        name = _name(piece[: last.start()]) or _comment(piece[last.end() :])
        return Address(name, _bare(email))
    without = COMMENT.sub(" ", piece)
    address = ADDRESS.search(without)
    if address:
        rest = without[: address.start()] + without[address.end() :]
        return Address(_comment(piece) or _name(rest), _bare(address[0]))
    return None


def _bare(email: str) -> str:
    inner = ADDRESS.search(words(email))
    return clean(inner[0].strip("'\",") if inner and '"' not in email else email).replace(" ", "")


def _name(text: str) -> str:
    """A display name without its quotes, whatever the order of quoting and encoding was."""
    plain = words(_unquoted(text))
    return clean(re.sub(r"\s+", " ", _unquoted(plain))) if '"' in plain and "=?" in text else plain


def _unquoted(text: str) -> str:
    stripped = text.strip()
    if stripped[:1] == '"' and stripped[-1:] == '"' and len(stripped) > 1:
        stripped = stripped[1:-1]
        if '"' not in stripped.replace('\\"', ""):
            return QUOTED_PAIR.sub(r"\1", stripped)
    return stripped.replace('"', "") if stripped.count('"') > 1 else stripped.strip('"')


def _comment(text: str) -> str:
    found = COMMENT.search(text)
    return words(QUOTED_PAIR.sub(r"\1", found[1])) if found else ""
