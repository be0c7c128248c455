"""How well bounces of a maker are recognised without the phrases that only its mails bear out.

Our patterns are rules written by hand, so nothing is trained that could be left out. Instead every
phrase (each alternative of each pattern, at any depth) that matches mails of one source and of no
other is taken away, and the mails of that source are judged by the rest. Phrases that match nothing
here stay: they come from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType

from tests.acceptance.understood import DATA, Case, Score
from threering.channels.email import bounces, failures
from threering.channels.email.bodies import understood
from threering.channels.email.structure import Leaf, Tree, leaves, read
from threering.channels.email.words import header

Span = tuple[int, int]
NOTHING = "(?!)"
LONGEST = 20_000  # of the words of a mail; reports say theirs before that
GROUP = re.compile(r"\((?:\?(?:P<\w+>|<?[:=!]))?")
WORDED = {
    bounces: (
        "NOT_BROUGHT",
        "SENDERS",
        "SUBJECTS",
        "BODIES",
        "FIELD_BODIES",
        "ROBOTS",
        "CODES",
        "RETURNED",
    ),
    failures: ("SOFT", "HARD", "UNKNOWN_USER", "SENDER", "SOFT_FIRST"),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One alternative of a pattern: where it stands in the pattern's text."""

    module: ModuleType
    name: str
    span: Span


@dataclass(slots=True)
class Sample:
    """A mail taken apart once."""

    case: Case
    tree: Tree
    parts: list[Leaf]
    text: str


@dataclass(slots=True)
class HeldOut:
    """The figures over all sources, of each source, and how many phrases each had to do without."""

    recall: Score = field(default_factory=Score)
    hardness: Score = field(default_factory=Score)
    sources: dict[str, Score] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)


def _sender(one: Sample) -> str:
    return f"{header(one.tree.mail, 'from')} {header(one.tree.mail, 'sender')}"


def _subject(one: Sample) -> str:
    return header(one.tree.mail, "subject")


def _said(one: Sample) -> str:
    """The server's words and its status fields: all that a phrase may have come from."""
    notice = bounces.notice(one.tree.mail, one.parts, one.text)
    told = "\n".join(value for block in notice.blocks for value in block.values())
    return f"{notice.text}\n{told}"


PLACES = {"SENDERS": _sender, "ROBOTS": _sender, "SUBJECTS": _subject}


def maker(case: Case) -> str:
    """Whose mail it is: the maker of the mail server, as the name of the file says."""
    return re.sub(r"-?_?\d+(?:-.*)?$", "", str(case["id"]))


def samples(cases: list[Case]) -> list[Sample]:
    """All mails of the collection, bounces or not, taken apart."""
    found = []
    for case in cases:
        tree = read((DATA / "bounces" / case["raw_path"]).read_bytes())
        parts = leaves(tree.mail, [])
        text = understood(tree.mail, parts, []).text()[:LONGEST]
        found.append(Sample(case, tree, parts, text))
    return found


@cache
def alternatives(pattern: str) -> list[list[Span]]:
    """Where the alternatives of a pattern stand, a list for each group that has several."""
    found: list[list[Span]] = []
    open_groups, at, in_class = [[0]], 0, False
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif in_class:
            in_class = sign != "]"
        elif sign == "[":
            in_class = True
        elif sign == "(":
            head = GROUP.match(pattern, at)
            open_groups.append([head.end() if head else at + 1])
        elif sign == "|":
            open_groups[-1].append(at + 1)
        elif sign == ")":
            found += _spans(open_groups.pop(), at)
        at += 1
    return [*found, *_spans(open_groups.pop(), len(pattern))]


def _spans(begins: list[int], end: int) -> Iterator[list[Span]]:
    if len(begins) > 1:
        yield list(zip(begins, [*(begin - 1 for begin in begins[1:]), end], strict=True))


