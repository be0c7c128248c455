"""What ties a message to a ticket, and what each tie is worth. Pure.

Order and worth are explained in docs/adr/0014-threading-with-evidence.md.
"""

# ruff: noqa: RUF001 - prefixes in many scripts
from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, StrEnum

from threering.channels.contract import Inbound
from threering.channels.rules import detail_of, forms_of

ANSWERS = (
    "re", "aw", "antw", "sv", "vs", "ref", "rif", "r", "res", "odp", "ynt", "yan", "atb", "bls",
    "vá", "va", "ad", "blv", "hf", "ri", "rép", "rep", "réf", "sr", "nj", "отв", "ответ",
    "відп", "απ", "σχετ", "回复", "回覆", "答复", "答覆", "回信", "返信", "답장", "회신", "ตอบ",
    "رد", "השב", "تعقيب", "trả lời", "bal", "balas", "dv", "r e",
)  # fmt: skip
FORWARDS = (
    "fwd", "fw", "wg", "tr", "rv", "enc", "i", "pd", "doorst", "vl", "vb", "vs fw", "fs", "fwrd",
    "továbbítás", "tova", "ilt", "i̇lt", "πρθ", "пересл", "转发", "轉寄", "転送", "전달", "ส่งต่อ",
    "إعادة توجيه", "הועבר", "trs", "weiterl", "m fwd", "přep", "bs",
)  # fmt: skip
_COUNT = r"\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4}|\*\d{1,4})?"


def _prefix(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=len, reverse=True)
    either = "|".join(map(re.escape, longest_first))
    return re.compile(rf"^\s*(?:{either}){_COUNT}\s*[:：]\s*", re.IGNORECASE)


_ANY, _FORWARD = _prefix((*ANSWERS, *FORWARDS)), _prefix(FORWARDS)
_TOKEN = re.compile(r"\[#(\d{1,15})\]")
_DETAIL = re.compile(r"^t\.(\d{1,15})\.([a-z2-7]{16})$")
MOST_PREFIXES = 20
MOST_PARTIES = 50
"""A mail to more people than these is a mailing: its readers do not take part in a ticket."""
MOST_AWAITED = 20
NEW_TOPIC_AFTER = timedelta(days=14)
MOST_LINES = 40
TELLING = 20  # signs that a line needs to be recognised: "Hello," stands everywhere
SAME_TOPIC = 0.5  # share of words that two subjects about the same thing have in common


class Tie(StrEnum):
    """What ties a message to a ticket, strongest first."""

    OURS = "ours"  # names the id of a mail of ours
    ADDRESS = "address"  # went to the ticket's signed reply address
    THEIRS = "theirs"  # names the id of a mail we were sent
    TOKEN = "token"  # bears the ticket's number in the subject
    PROVIDER = "provider"  # the sender's mail program says so
    AWAITED = "awaited"  # is answered by, or shares an unknown ancestor with, a mail we have


SECRET = frozenset({Tie.OURS, Tie.ADDRESS})
"""Only who was given our mail can know these: they are never guessed."""


class Standing(Enum):
    """What the sender is to a ticket."""

    PARTICIPANT = "participant"
    NAMESAKE = "namesake"  # an address we never saw, under the full name of a participant
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class Clues:
    """What a message says about where it belongs."""

    addresses: tuple[str, ...]
    numbers: tuple[int, ...]
    thread_ids: tuple[str, ...]
    parties: tuple[str, ...]
    forwards: bool
    forged: bool
    """Its sender's own domain denies it."""
    proven: bool = False
    """Its sender's own domain says that it is theirs."""


def clues_of(inbound: Inbound, envelope: Mapping[str, object]) -> Clues:
    """Gather the clues of a message and of the envelope in which it came."""
    shown = [party.handle for party in (*inbound.to, *inbound.cc)]
    wrapped = [*_words(envelope.get("to")), *inbound.delivered_to, *shown]
    known = _words(envelope.get("thread_ids"))
    return Clues(
        addresses=tuple(dict.fromkeys(a for a in wrapped if _DETAIL.match(detail_of(a)))),
        numbers=tuple(int(number) for number in _TOKEN.findall(inbound.subject)),
        thread_ids=tuple(dict.fromkeys([*inbound.thread_ids, *known]))[:MOST_AWAITED],
        parties=tuple(dict.fromkeys(shown)) if len(shown) <= MOST_PARTIES else (),
        forwards=is_forward(inbound.subject),
        forged=dict(inbound.auth).get("dmarc") == "fail",
        proven=dict(inbound.auth).get("dmarc") == "pass",
    )


def _words(value: object) -> list[str]:
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []


def signed(address: str) -> tuple[int, str]:
    """The ticket number and the signature in an address of that form."""
    found = _DETAIL.match(detail_of(address))
    return (int(found[1]), found[2]) if found else (0, "")


