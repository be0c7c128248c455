"""How a mail came, as its reader is told: who and when, what was checked, what was held back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from threering.channels.contract import Party
from threering.tickets.models import Attachment, Message
from threering.tickets.reading import Reading, reading_of
from threering.web.moments import clock
from threering.web.tickets.frame import SANDBOX

KINDS = {
    "auto_reply": (gettext_noop("Automatic reply"), "reply"),
    "list": (gettext_noop("Sent to many"), "users"),
}
TONES = {"pass": "ok", "fail": "bad", "softfail": "warn", "permerror": "warn", "temperror": "warn"}
DEFECTS = {
    "boundary": gettext_noop("its parts were not told apart as they should be"),
    "charset": gettext_noop("its character set was wrong or unknown"),
    "encoding": gettext_noop("its text was encoded wrongly"),
    "base64": gettext_noop("its text was encoded wrongly"),
    "header": gettext_noop("its head was malformed"),
    "headers": gettext_noop("its head was malformed"),
    "no-headers": gettext_noop("it had no head"),
    "multipart": gettext_noop("its parts were not told apart as they should be"),
    "date": gettext_noop("its date was missing or impossible"),
    "winmail": gettext_noop("its winmail.dat could not be opened"),
    "text": gettext_noop("some of its text stood outside its parts"),
}
OTHERWISE = gettext_noop("its form broke the rules of mail")
DESIGNED = re.compile(r"<(?:img|table|h[1-6]|ul|ol)\b", re.IGNORECASE)
QUOTED = re.compile(r"^\s*>")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a text: new ones, or quoted ones that they answer."""

    quoted: bool
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a server found out about the sender."""

    label: str
    result: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The HTML of a message, to be shown in a frame of its own."""

    url: str
    first: bool
    """Whether it is shown before the plain words: it was designed, and quotes nothing."""
    hosts: str
    """Who would learn that it was read, if its remote pictures were loaded; "" without any."""
    pictures: int
    sandbox: str = SANDBOX


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What a message's page shows of a mail besides who wrote it and when."""

    said: str
    pieces: tuple[Piece, ...]
    quoted: str
    kind: str
    kind_icon: str
    seal: str
    masked: bool
    frame: Frame | None
    trackers: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    checks: tuple[Check, ...]
    defects: tuple[str, ...]
    erased: bool


def mail_of(message: Message) -> Mail:
    """A message as the mail it was; of our own messages only the words."""
    reading = reading_of(message.reading)
    label, icon = KINDS.get(reading.kind, ("", ""))
    return Mail(
        said=message.said,
        pieces=pieces_of(message.said),
        quoted=message.quoted,
        kind=_(label) if label else "",
        kind_icon=icon,
        seal=_seal(reading),
        masked=reading.masked,
        frame=_frame(message, reading) if message.html.strip() else None,
        trackers=reading.trackers,
        facts=tuple(_facts(reading)),
        checks=tuple(_checks(reading)),
        defects=defects_in_words(reading.defects),
        erased=reading.erased,
    )


def pieces_of(text: str) -> tuple[Piece, ...]:
    """New and quoted lines apart, in their order: answers stand under what they answer."""
    runs = groupby(text.split("\n"), key=lambda line: bool(QUOTED.match(line)))
    made = [Piece(quoted, "\n".join(lines).strip("\n")) for quoted, lines in runs]
    return tuple(piece for piece in made if piece.text.strip())


def answers_inline(message: Message) -> bool:
    """Whether its new words stand between the lines that they answer."""
    return any(piece.quoted for piece in pieces_of(message.said))


def shown_inside(message: Message, file: Attachment) -> bool:
    """Whether a file is a picture that stands in the text when the HTML is shown first."""
    first = DESIGNED.search(message.html) and not message.quoted
    return bool(first and file.content_id and f"cid:{file.content_id}" in message.html)


def _frame(message: Message, reading: Reading) -> Frame:
    return Frame(
        url=reverse("message-html", args=[message.uuid]),
        first=bool(DESIGNED.search(message.html)) and not message.quoted,
        hosts=", ".join(reading.remote),
        pictures=sum(reading.remote.values()),
    )


def _seal(reading: Reading) -> str:
    if reading.encrypted:
        return _("Encrypted. We have no key for it, so its words are closed to us.")
    return _("Signed by its sender. The signature was not checked.") if reading.signed else ""


def _facts(reading: Reading) -> Iterable[tuple[str, str]]:
    if reading.sender:
        yield _("From"), reading.sender
    for label, parties in (
        (_("To"), reading.to),
        (_("Cc"), reading.cc),
        (_("Answers go to"), reading.reply_to),
    ):
        if parties:
            yield label, ", ".join(map(_party, parties))
    if reading.delivered_to:
        yield _("Delivered to"), ", ".join(reading.delivered_to)
    if reading.sent_at:
        yield _("Dated"), clock(reading.sent_at)


def _party(party: Party) -> str:
    return f"{party.name} <{party.handle}>" if party.name else party.handle


def _checks(reading: Reading) -> Iterable[Check]:
    for method, result in reading.auth.items():
        yield Check(method.upper(), result, TONES.get(result, ""))


def defects_in_words(names: Iterable[str]) -> tuple[str, ...]:
    """What was wrong with the form of a mail, each thing once, for people."""
    words = [DEFECTS.get(name) or DEFECTS.get(name.partition("-")[0], OTHERWISE) for name in names]
    return tuple(dict.fromkeys(map(_, words)))
