"""Puts words to the steps of one thread."""

from __future__ import annotations

from collections.abc import Iterator

from threering.runtime.demo.phrases import Bags, words
from threering.runtime.demo.plans import Plan
from threering.runtime.demo.shapes import DemoMessage, Kind

SECTIONS = {"O": "opens", "R": "replies", "F": "follows", "A": "answers"}
GENERAL = {"C": "chases", "S": "soothes", "T": "thanks", "K": "closings", "N": "notes"}
ORDERED = frozenset({"where", "damaged", "refund", "cancel", "address", "missing", "warranty"})


class Thread:
    """One conversation in one language about one situation.

    What ends a thread is drawn apart from what stands within, because lists show the last line.

    The lines of a situation belong together: line i of `opens` is answered by line
    i modulo n of `replies` (n of them), and so are the later turns.
    """

    def __init__(self, language: str, situation: str, facts: dict[str, str], bags: Bags) -> None:
        self.language, self.situation, self.facts, self.bags = language, situation, facts, bags
        self.place = "last"
        self.lines: dict[str, list[str]] = words(language)[situation]
        self.opening = bags.index(range(len(self.lines["opens"])), language, situation, "opens")

    def subject(self) -> str:
        """The subject of the first mail."""
        return self._line("subjects", self.opening, len(self.lines["opens"]))

    def messages(self, course: Plan) -> Iterator[DemoMessage]:
        """Every message of the thread in order."""
        for step, at, agent in zip(course.steps, course.times, course.authors, strict=True):
            self.place = "last" if at == course.times[-1] else "within"
            if agent is None:
                yield DemoMessage("customer", self.facts["name"], at, self._customer(step))
            else:
                self.facts["agent"] = agent.name
                kind: Kind = "note" if step == "N" else "agent"
                yield DemoMessage(kind, agent.email, at, self._agent(step))

    def _customer(self, step: str) -> str:
        body = self._body(step)
        if self.situation == "spam":
            return body
        if step == "O":
            hello = self._draw("hello")
            body = f"{hello}\n\n{body}" if hello else body[:1].upper() + body[1:]
            if self.situation in ORDERED and self.bags.chance(0.4):
                body += f" {self._draw('extras')}"
        bye = self._draw("bye") if step in "OF" else ""
        return f"{body}\n\n{bye}".strip()

    def _agent(self, step: str) -> str:
        if step == "N":
            return self._body(step)
        hello = self._draw("agent_hello") if step in "RA" else ""
        return f"{hello}\n\n{self._body(step)}\n\n{self._draw('agent_bye')}".strip()

    def _body(self, step: str) -> str:
        if step == "O":
            return self._fill(self.lines["opens"][self.opening])
        if step in SECTIONS:
            turns = len(self.lines["replies"])
            return self._line(SECTIONS[step], self.opening % turns, turns)
        if step == "T" and "ends" in self.lines and self.opening % 2:
            return self._draw(self.situation, "ends")
        lines = words(self.language)[GENERAL[step]]
        turn = self.bags.index(range(len(lines)), self.language, GENERAL[step], self.place)
        return self._fill(lines[turn])

    def _line(self, section: str, thread: int, threads: int) -> str:
        """A line of the section that belongs to this thread of `threads`."""
        lines = self.lines[section]
        own = range(thread % len(lines), len(lines), threads)
        key = (self.language, self.situation, section, str(thread), self.place)
        return self._fill(lines[self.bags.index(own, *key)])

    def _draw(self, *key: str) -> str:
        return self._fill(self.bags.draw(self.language, *key))

    def _fill(self, text: str) -> str:
        return text.format_map(self.facts)
