"""What an import says at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from threering.runtime.banner import say
from threering.runtime.env import env

if TYPE_CHECKING:
    from threering.channels.models import Inbox

SHOWN = 5  # reasons and files that are named


@dataclass
class Summary:
    """What became of everything that was found."""

    found: int = 0
    known: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)
    tickets: Counter[str] = field(default_factory=Counter)
    unread: list[str] = field(default_factory=list)

    def of(self, outcome: str) -> int:
        """How many ended so."""
        return sum(count for (end, _), count in self.ends.items() if end == outcome)

    def reasons(self, outcome: str) -> list[tuple[str, int]]:
        """Why they ended so, the most frequent first."""
        return [(why, n) for (end, why), n in self.ends.most_common() if end == outcome]


def tell(summary: Summary, inbox: Inbox) -> None:
    """Say it."""
    for line in lines(summary, inbox.address):
        say(line)


def lines(summary: Summary, address: str) -> Iterator[str]:
    """Everything in its place, the troubles last."""
    duplicates = summary.known + summary.of("duplicate")
    yield f"{summary.found:,} mails read: {summary.of('message'):,} imported into {address}, " + (
        f"{duplicates:,} duplicates, {summary.of('rejected'):,} rejected by a rule, "
        f"{summary.of('quarantined'):,} quarantined."
    )
    if duplicates == summary.found:
        yield "All of it had been here before: nothing was changed."
    if told := ", ".join(f"{n:,} by {source}" for source, n in summary.sources.most_common()):
        yield f"Their times: {told}."
    if summary.tickets:
        done, open_now = summary.tickets["closed"], summary.tickets["open"]
        yield f"{done:,} tickets are closed; in {open_now:,} a customer waits since a short while."
    yield from _troubles(summary)


def _troubles(summary: Summary) -> Iterator[str]:
    for outcome in ("rejected", "quarantined"):
        for why, count in summary.reasons(outcome)[:SHOWN]:
            yield f"{outcome}, {count:,}: {why}"
    if summary.of("quarantined"):
        yield f"See and try them again: http://{env().address}/ledger?outcome=quarantined"
    for file in summary.unread[:SHOWN]:
        yield f"not opened: {file}"
    if len(summary.unread) > SHOWN:
        yield f"and {len(summary.unread) - SHOWN:,} more files that cannot be opened"
