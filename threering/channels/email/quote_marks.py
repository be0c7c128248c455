"""Lines that say: from here on it is an older mail."""

# ruff: noqa: RUF001 - the words of many scripts
from __future__ import annotations

import re
from dataclasses import dataclass

from threering.channels.email.quote_words import (
    ABOVE_THIS_LINE,
    FORWARDED,
    HEADERS,
    LEADS,
    ORIGINAL,
    WROTE,
)

QUOTED = re.compile(r"^\s{0,3}>")
MARKS = re.compile(r"^[>\s|]+")
RULE = re.compile(r"^[\s>*]*(?:[-_=~*—–─━]\s?){3,}[\s*]*$")
MAX_ABOVE = 120
FRAME = re.compile(r"^[\s>*_=~#—–-]+|[\s*_=~#—–:：-]+$")
DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}[:.h]\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d+\s*[年년]"
)
# Notes writes "Shop Help ---02/02/2026 10:00:00 AM---first words" over the headers.
NOTES = re.compile(r"^[\s>]*[^-]{1,80}-{2,3}\d{1,4}[^-]{4,40}-{2,3}")
FULL_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d+\s*[年년]")
EMAIL = re.compile(r"[\w.+%'=-]{1,100}@[\w-]+(?:\.[\w-]+)*|&lt;\S+&gt;")
ENDS = re.compile(r"[:：]\s*[*_]*$")
ADDRESS_OF_PAGE = re.compile(r"(?<!<)https?://[^\s<>]+")
STARTS_DATED = re.compile(r"^[\s>*]*+(?:\w{2,12}[.,]*\s+)?\d{1,4}[./\s:-]")
MAX_WINDOW = 5
MAX_LINES = 3000  # nobody writes that much above a quote
MAX_LENGTH = 400
MAX_LINE = 250
LOOK_AHEAD = 12


def _any_of(phrases: tuple[str, ...]) -> str:
    ordered = sorted(set(phrases), key=len, reverse=True)
    return "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)


VERB = re.compile(
    rf"(?<![^\W_])(?:{_any_of(WROTE)})(?![^\W_])|写道|寫道|님이\s*작성|のメール", re.I
)
FINAL_VERB = re.compile(rf"(?<![^\W_])(?:{_any_of(WROTE)})[\s*:：_-]*$|写道[:：]?$", re.I)
LEAD = re.compile(rf"^[\s>*_-]*+(?:{_any_of(LEADS)})(?![^\W\d_])", re.I)
SHARED = re.compile(r"^(.*?\w[^\w\s-]?)\s*-{2,}\s*(?=On\s)")
ROLES = {
    role: re.compile(rf"^[>\s|*_]*+(?:{_any_of(names)})\s*[*_]*\s*[:：][*_]*(?!//)", re.I)
    for role, names in HEADERS.items()
}
ABOVE = re.compile(rf"{_any_of(ABOVE_THIS_LINE)}", re.I)
EVERY_KEY = tuple(name for names in HEADERS.values() for name in names)
KEYS = re.compile(rf"^[>\s|*_]*+(?:{_any_of(EVERY_KEY)})\s*[*_]*\s*[:：]", re.I)
PHRASES = {**dict.fromkeys(FORWARDED, "forward"), **dict.fromkeys(ORIGINAL, "original")}


@dataclass(frozen=True, slots=True)
class Mark:
    """An introduction: its kind, its first line and the first line after it."""

    kind: str
    """wrote, headers, forward or original."""
    start: int
    end: int
    shared: str = ""
    """What stands before it on its first line and belongs to the reply."""


def first_mark(lines: list[str]) -> Mark | None:
    """The first introduction in a text."""
    for at, line in enumerate(lines[:MAX_LINES]):
        if not line.strip() or len(line) > MAX_LINE * 4:
            continue
        if QUOTED.match(line) and at and QUOTED.match(lines[at - 1]):
            continue  # introductions inside a quote introduce nothing of ours
        mark = _separator(lines, at) or _headers(lines, at) or _wrote(lines, at)
        if mark:
            return mark
    return None


def _separator(lines: list[str], at: int) -> Mark | None:
    """-----Original Message----- and its like, with the headers that may follow."""
    line = lines[at].strip()
    bare = FRAME.sub("", MARKS.sub("", line)).strip().lower()
    kind = PHRASES.get(bare) or PHRASES.get(bare.replace("’", "'"))
    if len(bare) < MAX_ABOVE and ABOVE.search(bare):
        kind = "original"
    if not kind:
        return None
    framed = bool(re.search(r"[-_=*—–#]{2,}|^\*|^[>\s]*[-—]", line))
    if not framed and not ENDS.search(line):
        return None
    after = _skip_blank(lines, at + 1)
    headers = _headers(lines, after) if after < len(lines) else None
    return Mark(kind, at, headers.end if headers else at + 1)


