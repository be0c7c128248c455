"""Who is told of what. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from threering.organisation.rules import Rhythm


class Kind(StrEnum):
    """What a notice says. What is alike and unread is shown as one for each ticket."""

    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    ASSIGNED_MANY = "assigned_many"
    CUSTOMER_WROTE = "customer_wrote"
    WOKEN = "woken"
    FAILED = "delivery_failed"
    UNCERTAIN = "delivery_uncertain"
    BOUNCED = "bounced"
    UNWANTED = "unwanted"


TOLD_OF = {
    "mentioned": Kind.MENTIONED,
    "assigned": Kind.ASSIGNED,
    "message_received": Kind.CUSTOMER_WROTE,
    "woken": Kind.WOKEN,
    "delivery_failed": Kind.FAILED,
    "delivery_uncertain": Kind.UNCERTAIN,
    "delivery_bounced": Kind.BOUNCED,
    "delivery_unwanted": Kind.UNWANTED,
}
"""The kind of fact → what is said of it. People are told of no other."""
OF_A_REPLY = {Kind.FAILED, Kind.UNCERTAIN, Kind.BOUNCED, Kind.UNWANTED}


FOR_OTHERS = OF_A_REPLY | {Kind.CUSTOMER_WROTE, Kind.WOKEN}
"""Of these whoever stands in is told, too: what customers and time bring would wait in vain."""


class Matter(StrEnum):
    """What people may want to be told of or not."""

    MENTIONED = "mentioned"
    GIVEN = "given"
    CUSTOMER = "customer"
    BACK = "back"
    REPLY = "reply"


KINDS_OF: dict[Matter, frozenset[Kind]] = {
    Matter.MENTIONED: frozenset({Kind.MENTIONED}),
    Matter.GIVEN: frozenset({Kind.ASSIGNED, Kind.ASSIGNED_MANY}),
    Matter.CUSTOMER: frozenset({Kind.CUSTOMER_WROTE}),
    Matter.BACK: frozenset({Kind.WOKEN}),
    Matter.REPLY: frozenset(OF_A_REPLY),
}
"""Each kind belongs to one; of what concerns the house, such as a mailbox, everybody is told."""


def unwanted(wanted: Collection[Matter]) -> set[Kind]:
    """The kinds of which somebody is not told who wants these."""
    return {kind for matter in Matter if matter not in wanted for kind in KINDS_OF[matter]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """What stands around a fact; people by their ids.

    `by`: who brought it about; None, where that was the customer. `owner`: whose ticket it is now.
    `author`: who wrote the reply it is about. `named`: who is named in the note. `by_hand`: that a
    person wrote it, not their machine.
    """

    by: int | None = None
    owner: int | None = None
    author: int | None = None
    named: frozenset[int] = frozenset()
    by_hand: bool = True


def worth_telling(facts: Collection[str]) -> list[str]:
    """Of the kinds of facts of one moment, those that people are told of.

    A ticket that wakes because its customer wrote is told of as that.
    """
    known = [fact for fact in facts if fact in TOLD_OF]
    return [one for one in known if one != "woken" or "message_received" not in known]


def told(kind: Kind, affair: Affair) -> frozenset[int]:
    """Who is told: whom it concerns, and never who did it."""
    if kind is Kind.MENTIONED:
        concerned: frozenset[int | None] = frozenset(affair.named)
    elif kind in OF_A_REPLY:
        concerned = frozenset({affair.author})
    elif kind is Kind.CUSTOMER_WROTE and not affair.by_hand:
        concerned = frozenset()
    else:
        concerned = frozenset({affair.owner})
    return frozenset(one for one in concerned if one is not None and one != affair.by)


def labels(people: Sequence[tuple[str, str]]) -> list[str]:
    """What each (name, address) is called behind an @: the name, where nobody shares it."""
    names = [" ".join(name.split()) for name, _ in people]
    often = Counter(name.casefold() for name in names)
    return [
        name if name and often[name.casefold()] == 1 else f"{name} ({address})".strip()
        for name, (_, address) in zip(names, people, strict=True)
    ]


def is_named(text: str, label: str) -> bool:
    """Whether somebody is named in a text under that label."""
    return bool(label) and any(piece.label == label for piece in marked(text, [label]))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a note. `label`: whose name it is; "" for plain words."""

    text: str
    label: str = ""


def marked(text: str, labels: Collection[str]) -> list[Piece]:
    """A text in pieces, the names in it apart. An @ within a word or an address names nobody."""
    if not labels:
        return [Piece(text)]
    longest_first = "|".join(re.escape(one) for one in sorted(labels, key=len, reverse=True))
    parts = re.split(rf"(?<![\w@./])@({longest_first})(?!\w)", text)
    pieces = [Piece(f"@{part}", part) if n % 2 else Piece(part) for n, part in enumerate(parts)]
    return [piece for piece in pieces if piece.text]


def fits(typed: str, name: str, address: str) -> bool:
    """Whether what is typed behind an @ may begin any word of a name, or the address."""
    wanted, words = _plain(typed).split(), [*_plain(name).split(), _plain(address)]
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _plain(words: str) -> str:
    """Without case and accents."""
    apart = normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not combining(letter))


PATIENCE = timedelta(minutes=10)
"""So long somebody has time to see it at the bell before a mail tells it."""


def slot_of(rhythm: Rhythm, hour: int, zone: ZoneInfo, at: datetime) -> datetime:
    """The latest moment until then at which a digest may leave: a full hour of their own clock."""
    begun = at.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    if rhythm is Rhythm.DAILY:
        begun = begun.replace(hour=hour)
        if begun.astimezone(UTC) > at:
            begun -= timedelta(days=1)
    return begun.astimezone(UTC)


def is_due(rhythm: Rhythm, hour: int, zone: ZoneInfo, oldest: datetime, at: datetime) -> bool:
    """Whether what waits since `oldest` is to be mailed: it waited long enough when a slot came."""
    return rhythm is not Rhythm.OFF and oldest + PATIENCE <= slot_of(rhythm, hour, zone, at)
