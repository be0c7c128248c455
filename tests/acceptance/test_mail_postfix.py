"""All mail, sources: a real Postfix in front: it brings us mail and takes our replies."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from uuid import uuid4

import pytest

from tests.acceptance.house import (
    AGENT,
    INBOX,
    PASSWORD,
    Installation,
    small_house,
    wait_until,
)
from tests.acceptance.post import SHOPPER, Sink, mail, message_id, normal, sink
from tests.acceptance.visitor import Arrived, Visitor, ledger, messages
from tests.ports import free_port
from tests.postfix import OUR_LIMIT, Postfix, Routes, postfix, why_not

pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.full,
    pytest.mark.skipif(bool(why_not()), reason=why_not() or "Postfix is here"),
]
SECOND, SOUTH = "sales@north.example", "help@south.example"
GONE = "gone@nowhere.example"


@dataclass(frozen=True)
class Front:
    """A house behind a Postfix, and the world beyond it."""

    house: Installation
    postfix: Postfix
    world: Sink

    @property
    def lead(self) -> Visitor:
        """Somebody who may see the ledger of both clients."""
        return Visitor(self.house.port).sign_in(AGENT, PASSWORD)

    def hand_in(self, raw: bytes, to: Sequence[str], options: Sequence[str] = ()) -> None:
        """Another mail server gives Postfix a mail."""
        with smtplib.SMTP("127.0.0.1", self.postfix.port, timeout=60) as wire:
            assert wire.sendmail(SHOPPER, list(to), raw, list(options)) == {}

    def arrived(self, words: str, lead: Visitor) -> tuple[Arrived, str]:
        """The arrival whose message has these words, once it is understood, and its text."""

        def found() -> tuple[Arrived, str] | None:
            for line in ledger(lead, "?outcome=message"):
                for said in messages(lead, line.ticket) if line.ticket else []:
                    if words in said.text:
                        return line, said.text
            return None

        return wait_until(found, f"{words} is understood", step=0.3)


@pytest.fixture(scope="module")
def front() -> Iterator[Front]:
    port, lmtp = free_port(), free_port()
    settings = {
        "THREERING_SMTP_URL": f"smtp://127.0.0.1:{port}",
        "THREERING_LMTP_LISTEN": f"127.0.0.1:{lmtp}",
        "THREERING_AUTHSERV_ID": "mx.north.example",
    }
    with sink() as world, small_house(**settings) as house:
        house.must("createclient", "South", "--inbox", SOUTH, "--inbox", SECOND)
        words = ("--name", "Suse", "--client", "South", "--role", "lead", "--password-stdin")
        house.must("createagent", "suse@south.example", *words, text=PASSWORD + "\n")
        routes = Routes(
            {
                "north.example": f"lmtp:inet:127.0.0.1:{lmtp}",
                "south.example": f"smtp:[127.0.0.1]:{house.smtp}",
                "shopper.example": f"smtp:[127.0.0.1]:{world.port}",
                "nowhere.example": f"smtp:[127.0.0.1]:{world.port}",
            }
        )
        world.refuse.add(GONE)
        with postfix(port, routes) as server:
            yield Front(house, server, world)


def south(front: Front) -> Visitor:
    """The lead of the other client."""
    return Visitor(front.house.port).sign_in("suse@south.example", PASSWORD)


def fresh() -> str:
    """Words that are nowhere else."""
    return f"order {uuid4().hex}"


def test_sources_postfix_every_recipient_has_an_answer_of_its_own(front: Front) -> None:
    words = fresh()
    raw = mail(f"Hello {words}", to=INBOX, subject="To three")
    front.hand_in(raw, [INBOX, SECOND, "nobody@north.example"])
    front.arrived(words, front.lead)
    front.arrived(words, south(front))
    bounce = front.world.wait_for("nobody@north.example")
    assert bounce.sender in ("", "None", "<>")
    assert "550 5.1.1 Nobody here has this address" in bounce.content.decode().replace("\r\n", "")
    assert INBOX not in bounce.text.partition("<nobody@north.example>")[2]


def test_sources_postfix_may_speak_smtp_to_us_too(front: Front) -> None:
    words = fresh()
    front.hand_in(mail(f"By SMTP {words}", to=SOUTH, subject="By SMTP"), [SOUTH])
    front.arrived(words, south(front))


@pytest.mark.full
def test_sources_postfix_keeps_what_comes_while_the_house_is_down(front: Front) -> None:
    words = [fresh() for _ in range(5)]
    front.house.stop()
    for one in words:
        front.hand_in(mail(f"While you slept {one}", to=INBOX, subject=one), [INBOX])
    wait_until(lambda: "status=deferred" in front.postfix.said(), "Postfix has tried")
    assert front.postfix.waiting() >= len(words)
    front.house.start()
    lead = front.lead
    for one in words:
        front.arrived(one, lead)
    wait_until(lambda: not front.postfix.waiting(), "Postfix has nothing left")


@pytest.mark.full
def test_sources_postfix_tries_again_when_the_database_was_killed(front: Front) -> None:
    sent = []

    def told_to_wait() -> bool:
        database = front.house.children().get("postgres")
        if database:
            database.kill()
        sent.append(fresh())
        front.hand_in(mail(f"In the storm {sent[-1]}", to=INBOX, subject=sent[-1]), [INBOX])
        return "451 4.3.0" in front.postfix.said()

    wait_until(told_to_wait, "a mail met the dead database", step=0.2)
    wait_until(lambda: not front.postfix.waiting(), "Postfix has nothing left")
    lead = front.lead
    for one in sent:
        front.arrived(one, lead)
    wait_until(lambda: not ledger(lead, "?outcome=waiting"), "all is understood")
    keys = [line.key for line in ledger(lead)]
    assert len(keys) == len(set(keys))


@pytest.mark.full
def test_sources_postfix_says_to_the_sender_that_a_mail_is_too_large(front: Front) -> None:
    before = len(ledger(front.lead))
    raw = mail(fresh(), to=INBOX, subject="Everything at once", file=b"x" * int(OUR_LIMIT * 0.76))
    assert OUR_LIMIT < len(raw) < 2 * OUR_LIMIT
    front.hand_in(raw, [INBOX])
    bounce = front.world.wait_for("size", patience=120)
    assert "5.3.4" in bounce.content.decode("ascii", "replace")
    assert len(ledger(front.lead)) == before


@pytest.mark.parametrize("form", ["smtputf8", "8bitmime", "long lines"])
def test_sources_postfix_brings_what_is_not_ascii_or_too_long(front: Front, form: str) -> None:
    words = fresh()
    made = EmailMessage(policy=SMTPUTF8 if form == "smtputf8" else SMTP.clone(cte_type="8bit"))
    made["From"] = "Jörg <jörg@shopper.example>" if form == "smtputf8" else SHOPPER
    made["To"], made["Subject"] = INBOX, "Grüße, 你好"
    made["Message-ID"] = f"<{uuid4().hex}@shopper.example>"
    text = f"Wo ist mein Päckchen? 包裹在哪里? {words}"
    made.set_content(text, cte="8bit")
    raw = normal(made.as_bytes())
    if form == "long lines":
        raw = raw.replace(words.encode(), words.encode() + b" " + b"y" * 100_000)
    options = ["SMTPUTF8", "BODY=8BITMIME"] if form == "smtputf8" else ["BODY=8BITMIME"]
    front.hand_in(raw, [INBOX], options)
    line, said = front.arrived(words, front.lead)
    assert text in said
    assert "Grüße, 你好" in front.lead.get(line.ticket).text
    assert ("y" * 100_000 in said) == (form == "long lines")


def test_sources_postfix_takes_our_replies_and_brings_back_what_bounced(front: Front) -> None:
    lead, states = front.lead, {}
    for sender in (SHOPPER, GONE):
        words = fresh()
        raw = mail(f"Hello {words}", to=INBOX, subject=words, sender=sender)
        front.hand_in(raw, [INBOX])
        ticket = front.arrived(words, lead)[0].ticket
        form = {"kind": "reply", "text": f"Answer to {words}", "key": str(uuid4())}
        assert lead.post(ticket.replace("/tickets/all/", "/t/") + "/reply", form).status == 201
        states[sender] = (ticket, words)
    ticket, words = states[SHOPPER]
    left = front.world.wait_for(f"Answer to {words}")
    assert message_id(left.content)
    assert messages(lead, ticket)[-1].state == "sent"
    ticket, words = states[GONE]
    wait_until(lambda: messages(lead, ticket)[-1].state == "failed", "Postfix's report is tied")
    reasons = [x.reason for x in ledger(lead) if x.outcome == "Delivery report"]
    assert "No such person" in " ".join(reasons)
    assert front.world.holding(f"Answer to {words}") == []
