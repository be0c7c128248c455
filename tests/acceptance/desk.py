"""An agent's desk: mail is sent to it, and its pages are read."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from uuid import uuid4

from tests.acceptance.demo import Demo
from tests.acceptance.house import wait_until
from tests.acceptance.post import SHOPPER, Received, key_of
from tests.acceptance.visitor import Answer, Arrived, Visitor, ledger, messages
from threering.runtime.demo.cast import QUILLMERE

HELP = QUILLMERE.inbox_address


@dataclass
class Desk:
    """The lead of one client, and the door for mail."""

    demo: Demo
    lead: Visitor
    to: str = HELP
    """The inbox that is written to where nothing else is said."""

    def send(self, raw: bytes, *to: str, sender: str = SHOPPER) -> list[Arrived]:
        """Hand over one mail to all its recipients at once; its lines in this client's ledger."""
        with smtplib.SMTP("127.0.0.1", self.demo.house.smtp, timeout=30) as wire:
            assert wire.sendmail(sender, list(to or [self.to]), raw) == {}
        return self.settled(raw)

    def settled(self, raw: bytes) -> list[Arrived]:
        """The lines of a mail in this client's ledger, once each of them has its outcome."""

        def lines() -> list[Arrived]:
            found = [line for line in ledger(self.lead) if line.key == key_of(raw)]
            return [] if any(line.outcome == "Waiting" for line in found) else found

        return wait_until(lines, "the mail is understood")

    def all_settled(self, keys: set[str]) -> list[Arrived]:
        """The lines of many mails, once none of them waits."""
        idle = wait_until(lambda: not ledger(self.lead, "?outcome=waiting"), "all are understood")
        assert idle
        found = [line for line in ledger(self.lead) if line.key in keys]
        assert {line.key for line in found} == keys
        return found

    def ticket(self, raw: bytes, sender: str = SHOPPER) -> str:
        """Send a mail that becomes a message; the address of its ticket."""
        line = self.send(raw, sender=sender)[0]
        assert line.outcome == "Message", f"{line.outcome}: {line.reason}"
        return line.ticket

    def page(self, ticket: str) -> Answer:
        """The ticket, as the lead reads it."""
        return self.lead.insist("GET", ticket)

    def reply(self, ticket: str, text: str) -> Received:
        """Answer it; the mail that left."""
        form = {"kind": "reply", "text": text, "key": str(uuid4())}
        assert self.lead.post(_place(ticket, "reply"), form).status == 201
        left = self.demo.sink.wait_for(text)
        wait_until(lambda: messages(self.lead, ticket)[-1].state == "sent", "the reply was sent")
        return left

    def status(self, ticket: str) -> str:
        """Whose turn it is."""
        thread = self.page(ticket).tree.css_first("#thread")
        assert thread
        return str(thread.attributes["data-status"])

    def set_status(self, ticket: str, status: str) -> None:
        assert self.lead.post(_place(ticket, "status"), {"status": status}).status == 204


def _place(ticket: str, verb: str) -> str:
    return f"{ticket.replace('/tickets/all/', '/t/')}/{verb}"


def stranger(name: str = "shopper") -> str:
    """An address that nobody wrote from yet."""
    return f"{name}-{uuid4().hex[:8]}@shopper.example"


def words(page: Answer, selector: str) -> str:
    """All words of the elements that fit."""
    return " | ".join(" ".join(node.text().split()) for node in page.tree.css(selector))