def without(pattern: re.Pattern[str], spans: Iterable[Span]) -> re.Pattern[str]:
    """The pattern with these alternatives matching nothing."""
    text, covered = pattern.pattern, len(pattern.pattern) + 1
    for start, end in sorted(set(spans), key=lambda span: (-span[1], span[0])):
        if end < covered or (end == covered and start == end):
            text, covered = text[:start] + NOTHING + text[end:], start
    return re.compile(text, pattern.flags)


def only(pattern: re.Pattern[str], wanted: Span) -> re.Pattern[str]:
    """The pattern with no alternative beside this one and beside those around it."""
    cuts: list[Span] = []
    for branch in alternatives(pattern.pattern):
        for start, end in branch:
            if start <= wanted[0] and wanted[1] <= end:
                cuts += [(branch[0][0], start), (end, branch[-1][1])]
    text = pattern.pattern
    for start, end in sorted(cuts, reverse=True):
        text = text[:start] + text[end:]
    return re.compile(text, pattern.flags)


def supported(found: list[Sample]) -> dict[Phrase, list[Case]]:
    """The cases whose mails each phrase matches; phrases that match nothing are left out."""
    table: dict[Phrase, list[Case]] = {}
    for module, names in WORDED.items():
        for name in names:
            place = PLACES.get(name, _said)
            texts = [(one.case, place(one)) for one in found]
            for span, cases in _matched(getattr(module, name), texts):
                table[Phrase(module, name, span)] = cases
    return table


def _matched(
    pattern: re.Pattern[str], texts: list[tuple[Case, str]]
) -> Iterator[tuple[Span, list[Case]]]:
    """Each alternative that matches, with the cases; an inner one where its outer one did."""
    whole = (0, len(pattern.pattern))
    hits = {whole: [pair for pair in texts if pattern.search(pair[1])]}
    spans = [span for branch in alternatives(pattern.pattern) for span in branch]
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):  # the widest first
        around = [o for o in hits if o != span and o[0] <= span[0] and span[1] <= o[1]]
        outer = min(around, key=lambda o: o[1] - o[0])
        alone = only(pattern, span) if hits[outer] else None
        hits[span] = [pair for pair in hits[outer] if alone and alone.search(pair[1])]
        if hits[span]:
            yield span, [case for case, _ in hits[span]]


@contextmanager
def without_phrases(taken: list[Phrase]) -> Iterator[None]:
    """Our patterns without these phrases for a while."""
    places = {(one.module, one.name) for one in taken}
    before = {place: getattr(*place) for place in places}
    for module, name in places:
        spans = [one.span for one in taken if (one.module, one.name) == (module, name)]
        setattr(module, name, without(before[module, name], spans))
    try:
        yield
    finally:
        for (module, name), pattern in before.items():
            setattr(module, name, pattern)


def held_out(
    found: list[Sample], table: dict[Phrase, list[Case]], source_of: Callable[[Case], str]
) -> HeldOut:
    """Recall of bounces, and hard against soft, of each source without what only it bears out."""
    result = HeldOut()
    sources = {phrase: {source_of(case) for case in cases} for phrase, cases in table.items()}
    for source in sorted({source_of(one.case) for one in found}):
        taken = [phrase for phrase, where in sources.items() if where == {source}]
        result.taken[source] = len(taken)
        score = result.sources.setdefault(source, Score())
        with without_phrases(taken):
            for one in found:
                if source_of(one.case) == source and one.case["expected"]["is_bounce"]:
                    _judge(one, (result.recall, score), result.hardness)
    return result


def _judge(one: Sample, recalls: tuple[Score, ...], hardness: Score) -> None:
    notice = bounces.notice(one.tree.mail, one.parts, one.text)
    for score in recalls:
        score.count(one.case, right=bounces.is_bounce(notice))
    events = one.case["expected"].get("events")
    if events:
        hard = any(event["hard_bounce"] for event in events)
        hardness.count(one.case, right=bounces.read(notice).hard == hard)
