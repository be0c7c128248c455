"""kill -9, again and again, while mail comes in and replies leave; and what is there at the end."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psutil

from tests.acceptance.corpus import real_mails
from tests.acceptance.house import AGENT, INBOX, PASSWORD, Installation, wait_until
from tests.acceptance.post import Mailer, Refused, Sink, key_of, mail, message_id
from tests.acceptance.visitor import Arrived, Said, Visitor, ledger, messages, tickets

QUIETEST, MEAN, LONGEST = 0.1, 1.5, 6.0  # seconds between two kills
SETTLES_WITHIN = 240.0
MOVING = {"queued", "sending"}


@dataclass(frozen=True, slots=True)
class Size:
    """How much happens in one run."""

    mails: int
    replies: int
    kills: int
    seed: int = 7


class Killer(threading.Thread):
    """Kills a random child of the supervisor, or PostgreSQL, at random moments."""

    def __init__(self, house: Installation, size: Size) -> None:
        super().__init__(name="killer")
        self.house, self.size = house, size
        self.chance = random.Random(size.seed)
        self.killed: list[str] = []
        self.news = threading.Condition()

    def run(self) -> None:
        """Until all is killed that was asked for."""
        pause = threading.Event()
        while len(self.killed) < self.size.kills:
            pause.wait(min(QUIETEST + self.chance.expovariate(1 / MEAN), LONGEST))
            role = wait_until(self._kill, "a living child of the supervisor")
            with self.news:
                self.killed.append(role)
                self.news.notify_all()

    def _kill(self) -> str:
        alive = sorted(self.house.children().items())
        role, process = self.chance.choice(alive) if alive else ("", None)
        try:
            if process:
                process.kill()
        except psutil.NoSuchProcess:
            return ""
        return role

    def wait_for(self, part: float) -> None:
        """Until that part of all kills is done: so the work is spread over them."""
        with self.news:
            enough = self.news.wait_for(lambda: len(self.killed) >= part * self.size.kills, 600)
        assert enough, f"only {len(self.killed)} kills happened"


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that an agent typed: its key is the browser's, its words are found nowhere else."""

    ticket: str
    key: str = field(default_factory=lambda: str(uuid4()))
    words: str = field(default_factory=lambda: f"answer {uuid4().hex}")


@dataclass(kw_only=True)
class Ordeal:
    """What was sent, what was killed, and what the pages and the other server show afterwards."""

    size: Size
    sink: Sink
    sent: list[bytes]
    boxed: list[bytes] = field(default_factory=list)
    """Mails of others that were put into the mailbox."""
    numbered: int = 0
    """How many mails the mailbox holds at the end."""
    made: dict[str, str]
    """Words of each generated mail, by its key."""
    refused: list[str] = field(default_factory=list)
    attempts: int = 0
    replies: list[Reply] = field(default_factory=list)
    killed: list[str] = field(default_factory=list)
    ledger: list[Arrived] = field(default_factory=list)
    threads: dict[str, list[Said]] = field(default_factory=dict)

    def outcomes(self) -> Counter[str]:
        """How many arrivals stand at each outcome."""
        return Counter(line.outcome for line in self.ledger)

    def customers_said(self) -> list[str]:
        """The text of every customer's message in every ticket."""
        return [one.text for said in self.threads.values() for one in said if one.kind != "agent"]

    def state_of(self, reply: Reply) -> str:
        """What the ticket's page says of a reply, "" when it does not show it."""
        return next((one.state for one in self.threads[reply.ticket] if one.key == reply.key), "")

    def wrongly_sent(self) -> list[tuple[str, str, int]]:
        """Replies that left more or less often than their ticket says: words, state, times."""
        allowed = {"sent": {1}, "uncertain": {0, 1}, "queued": {0}}
        found = [
            (reply.words, self.state_of(reply), len(self.sink.holding(reply.words)))
            for reply in self.replies
        ]
        return [one for one in found if one[2] not in allowed.get(one[1], set())]

    def states(self) -> Counter[str]:
        """How many replies stand at each state."""
        return Counter(map(self.state_of, self.replies))


