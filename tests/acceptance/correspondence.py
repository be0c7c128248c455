"""All conversations of a seed, lived through the public doors: SMTP in, HTTP, SMTP out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import EmailMessage
from uuid import uuid4

from tests.acceptance.conversations import Plan, Step, World
from tests.acceptance.house import wait_until
from tests.acceptance.letters import MARK, Letter, Memory, Writer, text_of
from tests.acceptance.post import Mailer, Sink
from tests.acceptance.visitor import Visitor, arrivals

HANDS = 4
SILENT = {"agent", "solves", "unite", "waits"}


@dataclass
class Desk:
    """A house, whom it sends to, and an agent who may see the ledger."""

    mailer: Mailer
    sink: Sink
    visitor: Visitor
    inboxes: tuple[str, str]
    read: int = 0
    left: dict[str, EmailMessage] = field(default_factory=dict)

    def outgoing(self, mark: str) -> EmailMessage | None:
        """The mail of ours that says this word itself."""
        for received in self.sink.received[self.read :]:
            self.read += 1
            parsed = received.parsed
            first = MARK.search(text_of(parsed))
            if first:
                self.left.setdefault(first[0], parsed)
        return self.left.get(mark)

    def placed(self, keys: Iterable[str]) -> dict[str, str]:
        """The tickets in which these arrivals are, by key; "" for one that is no message."""
        wanted, found = set(keys), dict[str, str]()
        for line in arrivals(self.visitor):
            if not wanted - found.keys():
                break
            found.setdefault(line.key, line.ticket)
        assert not wanted - found.keys(), (
            f"{len(wanted - found.keys())} mails are not in the ledger"
        )
        return {key: found[key] for key in wanted}

    def is_idle(self) -> bool:
        """Whether everything that arrived was understood."""
        return next(arrivals(self.visitor, "?outcome=waiting"), None) is None

    def tell(self, ticket: str, verb: str, **form: str) -> int:
        """Post something to a ticket; the status of the answer."""
        address = ticket.replace("/tickets/all/", "/t/")
        return self.visitor.insist(
            "POST", f"{address}/{verb}", {"key": str(uuid4()), **form}
        ).status


@dataclass
class Correspondence:
    """What was planned, what was sent, and where it was put."""

    desk: Desk
    plans: list[Plan]
    writer: Writer
    memories: dict[int, Memory] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    tickets: dict[int, str] = field(default_factory=dict)
    """The ticket of the last letter of a conversation, as the agent sees it."""

    def live(self) -> None:
        """Let everything happen, one step of every conversation at a time."""
        self.memories = {plan.number: Memory(plan.subject) for plan in self.plans}
        for turn in range(max(len(plan.steps) for plan in self.plans)):
            now = [(plan, plan.steps[turn]) for plan in self.plans if turn < len(plan.steps)]
            self._desk_work(now)
            self._post([pair for pair in now if pair[1].kind not in SILENT])

    def _desk_work(self, now: list[tuple[Plan, Step]]) -> None:
        by_kind = defaultdict[str, list[Plan]](list)
        for plan, step in now:
            by_kind[step.kind].append(plan)
        with ThreadPoolExecutor(HANDS) as hands:
            list(hands.map(self._solve, by_kind["solves"]))
            list(hands.map(self._unite, by_kind["unite"]))
            marks = list(hands.map(self._answer, by_kind["agent"]))
        for plan, mark in zip(by_kind["agent"], marks, strict=True):
            self.memories[plan.number].ours = wait_until(
                lambda mark=mark: self.desk.outgoing(mark), f"the reply {mark} leaves"
            )

    def _answer(self, plan: Plan) -> str:
        mark = self.writer.mark("ag", plan.number)
        text = f"We look into it, {mark}, and come back to you."
        assert self.desk.tell(self.tickets[plan.number], "reply", kind="reply", text=text) == 201
        return mark

    def _solve(self, plan: Plan) -> None:
        assert self.desk.tell(self.tickets[plan.number], "status", status="solved") == 204

    def _unite(self, plan: Plan) -> None:
        other = self.tickets[plan.about].rpartition("/")[2]
        assert self.desk.tell(self.tickets[plan.number], "same-customer", into=other) == 204

    def _post(self, now: list[tuple[Plan, Step]]) -> None:
        written = [self._written(plan, step) for plan, step in now]
        self.writer.lot.shuffle(written)
        with ThreadPoolExecutor(HANDS) as hands:
            list(
                hands.map(
                    lambda one: self.desk.mailer.deliver(one.raw, one.to, one.sender), written
                )
            )
        wait_until(self.desk.is_idle, "everything is understood", patience=600)
        found = self.desk.placed(letter.key for letter in written)
        self.tickets |= {letter.plan: found[letter.key] for letter in written}
        self.letters += written

    def _written(self, plan: Plan, step: Step) -> Letter:
        memory = self.memories[plan.number]
        if step.kind == "late":
            assert memory.kept
            return memory.kept
        if step.kind == "early":  # what it answers is still on its way
            memory.kept = self.writer.letter(plan, Step(kind="opens", who=step.who), memory)
        if step.kind in {"forwards", "answers a forward"}:
            memory.ours = self.memories[plan.about].ours
        number = (
            int(self.tickets[plan.about].rpartition("/")[2]) if plan.about in self.tickets else 0
        )
        letter = self.writer.letter(plan, step, memory, number)
        if step.kind in {"forwards", "answers a forward"}:
            memory.ours = None
        return letter


def lived(desk: Desk, seed: int, count: int) -> Correspondence:
    """All conversations of a seed, from their first mail to their last."""
    plans = World(seed).conversations(count)
    found = Correspondence(desk, plans, Writer(seed, desk.inboxes))
    found.live()
    return found


@dataclass(frozen=True)
class Placing:
    """Letters, the conversation each belongs to, and the ticket each is in."""

    truth: dict[str, int]
    tickets: dict[str, str]

    @property
    def pairs(self) -> tuple[int, int, int]:
        """Pairs of letters that are rightly together, are together, and belong together."""
        both = Counter((self.truth[key], ticket) for key, ticket in self.tickets.items())
        return (
            _pairs(both),
            _pairs(Counter(self.tickets.values())),
            _pairs(Counter(self.truth.values())),
        )

    @property
    def precision(self) -> float:
        """Of the pairs that are together, the share that belongs together, in percent."""
        right, together, _ = self.pairs
        return 100 * right / together if together else 100.0

    @property
    def recall(self) -> float:
        """Of the pairs that belong together, the share that is, in percent."""
        right, _, belonging = self.pairs
        return 100 * right / belonging if belonging else 100.0

    def astray(self) -> dict[int, set[str]]:
        """The conversations that are not exactly one ticket, with the tickets they touch."""
        homes, guests = defaultdict[int, set[str]](set), defaultdict[str, set[int]](set)
        for key, ticket in self.tickets.items():
            homes[self.truth[key]].add(ticket)
            guests[ticket].add(self.truth[key])
        return {
            plan: tickets
            for plan, tickets in homes.items()
            if len(tickets) > 1 or any(len(guests[ticket]) > 1 for ticket in tickets)
        }


def _pairs(sizes: Counter[object] | Counter[str] | Counter[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())
