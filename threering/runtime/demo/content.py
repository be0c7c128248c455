"""A believable shop floor from one seed: the same moment and seed always give the same demo."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from threering.runtime.demo import rhythm
from threering.runtime.demo.cast import (
    AGENTS,
    CLIENTS,
    CROWDS,
    FIRST,
    LAST,
    POST,
    SITUATIONS,
    SPAM,
    SPAMMERS,
    TEAMS,
    Crowd,
)
from threering.runtime.demo.facts import facts
from threering.runtime.demo.phrases import Bags, words
from threering.runtime.demo.plans import Desk, Plan, plan, statuses
from threering.runtime.demo.reasons import reason_of
from threering.runtime.demo.shapes import Demo, DemoCustomer, DemoTicket
from threering.runtime.demo.threads import Thread

__all__ = ["Demo", "build"]
WAITING = ("new", "open", "pending")
LETTERS = {"ß": "ss", "œ": "oe", "ø": "o"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A ticket that knows everything but its words."""

    index: int
    plan: Plan
    crowd: Crowd
    situation: str
    customer: DemoCustomer


def build(now: datetime, seed: int = 7) -> Demo:
    """2 clients, 3 brands, 6 agents, 300 customers and 2,000 tickets up to `now` (aware UTC)."""
    people = _customers(now, _dice(seed, "people"))
    drafts = _drafts(now, people, _dice(seed, "plans"))
    tickets = _tickets(drafts, _dice(seed, "words"))
    customers = tuple(customer for crowd in CROWDS for customer in people[crowd])
    return Demo(CLIENTS, AGENTS, TEAMS, customers, tickets)


def _dice(seed: int, part: str) -> Random:
    return Random(f"{seed} {part}")  # noqa: S311 -- a demo is no secret, and must repeat


def _customers(now: datetime, rng: Random) -> dict[Crowd, list[DemoCustomer]]:
    """The people of each crowd, its senders of junk last; no address appears twice."""
    keys = (f"c{number:03d}" for number in range(1, 10**6))
    taken: set[str] = set()
    junk = iter(SPAMMERS)
    people: dict[Crowd, list[DemoCustomer]] = {}
    for crowd in CROWDS:
        names = list(_names(crowd, rng)) + [next(junk) for _ in range(crowd.spammers)]
        people[crowd] = [
            DemoCustomer(
                next(keys), crowd.client, name, _address(name, taken, rng), crowd.language,
                (now - timedelta(days=91 + int(rng.expovariate(1 / 400)))).date(),
            )
            for name in names
        ]  # fmt: skip
    return people


def _names(crowd: Crowd, rng: Random) -> Iterator[str]:
    first, last = FIRST[crowd.language].split(), LAST[crowd.language].split()
    pairs = [f"{one} {other}" for one in first for other in last]
    # Two brands of one language share the list: each takes its own part, nobody has a double.
    own = [
        pair for i, pair in enumerate(sorted(pairs)) if i % 2 == (crowd.client == CROWDS[0].client)
    ]
    return iter(rng.sample(own, crowd.customers - crowd.spammers))


def _address(name: str, taken: set[str], rng: Random) -> str:
    plain = "".join(LETTERS.get(c, c) for c in name.lower().replace(" ", "."))
    local = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    address = f"{local}@{rng.choice(POST)}"
    while address in taken:
        address = f"{local}{rng.randrange(2, 99)}@{rng.choice(POST)}"
    taken.add(address)
    return address


def _drafts(now: datetime, people: dict[Crowd, list[DemoCustomer]], rng: Random) -> list[Draft]:
    opened = rhythm.opening_times(now, sum(crowd.tickets for crowd in CROWDS), rng)
    crowds = [crowd for crowd in CROWDS for _ in range(crowd.tickets)]
    rng.shuffle(crowds)
    drafts = []
    states = statuses(opened, now, rng)
    for index, (at, status, crowd) in enumerate(zip(opened, states, crowds, strict=True)):
        situation = "spam" if status == "spam" else _situation(crowd, rng)
        desk = Desk(crowd.client, crowd.language, now)
        course = plan(at, status, situation, desk, rng)
        drafts.append(
            Draft(index, course, crowd, situation, _writer(people[crowd], crowd, status, rng))
        )
    return drafts


def _situation(crowd: Crowd, rng: Random) -> str:
    known = [name for name in SITUATIONS if name in words(crowd.language)]
    return rng.choices(known, [SITUATIONS[name].weight for name in known])[0]


def _writer(people: list[DemoCustomer], crowd: Crowd, status: str, rng: Random) -> DemoCustomer:
    """A few customers write often, most rarely; junk comes from its own senders."""
    honest = crowd.customers - crowd.spammers
    if status == "spam":
        return rng.choice(people[honest:])
    return people[int(honest * rng.random() ** 1.6)]


def _tickets(drafts: list[Draft], rng: Random) -> tuple[DemoTicket, ...]:
    """Put words to the drafts in the order of the lists, so that one screen does not repeat."""
    bags = Bags(rng)
    by_list = sorted(drafts, key=lambda d: (d.plan.status not in WAITING, d.plan.times[-1]))
    written = [_ticket(draft, bags, rng) for draft in by_list]
    return tuple(sorted(written, key=lambda ticket: ticket.opened_at))


def _ticket(draft: Draft, bags: Bags, rng: Random) -> DemoTicket:
    crowd, course = draft.crowd, draft.plan
    situation = SITUATIONS.get(draft.situation, SPAM)
    known = facts(crowd, situation, draft.index, course.opened_at, rng)
    known["name"], known["first"] = draft.customer.name, draft.customer.name.split()[0]
    thread = Thread(crowd.language, draft.situation, known, bags)
    return DemoTicket(
        client=crowd.client,
        brand=crowd.brand.slug,
        customer=draft.customer.key,
        subject=thread.subject(),
        status=course.status,
        priority=rng.choice(situation.priorities),
        tags=situation.tags,
        assignee=course.assignee.email if course.assignee else None,
        opened_at=course.opened_at,
        messages=tuple(thread.messages(course)),
        status_changes=course.changes,
        reason=reason_of(
            draft.situation, course.status, crowd.client, _dice(draft.index, "reason")
        ),
    )