def endure(house: Installation, outgoing: Sink, size: Size) -> Ordeal:
    """Run the whole of it. The house has one client and no mail yet."""
    generated = generate(size.mails - size.mails // 2)
    sent = [*generated, *real_mails(size.mails // 2)]
    random.Random(size.seed).shuffle(sent)
    made = {key_of(raw): words for raw, words in generated.items()}
    ordeal = Ordeal(size=size, sink=outgoing, sent=sent, made=made)
    lead = Visitor(house.port).sign_in(AGENT, PASSWORD)
    ordeal.replies = replies_to_write(house, lead, size)
    killer = Killer(house, size)
    killer.start()
    _work(ordeal, house, lead, killer)
    killer.join()
    ordeal.killed = killer.killed
    settle(ordeal, lead)
    return ordeal


def generate(count: int) -> dict[bytes, str]:
    """Mails with words of their own; every fifth answers the one before."""
    found: dict[bytes, str] = {}
    before = ""
    for n in range(count):
        words = f"order {uuid4().hex}"
        sender = f"shopper{n // 5}@shopper.example"
        answers = before if n % 5 == 4 else ""
        raw = mail(f"Hello, where is my {words}?", to=INBOX, subject=f"Where is it? {n}",
                   sender=sender, answers=answers)  # fmt: skip
        found[raw], before = words, message_id(raw)
    return found


def replies_to_write(house: Installation, lead: Visitor, size: Size) -> list[Reply]:
    """Tickets to answer in: a few mails that come in before the storm."""
    mailer = Mailer(house.smtp)
    for raw in generate(max(4, size.replies // 3)):
        mailer.deliver(raw, INBOX)
    wait_until(lambda: not ledger(lead, "?outcome=waiting"), "the first mails are understood")
    found = list(tickets(lead))
    return [Reply(found[n % len(found)]) for n in range(size.replies)]


def _work(ordeal: Ordeal, house: Installation, lead: Visitor, killer: Killer) -> None:
    """Four mail servers send and two agents answer, all through the kills."""
    mailer = Mailer(house.smtp)

    def send(raw: bytes, part: float) -> int:
        killer.wait_for(part)
        try:
            return mailer.deliver(raw, INBOX)
        except Refused as why:
            ordeal.refused.append(f"{key_of(raw)}: {why}")
            return 1

    def answer(reply: Reply, part: float) -> int:
        killer.wait_for(part)
        data = {"kind": "reply", "key": reply.key, "text": reply.words}
        address = reply.ticket.replace("/tickets/all/", "/t/") + "/reply"
        status = lead.insist("POST", address, data).status
        assert status == 201, f"a reply was refused: {status}"
        return 0

    with ThreadPoolExecutor(4) as servers, ThreadPoolExecutor(2) as agents:
        done = _spread(servers, send, ordeal.sent) + _spread(agents, answer, ordeal.replies)
    ordeal.attempts = sum(one.result() for one in done)


def _spread(
    pool: ThreadPoolExecutor, work: Callable[..., int], things: list[Any]
) -> list[Future[int]]:
    """All of it, the last piece just before the last kill."""
    return [pool.submit(work, thing, n / (len(things) + 1)) for n, thing in enumerate(things)]


def settle(ordeal: Ordeal, lead: Visitor) -> None:
    """Wait until nothing waits any more, then read every page once."""

    def at_rest() -> bool:
        if ledger(lead, "?outcome=waiting"):
            return False
        ordeal.threads = {
            ticket: messages(lead, ticket) for ticket in {reply.ticket for reply in ordeal.replies}
        }
        return not MOVING & set(ordeal.states())

    wait_until(at_rest, "nothing waits", patience=SETTLES_WITHIN, step=0.5)
    ordeal.ledger = ledger(lead)
    ordeal.threads = {ticket: messages(lead, ticket) for ticket in tickets(lead)}
