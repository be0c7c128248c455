"""Which inbox a message is for, how mailboxes are watched, what stands around a mail. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address

from threering.channels.contract import Inbound

FROM = {
    "da": "fra", "de": "von", "en": "from", "es": "de", "fr": "de", "it": "di", "nb": "fra",
    "nl": "van", "pl": "z", "pt": "da", "sv": "från",
}  # fmt: skip


def forms_of(address: str) -> tuple[str, ...]:
    """An address as inboxes write it: as it stands, and without a +detail before the @."""
    local, at, domain = address.strip().lower().rpartition("@")
    return tuple(dict.fromkeys((f"{local}{at}{domain}", f"{local.partition('+')[0]}{at}{domain}")))


LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1


def with_detail(address: str, detail: str) -> str:
    """help@shop.example → help+detail@shop.example; "" when servers would not take it."""
    local, at, domain = address.rpartition("@")
    full = f"{local}+{detail}"
    return f"{full}{at}{domain}" if len(full) <= LONGEST_LOCAL else ""


def detail_of(address: str) -> str:
    """What stands between the first + and the @, in small letters; "" if there is none."""
    return address.strip().lower().rpartition("@")[0].partition("+")[2]


def addressed(inbound: Inbound, envelope: Sequence[str], ours: Collection[str]) -> str:
    """Which of our addresses a message is for; "" if it names none of them.

    Where it was really delivered counts before what its head says: the envelope and Delivered-To
    name a BCC and a forwarded mail too. Among several of these To decides, then Cc, then their
    order. Without any of them, To comes before Cc.
    """
    written = _ours([party.handle for party in (*inbound.to, *inbound.cc)], ours)
    for delivered in (_ours(envelope, ours), _ours(inbound.delivered_to, ours)):
        if delivered:
            return next((address for address in written if address in delivered), delivered[0])
    return written[0] if written else ""


def _ours(addresses: Sequence[str], ours: Collection[str]) -> list[str]:
    forms = (form for address in addresses for form in forms_of(address))
    return [form for form in forms if form in ours]


RETRY_FIRST = timedelta(seconds=5)
RETRY_LONGEST = timedelta(minutes=5)
ALARM_AFTER = timedelta(minutes=15)
"""How long a mailbox may be out of reach before people are told; such things mostly pass."""
RENEW_AFTER = timedelta(minutes=5)
"""How long we listen before we ask anew. Servers may hang up after 30 minutes (RFC 2177), and a
connection that broke without a word is noticed only by asking."""
LOOK_EVERY = timedelta(minutes=1)
"""How often we ask a server that cannot tell by itself."""

MOST_BYTES = 8 * 2**20
MOST_MAILS = 100
"""What is held in memory at once; one larger mail is taken alone."""
MAX_SIZE = 50 * 2**20
"""Bytes of the largest mail that is taken in."""


class Cause(StrEnum):
    """What can be wrong with a mailbox."""

    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    SIGN_IN = "sign in"
    NO_FOLDER = "no folder"
    RENUMBERED = "renumbered"
    RENAMED = "renamed"
    MISSING = "missing"
    DATABASE = "database"
    FAILED = "failed"


NEEDS_A_PERSON = {Cause.UNTRUSTED, Cause.SIGN_IN, Cause.NO_FOLDER, Cause.FAILED}
OF_THE_WATCH = set(Cause) - {Cause.MISSING}
"""What is over when the folder was read to its end; what was missing, only a comparison ends."""


def is_renumbered(known: int | None, mark: int, uidvalidity: int, uidnext: int) -> bool:
    """Whether the numbers of a folder mean other mails than those that we know under them.

    `mark` is the number of a mail that stood there, and the next number is above every mail that
    ever did (RFC 9051, 2.3.1.1). At or below the mark, the server was restored from a backup.
    """
    return known != uidvalidity or uidnext <= mark


def is_alarming(cause: Cause, lasted: timedelta) -> bool:
    """Whether people have to be told: at once where only they can help, else after a while."""
    return cause in NEEDS_A_PERSON or lasted >= ALARM_AFTER


def retry_after(failures: int, chance: float) -> timedelta:
    """The pause after so many failures in a row; `chance` (0 to 1) keeps clients from marching."""
    doubled = RETRY_FIRST * (1 << min(failures - 1, 10))
    return min(doubled, RETRY_LONGEST) * (0.5 + chance / 2)


def portions(sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Ids with their sizes in bytes, in their order, as portions that may be held at once."""
    portion: list[int] = []
    weight = 0
    for uid, size in sizes:
        if portion and (weight + size > MOST_BYTES or len(portion) == MOST_MAILS):
            yield portion
            portion, weight = [], 0
        portion.append(uid)
        weight += size
    if portion:
        yield portion


def is_loopback(host: str) -> bool:
    """Whether it is this very machine: only to it may a password go unencrypted."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_same_folder(ours: dict[int, int], theirs: dict[int, int]) -> bool:
    """Whether the mails known by uid and size stand in a folder: none other, and at least one."""
    both = ours.keys() & theirs.keys()
    return bool(both) and all(ours[uid] == theirs[uid] for uid in both)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who answers for which brand."""

    agent: str
    brand: str

    @property
    def first_name(self) -> str:
        """What customers call them."""
        return self.agent.split(" ")[0]

    @property
    def variables(self) -> dict[str, str]:
        """What a signature may name."""
        return {"agent": self.agent, "first_name": self.first_name, "brand": self.brand}


def base(language: str) -> str:
    """The language without its country: de of de-AT."""
    return language.lower().replace("_", "-").partition("-")[0]


def sender_name(pattern: str, inbox: str, author: Author, language: str) -> str:
    """The name that a customer's program shows: of the inbox, or of the person too."""
    word = FROM.get(base(language), FROM["en"])
    names = {
        "agent": author.agent,
        "agent from brand": f"{author.agent} {word} {author.brand}",
        "first name from brand": f"{author.first_name} {word} {author.brand}",
    }
    return names.get(pattern, inbox)


def filled(text: str, variables: Mapping[str, str]) -> str:
    """A text with its variables, {brand} and so on, in place; other braces stay as they are."""
    for name, value in variables.items():
        text = text.replace(f"{{{name}}}", value)
    return text.strip()


def spoken(texts: Mapping[str, str], *languages: str) -> tuple[str, str]:
    """The first language of those that has a text, and the text; two empty words for none."""
    by_base = {base(language): text for language, text in texts.items()}
    for language in map(base, filter(None, languages)):
        if text := by_base.get(language):
            return language, text
    return "", ""
