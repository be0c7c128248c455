"""Putting right what threading got wrong, with one split, merge or move for each mistake."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from tests.acceptance.correspondence import Desk, Placing
from tests.acceptance.letters import MARK


@dataclass(frozen=True, slots=True)
class Mistake:
    """Letters that are not where their conversation is, and the one thing that mends it."""

    plan: int
    keys: tuple[str, ...]
    ticket: str
    home: str
    """The ticket of the rest of the conversation; "" when there is none."""
    verb: str


def mistakes(placing: Placing) -> list[Mistake]:
    """Every group of letters that is in a wrong ticket."""
    groups = defaultdict[tuple[str, int], list[str]](list)
    for key, ticket in placing.tickets.items():
        groups[ticket, placing.truth[key]].append(key)
    owners = _owners(groups)
    homes: dict[int, str] = {}
    for (ticket, plan), _ in sorted(groups.items(), key=lambda group: -len(group[1])):
        if owners[ticket] == plan:
            homes.setdefault(plan, ticket)
    return [
        Mistake(plan, tuple(keys), ticket, homes.get(plan, ""), _verb(owners, homes, ticket, plan))
        for (ticket, plan), keys in groups.items()
        if homes.get(plan) != ticket
    ]


def _owners(groups: dict[tuple[str, int], list[str]]) -> dict[str, int]:
    """Whose a ticket is: of those with most letters in it, the conversation that began first."""
    sizes = defaultdict[str, Counter[int]](Counter)
    for (ticket, plan), keys in groups.items():
        sizes[ticket][plan] = len(keys)
    return {
        ticket: min(plans, key=lambda plan, plans=plans: (-plans[plan], plan))
        for ticket, plans in sizes.items()
    }


def _verb(owners: dict[str, int], homes: dict[int, str], ticket: str, plan: int) -> str:
    if owners[ticket] == plan:
        return "merge"
    return "move" if plan in homes else "split"


def mend(desk: Desk, mistake: Mistake, marks: dict[str, str]) -> int:
    """Do the one thing; the status of the answer."""
    into = mistake.home.rpartition("/")[2]
    if mistake.verb == "merge":
        return desk.tell(mistake.ticket, "merge", into=into)
    said = messages_of(desk, mistake.ticket)
    chosen = [said[marks[key]] for key in mistake.keys]
    if mistake.verb == "move":
        return desk.tell(mistake.ticket, "move", message=chosen[0], into=into)
    return desk.tell(mistake.ticket, "split", message=chosen[0])


def messages_of(desk: Desk, ticket: str) -> dict[str, str]:
    """The uuid of each message on a ticket's page by the mark that it is the first to say."""
    found: dict[str, str] = {}
    for item in desk.visitor.insist("GET", ticket).tree.css("#log .msg"):
        for mark in MARK.findall(item.text()):
            found.setdefault(mark, str(item.attributes["data-message"]))
    return found