def _headers(lines: list[str], at: int) -> Mark | None:
    """From:, Sent:, To:, Subject: under each other, whatever their order and language."""
    if not KEYS.match(lines[at]):
        return None
    roles: dict[str, str] = {}
    end, blank = at, 0
    for number in range(at, min(at + LOOK_AHEAD, len(lines))):
        line = lines[number]
        if not MARKS.sub("", line).strip():
            blank += 1
            if blank > 1 or len(roles) > 3:
                break
            continue
        role = _role(line, roles)
        if not role and (blank or number > end + 2):
            break
        if role:
            roles[role] = line
            end, blank = number, 0
    if not _enough(roles) and not _in_one_line(lines, at):
        return None
    start = _with_rule(lines, at)
    return Mark("headers", start, end + 1)


def _role(line: str, known: dict[str, str]) -> str:
    """What a header line means; words that mean two things mean the one not yet seen."""
    fitting = [role for role, pattern in ROLES.items() if pattern.match(line)]
    return next((role for role in fitting if role not in known), fitting[0] if fitting else "")


def _enough(roles: dict[str, str]) -> bool:
    """Whether it is a mail's head, not a customer's list of from, to and date."""
    if "from" not in roles and not {"date", "to", "subject"} <= roles.keys():
        return False
    if len(roles) > 2:
        if "subject" in roles or any("@" in line for line in roles.values()):
            return True
        # Without an address only in the order of mail programs: it may be a journey.
        return [*roles][:3] == ["from", "date", "to"] and bool(DATE.search(roles["date"]))
    return len(roles) > 1 and "@" in roles.get("from", "")


def _in_one_line(lines: list[str], at: int) -> bool:
    ruled = at > 0 and RULE.match(lines[_last_full(lines, at - 1)])
    inside = re.findall(r"\b(?:From|Date|Sent|To|Subject):", lines[at])
    return bool(ruled) and len(set(inside)) > 1


def _with_rule(lines: list[str], at: int) -> int:
    """The rule above a header block belongs to it."""
    before = _last_full(lines, at - 1)
    near = before >= 0 and at - before <= 3
    return before if near and (RULE.match(lines[before]) or NOTES.match(lines[before])) else at


def _last_full(lines: list[str], at: int) -> int:
    while at > 0 and not lines[at].strip("> \t"):
        at -= 1
    return at


def _wrote(lines: list[str], at: int) -> Mark | None:
    """On … X wrote: over one to five lines, the first of which is at `at`."""
    if QUOTED.match(lines[at]) and at and QUOTED.match(lines[at - 1]):
        return None
    joined = ""
    for end in range(at, min(at + MAX_WINDOW, len(lines))):
        line = lines[end].strip()
        if (
            not line
            or len(joined) > MAX_LENGTH
            or (end > at and QUOTED.match(line) and line != ">:")
        ):
            return None
        joined = f"{joined} {line}".strip()
        if _introduces(joined, lines, end):
            shared = SHARED.match(lines[at])
            return Mark("wrote", at, end + 1, shared[1] if shared else "")
        if ENDS.search(line) or not _may_go_on(joined):
            return None
    return None


def _names_somebody(text: str) -> bool:
    return ("@" in text or "&lt;" in text) and bool(EMAIL.search(text))


def _may_go_on(joined: str) -> bool:
    """Only a line that starts like an introduction is read together with the next."""
    return bool(LEAD.match(joined) or _names_somebody(joined) or DATE.search(joined))


def _introduces(text: str, lines: list[str], end: int) -> bool:
    ends = ENDS.search(text)
    text = ADDRESS_OF_PAGE.sub(" ", text)
    mail = _names_somebody(text)
    if not ends and not mail:  # most lines of a letter: nothing more is asked of them
        return False
    dated = bool(DATE.search(text))
    if ends:
        verb = bool(VERB.search(text))
        if _believable(text, dated=dated, mail=mail, verb=verb):
            return True
        after = _skip_blank(lines, end + 1)
        quotes = after < len(lines) and after - end < 3 and QUOTED.match(lines[after])
        return bool(quotes) and (verb or mail) and len(text) < MAX_LINE
    if not dated:
        return False
    if FINAL_VERB.search(text):
        return True
    # Old Gmail in some languages: a date, a name, an address, nothing else.
    return bool(re.match(r"^\d{4}[/-]\d{1,2}[/-]\d{1,2}\s.*<[^<>\s]+@[^<>\s]+>$", text))


def _believable(text: str, *, dated: bool, mail: bool, verb: bool) -> bool:
    """A line with a colon at its end: is it an introduction or does the text go on?"""
    lead = bool(LEAD.match(text) or STARTS_DATED.match(text))
    if verb and dated:
        return lead or mail or bool(FULL_DATE.search(text) and FINAL_VERB.search(text))
    if verb and mail:
        return lead
    return mail and dated and bool(re.search(r"[>)\]]\s*[:：]\s*[*_]*$", text))


def _skip_blank(lines: list[str], at: int) -> int:
    while at < len(lines) and not MARKS.sub("", lines[at]).strip():
        at += 1
    return at