def reply_detail(number: int, signature: str) -> str:
    """What a ticket's reply address carries before the @."""
    return f"t.{number}.{signature}"


def others(clues: Clues, sender: str, inbox_address: str) -> list[str]:
    """Who else a message is for: they take part in its ticket from now on."""
    own = {sender.lower(), *forms_of(inbox_address)}
    return [party for party in clues.parties if not own.intersection(forms_of(party))]


def asks_elsewhere(inbound: Inbound) -> bool:
    """Whether answers are to go to others than the sender.

    A machine answers only to where a mail came from (RFC 3834, 4): whoever writes strangers into
    Reply-To would have us write to them. An agent looks at it first.
    """
    asked = {party.handle.lower() for party in inbound.reply_to if "@" in party.handle}
    return not asked <= {inbound.sender_handle.lower()}


def joins(tie: Tie, standing: Standing, clues: Clues) -> bool:
    """Whether a message with this tie is let into the ticket.

    Who takes part is let in, except by a number that a forger could write under their name. A new
    address is let in where it must have been given our mail, answers it, and bears a full name that
    takes part. All others get a ticket of their own, and the tie is shown to the agent.
    """
    if standing is Standing.PARTICIPANT:
        return tie is not Tie.TOKEN or not clues.forged
    if standing is Standing.NAMESAKE:
        return tie in SECRET and not clues.forwards and not clues.forged
    return False


def is_same_name(one: str, other: str) -> bool:
    """Whether two display names are surely one person's: the same two words or more."""
    words, others = (set(re.findall(r"\w{2,}", name.casefold())) for name in (one, other))
    return len(words) >= 2 and words == others


def base_subject(subject: str) -> str:
    """What a subject is about: without our token and the prefixes of answers and forwards."""
    bare = re.sub(r"\s+", " ", _TOKEN.sub(" ", subject)).strip()
    for _ in range(MOST_PREFIXES):
        shorter = _ANY.sub("", bare, count=1)
        if shorter == bare:
            break
        bare = shorter
    return bare.strip()


def is_forward(subject: str) -> bool:
    """Whether the subject says that somebody passes something on."""
    return bool(_FORWARD.match(_TOKEN.sub(" ", subject)))


def is_new_topic(*, quotes: bool, gap: timedelta) -> bool:
    """Whether a message under another subject seems to be about something else.

    `gap` is the time since the last message of its thread.
    """
    return not quotes or gap >= NEW_TOPIC_AFTER


def quotes_any(text: str, before: Iterable[str]) -> bool:
    """Whether a text repeats a line of what was said before, however it marks that."""
    heard = _bare(text)
    lines = (_bare(line) for said in before for line in said.splitlines()[:MOST_LINES])
    return any(line in heard for line in lines if len(line) >= TELLING)


def _bare(text: str) -> str:
    return re.sub(r"[\s>|]+", " ", text).strip()


def is_other_subject(subject: str, before: str) -> bool:
    """Whether two subjects have so little in common that they are about different things."""
    one, other = base_subject(subject).casefold(), base_subject(before).casefold()
    if not one or not other or one in other or other in one:
        return False
    words, known = set(re.findall(r"\w+", one)), set(re.findall(r"\w+", other))
    return len(words & known) < SAME_TOPIC * min(len(words), len(known) or 1)


NOTHING = "It answers nothing we know, so it opened this ticket."
UNKNOWN = "It names earlier messages, none of which are ours: it opened this ticket."
REASONS = {
    Tie.OURS: "It answers our reply {named}",
    Tie.ADDRESS: "It was sent to the signed reply address of ticket {number}",
    Tie.THEIRS: "It answers the message {named}",
    Tie.TOKEN: "Its subject names ticket {number}",
    Tie.PROVIDER: "The sender's mail program puts it into one thread with a message we have",
    Tie.AWAITED: "It and a message that came before it name the same earlier mail",
}


def why_joined(tie: Tie, named: str, number: int, standing: Standing) -> str:
    """Why a message is in its ticket, in plain words."""
    reason = REASONS[tie].format(named=named[:150], number=number)
    if standing is Standing.NAMESAKE:
        return f"{reason}; the address is new, the name is that of somebody who takes part."
    if tie in {Tie.OURS, Tie.THEIRS}:
        return f"{reason} of this ticket."
    return f"{reason}, and the sender takes part in this ticket."


def why_apart(tie: Tie, named: str, number: int, *, closed: bool) -> str:
    """Why a message with a tie opened a ticket of its own, in plain words."""
    reason = REASONS[tie].format(named=named[:150], number=number)
    about = "" if tie in {Tie.ADDRESS, Tie.TOKEN} else f" of ticket {number}"
    if closed:
        return f"{reason}{about}, which is closed: it opened this ticket."
    return f"{reason}{about}, but the sender takes no part in that: it opened this ticket."
