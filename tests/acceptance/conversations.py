"""Conversations as customers and mail programs make them: who writes, to whom, and what is lost.

A plan says nothing of how mail is threaded. What each letter still carries is drawn by lot from
what real mailers lose; the shares stand in SHARES. The same seed gives the same plans.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

NAMES = """
Anna Bo Carla Dmitri Elif Femi Grace Hana Ivan Julia Kofi Lena Maya Noah Olga Pablo Quinn Rosa Sam
Abbott Bauer Costa Dubois Eriksen Fischer Garcia Haddad Ito Jensen Kaya Lopez Mensah Novak Okafor
"""
FIRST, LAST = (line.split() for line in NAMES.strip().splitlines())
COMMON = (
    "Order",
    "Where is my parcel?",
    "Refund",
    "Question about my order",
    "Rechnung",
    "注文について",
)
OWN = ("The {item} arrived broken", "Order {n}: wrong size", "Return of the {item}", "{item} {n}")
ITEMS = ("kettle", "lamp", "backpack", "grinder", "jacket", "teapot", "chair", "bicycle light")
TOPICS = ("Invoice for March", "Job application", "Newsletter abbestellen", "Do you ship to Malta?")
PREFIXES = (
    *("Re", "RE", "Re", "AW", "SV", "Antw", "回复", "Odp", "Ynt", "RIF", "RE: TR", "Re[2]", "VS"),
    *("RE: AW", "Réf", "Отв", "답장", "返信", "Resp"),
)
# What an answer still carries: headers, the address it was told to go to, the subject it was given.
CARRIES = {
    "everything": 40,
    "no references": 12,
    "no in-reply-to": 12,
    "address only": 7,
    "subject only": 9,
    "headers, other subject": 8,
    "headers, plain address": 10,
    "nothing": 0.7,
}
SHARES = {  # of all conversations
    "two brands": 6,
    "second address": 7,
    "second address, other name": 1.2,
    "partner in copy": 6,
    "merged customers": 4,
    "own follow-up": 10,
    "outlook": 4,
    "answer first": 4,
    "out of office": 4,
    "solved between": 8,
    "new topic": 4,
    "stranger quotes number": 6,
    "stranger forwards": 4,
    "newsletter": 5,
    "same id, one person": 1,
    "same id, two people": 1,
    "twin subject": 3,
    "plain": 26,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happens in a conversation; `kind` says who does what."""

    kind: str
    who: Person | None = None
    carries: str = "everything"
    prefix: str = "Re"
    subject: str = ""
    quotes: str = "top"
    copy: Person | None = None
    other_brand: bool = False


@dataclass(slots=True, kw_only=True)
class Plan:
    """One conversation: what belongs together, and everything that happens in it."""

    number: int
    sort: str
    person: Person
    brand: int
    subject: str
    steps: list[Step] = field(default_factory=list)
    message_id: str = ""
    """The id that its first mail bears where a broken mailer gives one twice."""
    about: int = -1
    """The conversation that a stranger heard of, or that is a person's other one."""


