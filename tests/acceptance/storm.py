"""kill -9 of every process, ours and the servers beside it, while mail comes in by every way."""

from __future__ import annotations

import re
from concurrent.futures import Future, ThreadPoolExecutor

from tests.acceptance.chaos import Killer, Ordeal, Reply, Size, generate, replies_to_write, settle
from tests.acceptance.corpus import real_mails
from tests.acceptance.house import AGENT, PASSWORD, gone, wait_until
from tests.acceptance.post import Refused, Sink, key_of
from tests.acceptance.sources import Everything, Source
from tests.acceptance.visitor import Visitor

REAL = 8
"""Every so many-th mail is one of other people's programs. They come by the ways on which each can
be told apart afterwards: SMTP and import by its own key, the mailbox by its number there."""
OTHERS = 0.25
"""How often a kill is for a server that is not ours."""
NUMBER = re.compile(r"\d+/\d+")  # UIDVALIDITY and UID
SMTP, MAILBOX, FILES = 0, 3, 4
"""Places among the sources."""
SUPERVISOR, FIRST = 20, 2
"""Every so many-th kill, from that one on, is for the supervisor; it is started again."""


class EveryKiller(Killer):
    """Kills the supervisor, its children, PostgreSQL, Postfix, Dovecot and a running import."""

    def __init__(self, all_of_it: Everything, size: Size) -> None:
        super().__init__(all_of_it.house, size)
        self.servers = all_of_it.servers

    def _kill(self) -> str:
        if len(self.killed) % SUPERVISOR == FIRST:
            return self._kill_supervisor()
        if self.chance.random() > OTHERS:
            return super()._kill()
        server = self.chance.choice(self.servers)
        return server.name if server.die() else ""

    def _kill_supervisor(self) -> str:
        """As systemd: what it leaves ends by itself, then it is started until it runs."""
        family = self.house.kill()
        wait_until(lambda: all(map(gone, family)), "its family ends by itself")
        wait_until(self._starts, "it runs again", step=1)
        return "supervisor"

    def _starts(self) -> bool:
        try:
            return self.house.start() > 0
        except AssertionError:  # an import still holds what it needs
            return False


def endure(all_of_it: Everything, outgoing: Sink, size: Size) -> Ordeal:
    """Run the whole of it. The house has one client and no mail yet."""
    made = generate(size.mails - size.mails // REAL)
    real = real_mails(size.mails // REAL)
    boxed = [raw for raw in real[::3] if b"\0" not in raw]  # which IMAP cannot carry
    sent = [raw for raw in real if raw not in boxed]
    words = {key_of(raw): said for raw, said in made.items()}
    ordeal = Ordeal(size=size, sink=outgoing, sent=sent, boxed=boxed, made=words)
    lead = Visitor(all_of_it.house.port).sign_in(AGENT, PASSWORD)
    ordeal.replies = replies_to_write(all_of_it.house, lead, size)
    killer = EveryKiller(all_of_it, size)
    killer.start()
    _work(ordeal, all_of_it, lead, killer, [*made])
    killer.join()
    ordeal.killed = killer.killed
    ordeal.numbered = all_of_it.mailbox.held()
    wait_until(lambda: _came(ordeal, lead), "every mail is there", patience=300, step=2)
    return ordeal


def _came(ordeal: Ordeal, lead: Visitor) -> bool:
    """Whether all that was handed over is understood: Postfix and Dovecot bring it later."""
    settle(ordeal, lead)
    text = "\n".join(ordeal.customers_said())
    return all(words in text for words in ordeal.made.values()) and (
        len(numbers(ordeal)) >= ordeal.numbered
    )


def numbers(ordeal: Ordeal) -> list[str]:
    """The keys of what came out of the mailbox."""
    return [line.key for line in ordeal.ledger if NUMBER.fullmatch(line.key)]


def _work(
    ordeal: Ordeal, all_of_it: Everything, lead: Visitor, killer: Killer, made: list[bytes]
) -> None:
    """Two bring mail by each way and two agents answer, all through the kills."""
    sources, done = all_of_it.sources, list[Future[int]]()
    pools = [ThreadPoolExecutor(2) for _ in sources]
    agents = ThreadPoolExecutor(2)

    def bring(source: Source, raw: bytes, part: float) -> int:
        killer.wait_for(part)
        return _bring(ordeal, source, raw)

    def answer(reply: Reply, part: float) -> int:
        killer.wait_for(part)
        return _answer(lead, reply)

    for n, raw in enumerate(made):
        which = n % len(sources)
        done.append(pools[which].submit(bring, sources[which], raw, n / (len(made) + 1)))
    for n, raw in enumerate(ordeal.sent + ordeal.boxed):
        which = _way_of(n, raw, ordeal)
        real = len(ordeal.sent + ordeal.boxed)
        done.append(pools[which].submit(bring, sources[which], raw, n / (real + 1)))
    for n, reply in enumerate(ordeal.replies):
        done.append(agents.submit(answer, reply, n / (len(ordeal.replies) + 1)))
    ordeal.attempts = sum(one.result() for one in done)
    for pool in [*pools, agents]:
        pool.shutdown()
    for source in sources:
        source.finish()


def _way_of(n: int, raw: bytes, ordeal: Ordeal) -> int:
    """Which source a real mail comes by."""
    if n >= len(ordeal.sent):
        return MAILBOX
    is_mbox = raw.startswith(b"From ")  # in a file that means many mails
    return FILES if n % 2 and not is_mbox else SMTP


def _bring(ordeal: Ordeal, source: Source, raw: bytes) -> int:
    try:
        return source.deliver(raw)
    except Refused as why:
        ordeal.refused.append(f"{source.name}: {why}")
        return 1


def _answer(lead: Visitor, reply: Reply) -> int:
    data = {"kind": "reply", "key": reply.key, "text": reply.words}
    address = reply.ticket.replace("/tickets/all/", "/t/") + "/reply"
    status = lead.insist("POST", address, data).status
    assert status == 201, f"a reply was refused: {status}"
    return 0
