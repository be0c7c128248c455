"""The new words of a mail apart from what it quotes and what its program signs."""

# ruff: noqa: RUF001 - dashes as they are typed
from __future__ import annotations

import re
from dataclasses import dataclass

from threering.channels.email.quote_marks import QUOTED, Mark, first_mark
from threering.channels.email.quote_words import CLOSINGS, ENDS_SENT_FROM, SENT_FROM

INVISIBLE = str.maketrans(dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c"))
SIGNATURE = re.compile(r"^\s*(?:--|—|–|-- )\s*$")
RULE = re.compile(r"^\s*(?:_{2,}|-{3,}|={5,}|\*{5,}|—{2,}|─{3,})\s*$")
NO_WORDS = re.compile(r"^[\W_]*$")
GREETING = re.compile(r"^\s*[^\n]{1,40},\s*$")
LINK = re.compile(r"^\s*[(<]?https?://\S*[)>]?\s*>?\s*$|>\s*$")
LIST_FOOTER = re.compile(r"mailing[ -]list|unsubscribe|list-?info|lists?\.|googlegroups", re.I)
CLOSING = re.compile(
    rf"^\s*(?:{'|'.join(re.escape(word) for word in CLOSINGS)})[\s,.!]*$", re.IGNORECASE
)
MAX_LINES = 50_000
LONG = 1001  # signs of a line that are looked at: longer ones introduce nothing
MAX_SIGNATURE = 12
MAX_NAME = 8
MAX_SENT_FROM = 160
MAX_FOOTER = 8
MAX_ROUNDS = 50
SUBSTANTIAL_LINES, SUBSTANTIAL_LENGTH = 4, 240
WRAPPED = 60


@dataclass(frozen=True, slots=True)
class Split:
    """A text in two: what is new, and the rest in its order."""

    visible: str
    quoted: str


def split(text: str) -> Split:
    """The visible reply and the rest. A text that is nothing but a quote stays visible."""
    original = text.replace("\r\n", "\n").split("\n", MAX_LINES)
    if len(original) > MAX_LINES:  # a log, not a letter: what follows belongs to its last line
        first = split("\n".join(original[:MAX_LINES]))
        below = original[MAX_LINES]
        if first.quoted:
            return Split(first.visible, f"{first.quoted}\n{below}")
        return Split(f"{first.visible}\n{below}", "")
    seen = (line[:LONG].translate(INVISIBLE) for line in original)
    lines = [line.replace("\xa0", " ") for line in seen]
    mark = first_mark(lines)
    kept = _kept(lines, mark)
    shared = {mark.start: mark.shared} if mark and mark.shared and mark.start in kept else {}
    visible = [shared.get(at, line) for at, line in enumerate(original) if at in kept]
    rest = [line for at, line in enumerate(original) if at not in kept or at in shared]
    return Split(_trimmed(visible), _trimmed(rest))


def _trimmed(lines: list[str]) -> str:
    """Without empty lines at both ends; the first line keeps its indentation."""
    return re.sub(r"\A(?:[ \t]*\n)+", "", "\n".join(line.rstrip() for line in lines)).rstrip()


def _kept(lines: list[str], mark: Mark | None) -> set[int]:
    """The numbers of the lines that are the reply."""
    everything = list(range(len(lines)))
    if mark and all(QUOTED.match(line) or not line.strip() for line in lines):
        return set()  # an answer without a word
    reply = _without_tail(lines, _around(lines, mark) if mark else everything)
    return set(reply if reply or mark else everything)


def _around(lines: list[str], mark: Mark) -> list[int]:
    """What belongs to the reply when something is introduced."""
    before = list(range(mark.start)) + ([mark.start] if mark.shared else [])
    if not any(_says(lines[at]) for at in before):
        return _below(lines, mark)
    answers, last = _answers(lines, mark.end)
    if answers:
        return list(range(len(lines)))
    tail = list(range(last + 1, len(lines)))
    if last >= mark.end and _is_answer_below(lines, before, tail):
        return [*before, *tail]
    return before


def _below(lines: list[str], mark: Mark) -> list[int]:
    """Nothing stands above the introduction: the reply is below the quote, or is the forward."""
    rest = list(range(mark.end, len(lines)))
    if mark.kind == "original":
        return []
    if mark.kind in ("forward", "headers"):
        return rest
    answers, last = _answers(lines, mark.end)
    if answers or last < mark.end:
        return list(range(len(lines)))
    return list(range(last + 1, len(lines))) or list(range(len(lines)))


def _answers(lines: list[str], start: int) -> tuple[bool, int]:
    """Whether unquoted words stand between quoted lines, and where the last quoted line is."""
    quoted = [at for at in range(start, len(lines)) if QUOTED.match(lines[at])]
    if not quoted:
        return False, start - 1
    runs: list[list[int]] = []
    for at in range(quoted[0], quoted[-1]):
        if QUOTED.match(lines[at]) or not lines[at].strip():
            continue
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return any(_is_answer(lines, run) for run in runs), quoted[-1]


def _is_answer(lines: list[str], run: list[int]) -> bool:
    """Own words, not the end of a quoted line that some server has wrapped."""
    if all(LINK.search(lines[at]) or not _says(lines[at]) for at in run):
        return False
    before, after = lines[run[0] - 1], lines[run[-1] + 1]
    tight = bool(QUOTED.match(before) and QUOTED.match(after)) and len(run) == 1
    return not (tight and len(before) > WRAPPED)


def _is_answer_below(lines: list[str], before: list[int], tail: list[int]) -> bool:
    """Words under a quote are a signature, unless above is only a greeting or they are many."""
    words = [at for at in _without_tail(lines, tail) if _says(lines[at])]
    if not words:
        return False
    above = [lines[at] for at in before if _says(lines[at])]
    if len(above) == 1 and GREETING.match(above[0]):
        return True
    length = sum(len(lines[at]) for at in words)
    return len(words) >= SUBSTANTIAL_LINES or length > SUBSTANTIAL_LENGTH


def _says(line: str) -> bool:
    return bool(line.strip()) and not NO_WORDS.match(line)


def _without_tail(lines: list[str], numbers: list[int]) -> list[int]:
    """Without signature, trailing quotes and rules, until nothing more comes off."""
    kept = numbers
    for _ in range(MAX_ROUNDS):
        shorter = _without_rules(lines, _without_quotes(lines, _without_signature(lines, kept)))
        if len(shorter) == len(kept):
            break
        kept = shorter
    return kept


def _without_rules(lines: list[str], numbers: list[int]) -> list[int]:
    """Trailing lines without a word, unless they are all there is (a lone emoji)."""
    end = len(numbers)
    while end and (not lines[numbers[end - 1]].strip() or _is_drawn(lines[numbers[end - 1]])):
        end -= 1
    return numbers[:end]


def _is_drawn(line: str) -> bool:
    return bool(re.match(r"^[\s\-_,=+~#*ᐧ—–─.|]+$", line))


def _without_quotes(lines: list[str], numbers: list[int]) -> list[int]:
    end = len(numbers)
    while end and (QUOTED.match(lines[numbers[end - 1]]) or not lines[numbers[end - 1]].strip()):
        end -= 1
    return numbers[:end] if any(_says(lines[at]) for at in numbers[:end]) else numbers


def _without_signature(lines: list[str], numbers: list[int]) -> list[int]:
    """Cut at the first line that starts a signature and has only a signature below it."""
    below: list[str] = []
    found = len(numbers)
    for place in range(len(numbers) - 1, 0, -1):
        if len(below) > MAX_SIGNATURE:
            break
        line = lines[numbers[place]]
        if len(below) <= _signature_length(line) and _is_signature(line, below):
            found = place
        below += [line] if line.strip() else []
    return numbers[:found]


def _signature_length(line: str) -> int:
    """How many lines may stand below a line that starts a signature; -1 for any other."""
    if SIGNATURE.match(line):
        return MAX_SIGNATURE
    if RULE.match(line):
        return MAX_FOOTER
    if CLOSING.match(line):
        return MAX_NAME
    return 1 if _is_sent_from(line) else -1


def _is_signature(line: str, below: list[str]) -> bool:
    if CLOSING.match(line):
        return all(len(text.strip()) <= WRAPPED for text in below)
    if RULE.match(line) and not SIGNATURE.match(line) and line.strip()[0] != "_":
        return any(LIST_FOOTER.search(text) for text in below)
    return True


def _is_sent_from(line: str) -> bool:
    """Sent from my telephone: a line of its own that a program wrote."""
    bare = line.strip().strip("*_[]()").lower()
    if len(bare) > MAX_SENT_FROM or not bare:
        return False
    return bare.startswith(SENT_FROM) or bare.endswith(ENDS_SENT_FROM)
