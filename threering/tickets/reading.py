"""What is kept of how a message came: the form of Message.reading, written and read only here.

Only what there is stands in it: a plain message keeps a few dozen bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from threering.channels.contract import Inbound, Party

MOST = 200
"""Recipients, hosts and defects kept of one message; nobody reads more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a message came, as its page tells it."""

    kind: str = "message"
    automatic: bool = False
    sender: str = ""
    sent_at: datetime | None = None
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    reply_to: tuple[Party, ...] = ()
    delivered_to: tuple[str, ...] = ()
    signed: bool = False
    encrypted: bool = False
    remote: dict[str, int]
    """The hosts its HTML would fetch pictures from, and how many from each."""
    trackers: tuple[str, ...] = ()
    """The hosts of pictures that only tell that it was read; their addresses are not kept."""
    auth: dict[str, str]
    defects: tuple[str, ...] = ()
    unproven: bool = False
    """Its sender may be forged, and its ticket's number guessed: its Reply-To is not followed."""
    masked: bool = False
    """It came with card numbers, of which only the last digits are kept."""
    erased: bool = False
    """What it said was forgotten."""


def kept(inbound: Inbound, *, unproven: bool = False) -> dict[str, Any]:
    """What Message.reading holds of an inbound message."""
    said: dict[str, Any] = {
        "kind": "" if inbound.kind == "message" else inbound.kind,
        "automatic": inbound.automatic,
        "sender": _clean(inbound.sender_handle),
        "sent_at": inbound.sent_at.isoformat() if inbound.sent_at else "",
        "to": _pairs(inbound.to),
        "cc": _pairs(inbound.cc),
        "reply_to": _pairs(inbound.reply_to),
        "delivered_to": [_clean(address) for address in inbound.delivered_to[:MOST]],
        "signed": inbound.signed,
        "encrypted": inbound.encrypted,
        "remote": dict(Counter(map(_host, inbound.remote_images)).most_common(MOST)),
        "trackers": [_clean(host) for host in inbound.trackers[:MOST]],
        "auth": {method: _clean(result) for method, result in inbound.auth},
        "defects": [_clean(defect) for defect in inbound.defects[:MOST]],
        "unproven": unproven,
        "masked": inbound.masked is not None,
    }
    return {name: value for name, value in said.items() if value}


def sent_to(to: Iterable[Party], cc: Iterable[Party], *, forwards: str = "") -> dict[str, Any]:
    """What Message.reading holds of one that we wrote: whom it went to, and what it passes on."""
    said = {"to": _pairs(tuple(to)), "cc": _pairs(tuple(cc)), "forwards": forwards}
    return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The addresses that a message of ours went to, and the message that it passes on, if any."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    forwards: str


def sent_of(said: dict[str, Any]) -> Sent:
    """Whom a stored message of ours went to."""
    to, cc = (tuple(handle for _, handle in said.get(kind, ())) for kind in ("to", "cc"))
    return Sent(to=to, cc=cc, forwards=said.get("forwards", ""))


def reading_of(said: dict[str, Any]) -> Reading:
    """What a stored message keeps; of one that we wrote ourselves only to whom it went."""
    told = {name: value for name, value in said.items() if name in Reading.__slots__}
    for name in ("to", "cc", "reply_to"):
        told[name] = tuple(Party(name=one, handle=handle) for one, handle in said.get(name, ()))
    for name in ("delivered_to", "trackers", "defects"):
        told[name] = tuple(said.get(name, ()))
    told["sent_at"] = datetime.fromisoformat(said["sent_at"]) if "sent_at" in said else None
    return Reading(**{"remote": {}, "auth": {}} | told)


def _pairs(parties: tuple[Party, ...]) -> list[tuple[str, str]]:
    return [(_clean(party.name), _clean(party.handle)) for party in parties[:MOST]]


def _host(address: str) -> str:
    try:
        return _clean(urlsplit(address).hostname or "?")
    except ValueError:  # an address that is none fetches nothing from anybody
        return "?"


def _clean(text: str) -> str:
    """Without the two things that PostgreSQL's JSON cannot hold: NUL and half signs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:1000]