class World:
    """Draws conversations."""

    def __init__(self, seed: int) -> None:
        self.lot, self.seed, self.people = Random(seed), seed, 0

    def conversations(self, count: int) -> list[Plan]:
        """So many plans, some of which know of each other."""
        sorts = self.lot.choices(list(SHARES), list(SHARES.values()), k=count)
        plans = [self._plan(n, sort) for n, sort in enumerate(sorts)]
        spare = iter([plan for plan in plans if plan.sort == "plain" and len(plan.steps) > 2])
        for plan in plans:
            self._acquaint(plan, spare)
        return plans

    def somebody(self) -> Person:
        """A person nobody met before; names repeat, addresses do not."""
        self.people += 1
        first, last = self.lot.choice(FIRST), self.lot.choice(LAST)
        address = f"{first}.{last}.{self.seed}.{self.people}@mail{self.people % 7}.example".lower()
        return Person(f"{first} {last}", address)

    def _subject(self) -> str:
        if self.lot.random() < 0.45:
            return self.lot.choice(COMMON)
        words = {"item": self.lot.choice(ITEMS), "n": self.lot.randrange(10_000, 99_999)}
        return self.lot.choice(OWN).format(**words)

    def _plan(self, number: int, sort: str) -> Plan:
        person = self.somebody()
        plan = Plan(
            number=number, sort=sort, person=person, brand=self.lot.randrange(2), subject=""
        )
        plan.subject = self._subject()
        plan.steps = [Step(kind="opens", who=person)]
        special = getattr(self, "_" + sort.replace(", ", "_").replace(" ", "_"), None)
        if special:
            special(plan)
        else:
            self._exchange(plan, self.lot.choice((1, 1, 2, 2, 3)))
        return plan

    def _answer(self, who: Person, carries: str = "") -> Step:
        carries = carries or self.lot.choices(list(CARRIES), list(CARRIES.values()))[0]
        return Step(
            kind="answers",
            who=who,
            carries=carries,
            prefix=self.lot.choice(PREFIXES),
            quotes=self.lot.choice(("top", "top", "inline", "none", "html")),
        )

    def _exchange(self, plan: Plan, times: int, who: Person | None = None) -> None:
        for _ in range(times):
            plan.steps += [Step(kind="agent"), self._answer(who or plan.person)]

    def _two_brands(self, plan: Plan) -> None:
        self._exchange(plan, 1)
        crossed = Step(
            kind="answers", who=plan.person, carries="headers, plain address", other_brand=True
        )
        plan.steps += [Step(kind="agent"), crossed]

    def _second_address(self, plan: Plan) -> None:
        other = Person(plan.person.name, self.somebody().address)
        carries = self.lot.choice(("everything", "no references", "address only"))
        plan.steps += [Step(kind="agent"), self._answer(other, carries)]
        self._exchange(plan, 1, self.lot.choice((other, plan.person)))

    def _second_address_other_name(self, plan: Plan) -> None:
        other = Person(plan.person.name.split()[0], self.somebody().address)
        plan.steps += [Step(kind="agent"), self._answer(other, "everything")]

    def _partner_in_copy(self, plan: Plan) -> None:
        partner = self.somebody()
        told = self._answer(plan.person, "everything")
        told = Step(kind="answers", who=plan.person, quotes=told.quotes, copy=partner)
        plan.steps += [Step(kind="agent"), told]
        plan.steps += [self._answer(partner, self.lot.choice(("everything", "subject only")))]

    def _own_follow_up(self, plan: Plan) -> None:
        plan.steps += [Step(kind="adds", who=plan.person, prefix=self.lot.choice(PREFIXES))]
        self._exchange(plan, 1)

    def _outlook(self, plan: Plan) -> None:
        plan.steps += [Step(kind="adds", who=plan.person, carries="outlook")]
        self._exchange(plan, 1)

    def _answer_first(self, plan: Plan) -> None:
        plan.steps = [Step(kind="early", who=plan.person), Step(kind="late", who=plan.person)]
        self._exchange(plan, 1)

    def _out_of_office(self, plan: Plan) -> None:
        plan.steps += [Step(kind="agent"), Step(kind="away", who=plan.person)]
        self._exchange(plan, 1)

    def _solved_between(self, plan: Plan) -> None:
        plan.steps += [Step(kind="agent"), Step(kind="solves"), self._answer(plan.person)]

    def _new_topic(self, plan: Plan) -> None:
        self._exchange(plan, 1)
        topic = Step(kind="turns", who=plan.person, subject=self.lot.choice(TOPICS), quotes="none")
        plan.steps += [Step(kind="agent"), topic]

    def _stranger_quotes_number(self, plan: Plan) -> None:
        plan.steps = [Step(kind="waits"), Step(kind="quotes number", who=plan.person)]
        self._exchange(plan, 1)

    def _stranger_forwards(self, plan: Plan) -> None:
        form = self.lot.choice(("forwards", "answers a forward"))
        plan.steps = [Step(kind="waits"), Step(kind="waits"), Step(kind=form, who=plan.person)]
        self._exchange(plan, 1)

    def _newsletter(self, plan: Plan) -> None:
        plan.steps = [Step(kind="answers newsletter", who=plan.person)]
        self._exchange(plan, 1)

    def _merged_customers(self, plan: Plan) -> None:
        plan.steps += [Step(kind="waits"), Step(kind="unite"), Step(kind="agent")]

    def _acquaint(self, plan: Plan, spare: Iterator[Plan]) -> None:
        """Give a plan the other conversation that it needs; without one it stays as it is."""
        needs = ("stranger quotes number", "stranger forwards", "merged customers", "twin subject")
        if plan.sort not in needs and not plan.sort.startswith("same id"):
            return
        other = next(spare, None)
        if other is None:
            plan.steps = [Step(kind="opens", who=plan.person)]
            return
        plan.about = other.number
        if plan.sort in {"twin subject", "same id, one person"}:
            was = plan.person
            plan.person, plan.brand = other.person, other.brand
            plan.steps = [_as(step, was, other.person) for step in plan.steps]
        if plan.sort == "twin subject":
            plan.subject = other.subject
        if plan.sort.startswith("same id"):
            plan.message_id = other.message_id = f"<noid.{plan.number}@broken.example>"
        if plan.sort == "merged customers":
            plan.steps += [self._answer(other.person, "subject only")]


def _as(step: Step, was: Person, person: Person) -> Step:
    return Step(
        kind=step.kind,
        who=person if step.who == was else step.who,
        carries=step.carries,
        prefix=step.prefix,
        quotes=step.quotes,
    )
