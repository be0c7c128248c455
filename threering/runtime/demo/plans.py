"""How each thread goes: its steps, their times and the status changes, before any words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from threering.runtime.demo import rhythm
from threering.runtime.demo.cast import AGENTS, PACE
from threering.runtime.demo.shapes import DemoAgent, DemoChange, Status

# One letter a message. The customer: O opens, F follows up, C chases, T thanks.
# The agent: R replies, A answers, S asks for patience, K closes. N is a note inside the house.
CUSTOMER = frozenset("OFCT")
SHAPES: dict[str, dict[str, int]] = {
    "new": {"O": 9, "OC": 2},
    "open": {"ORF": 8, "ON": 3, "ORFAC": 4, "ORFN": 3, "OCRF": 2, "ORCSC": 2, "ORFACSC": 1},
    "pending": {"OR": 8, "ORFA": 3, "ONR": 2, "OCR": 1, "ORCS": 2},
    "on_hold": {"ORN": 4, "ORFN": 4, "ORCSN": 1, "ORFSN": 1},
    "done": {
        "ORFAT": 9, "ORFA": 8, "OR": 6, "ORFATK": 4, "ORFNAT": 4, "ONRFA": 3, "OCRFA": 2,
        "ORFCSAT": 2, "OCRFCSAT": 1, "OCRFNCSAT": 1,
    },
    "praise": {"OR": 8, "ORFA": 2, "O": 2},
    "spam": {"O": 1},
}  # fmt: skip
COUNTS: tuple[tuple[Status, int], ...] = (("new", 72), ("open", 108), ("pending", 90))
SPAM, ON_HOLD = 60, 46
CLOSES_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Plan:
    """One ticket without words; `authors` holds the agent of each step, None for the customer."""

    opened_at: datetime
    status: Status
    steps: str
    times: tuple[datetime, ...]
    authors: tuple[DemoAgent | None, ...]
    assignee: DemoAgent | None
    changes: tuple[DemoChange, ...]


def statuses(opened: list[datetime], now: datetime, rng: Random) -> list[Status]:
    """A status for each ticket; the younger, the likelier it is still being worked on."""
    result: list[Status] = ["solved"] * len(opened)
    for i in rng.sample(range(len(opened) - len(rhythm.FRESH)), SPAM):
        result[i] = "spam"
    left = [i for i, status in enumerate(result) if status != "spam"]
    age = {i: (now - opened[i]) / timedelta(hours=1) for i in left}
    left.sort(key=lambda i: age[i] * rng.lognormvariate(0, 0.7) if age[i] > 3 else age[i] / 100)
    for status, count in COUNTS:
        for i in left[:count]:
            result[i] = status
        del left[:count]
    for i in rng.sample(left[:600], ON_HOLD):
        result[i] = "on_hold"
    return result


@dataclass(frozen=True, slots=True)
class Desk:
    """The people who serve one client in one language, as seen from now."""

    client: str
    language: str
    now: datetime

    def answering(self, rng: Random) -> DemoAgent:
        """Somebody who may reply; mostly one who speaks the customer's language."""
        people = [a for a in AGENTS if self.client in a.clients and a.role != "light"]
        weights = [(6 if a.language == self.language else 2) / len(a.clients) for a in people]
        return rng.choices(people, weights)[0]

    def noting(self, replier: DemoAgent, rng: Random) -> DemoAgent:
        """Somebody who writes a note: often the one who replies, at times a colleague."""
        people = [a for a in AGENTS if self.client in a.clients]
        return replier if rng.random() < 0.6 else rng.choice(people)


def plan(opened_at: datetime, status: Status, situation: str, desk: Desk, rng: Random) -> Plan:
    """The course of one ticket up to now."""
    steps = _steps(status, situation, desk.now - opened_at, rng)
    replier = desk.answering(rng)
    authors = tuple(
        None if s in CUSTOMER else desk.noting(replier, rng) if s == "N" else replier for s in steps
    )
    times = _times(opened_at, zip(steps, authors, strict=True), rng)
    times = rhythm.squeeze(times, _limit(opened_at, status, desk.now, rng))
    changes = _changes(status, times, authors, replier, desk.now)
    final = changes[-1].status if changes else status
    kept = status != "spam" and (status != "new" or rng.random() < 0.12)
    return Plan(
        opened_at, final, steps, tuple(times), authors, replier if kept else None, tuple(changes)
    )


def _steps(status: Status, situation: str, age: timedelta, rng: Random) -> str:
    if status == "new" and age < timedelta(hours=20):
        return "O"
    done = "praise" if situation == "praise" else "done"
    shapes = SHAPES[done if status == "solved" else status]
    return rng.choices(list(shapes), list(shapes.values()))[0]


def _times(
    opened_at: datetime, steps: Iterable[tuple[str, DemoAgent | None]], rng: Random
) -> list[datetime]:
    times: list[datetime] = []
    for step, author in steps:
        if not times:
            times.append(opened_at)
        elif author is None:
            wait = timedelta(hours=20 if step == "C" else 0)
            times.append(rhythm.customer_answers(times[-1] + wait, rng))
        elif step == "N":
            times.append(times[-1] + timedelta(minutes=rng.uniform(4, 50)))
        else:
            wait = timedelta(hours=5 if step == "A" and len(times) > 3 else 0)
            times.append(
                rhythm.agent_answers(times[-1] + wait, PACE[author.email.split("@")[0]], rng)
            )
    return times


def _limit(opened_at: datetime, status: Status, now: datetime, rng: Random) -> datetime:
    """The latest moment of the last message: always past, and before the ticket was solved."""
    room = now - opened_at
    share = rng.uniform(0.5, 0.8) if status == "solved" else rng.uniform(0.8, 0.99)
    return opened_at + room * share


def _changes(
    status: Status,
    times: list[datetime],
    authors: tuple[DemoAgent | None, ...],
    replier: DemoAgent,
    now: datetime,
) -> list[DemoChange]:
    who, last = replier.email, times[-1]
    if status == "new":
        return []
    if status == "spam":
        return [DemoChange(last + min(timedelta(hours=3), (now - last) / 2), "spam", who)]
    changes = []
    if first := next((at for at, author in zip(times, authors, strict=True) if author), None):
        before = max(at for at in times if at < first)
        taken_at = first - min(timedelta(minutes=4), (first - before) / 2)
        changes.append(DemoChange(taken_at, "open", who))
    if status in ("pending", "on_hold"):
        changes.append(DemoChange(last, status, who))
    elif status == "solved":
        # A thank-you ends it at once; after silence three days pass.
        wait = timedelta(days=3) if authors[-1] else timedelta(minutes=25)
        changes += _ending(last, wait, who, now)
    return changes


def _ending(last: datetime, wait: timedelta, who: str, now: datetime) -> list[DemoChange]:
    """Solved after the wait, closed by hand two weeks later."""
    solved_at = last + min(wait, (now - last) / 2)
    changes = [DemoChange(solved_at, "solved", who)]
    if solved_at + CLOSES_AFTER <= now:
        changes.append(DemoChange(solved_at + CLOSES_AFTER, "closed", who))
    return changes
