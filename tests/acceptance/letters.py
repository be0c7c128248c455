"""Letters as mail programs write them: what a step of a plan looks like on the wire."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr, parseaddr
from random import Random

from tests.acceptance.conversations import Plan, Step
from tests.acceptance.post import key_of, normal

NO_HEADERS = {"address only", "subject only", "nothing", "outlook"}
TO_US = {"subject only", "headers, plain address", "nothing", "outlook"}
MARK = re.compile(r"\b(?:in|ag)\d+x\d+x\d+\b")
OTHER_SUBJECTS = ("", "Photos", "{subject} - URGENT", "Fwd: my answer", "One more thing")


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail that a customer sends."""

    plan: int
    kind: str
    carries: str
    to: str
    sender: str
    raw: bytes
    mark: str

    @property
    def key(self) -> str:
        """Its key in the ledger."""
        return key_of(self.raw)


@dataclass(slots=True)
class Memory:
    """What somebody's mail program knows of one conversation."""

    subject: str
    ours: EmailMessage | None = None
    own_id: str = ""
    chain: list[str] = field(default_factory=list)
    index: bytes = b""
    kept: Letter | None = None
    said: str = ""


class Writer:
    """Writes the letters of all conversations of one seed."""

    def __init__(self, seed: int, inboxes: tuple[str, str]) -> None:
        self.lot, self.seed, self.inboxes, self.count = Random(seed * 7 + 1), seed, inboxes, 0

    def mark(self, kind: str, plan: int) -> str:
        """A word that stands in one message only, and in what quotes it."""
        self.count += 1
        return f"{kind}{self.seed}x{plan}x{self.count}"

    def letter(self, plan: Plan, step: Step, memory: Memory, number: int = 0) -> Letter:
        """The mail of a step. `number`: of the ticket that a stranger heard of."""
        mail, who = EmailMessage(policy=SMTP), step.who or plan.person
        mail["From"] = formataddr((who.name, who.address))
        ours = memory.ours
        to = self._to(plan, step, ours)
        mail["To"] = to
        if step.copy:
            mail["Cc"] = formataddr((step.copy.name, step.copy.address))
        mail["Subject"] = self._subject(plan, step, memory, number)
        mail["Message-ID"] = self._id(plan, step)
        self._headers(mail, plan, step, memory)
        mark = self.mark("in", plan.number)
        self._body(mail, step, memory, mark)
        memory.own_id = str(mail["Message-ID"])
        memory.chain.append(memory.own_id)
        raw = normal(mail.as_bytes())
        carries = step.carries if step.kind == "answers" else ""
        return Letter(plan.number, step.kind, carries, parseaddr(to)[1], who.address, raw, mark)

    def _id(self, plan: Plan, step: Step) -> str:
        if plan.message_id and step.kind == "opens":
            return plan.message_id
        return f"<{self.seed}.{plan.number}.{self.lot.getrandbits(60):x}@mail.example>"

    def _to(self, plan: Plan, step: Step, ours: EmailMessage | None) -> str:
        plain = self.inboxes[plan.brand ^ step.other_brand]
        first = step.kind not in {"answers", "turns", "away", "answers a forward"}
        if first or ours is None or step.carries in TO_US:
            return plain
        return str(ours["Reply-To"] or ours["From"])

    def _subject(self, plan: Plan, step: Step, memory: Memory, number: int) -> str:
        given = str(memory.ours["Subject"]) if memory.ours else memory.subject
        bare = re.sub(r"\s*\[#\d+\]", "", given)
        if step.kind == "quotes number":
            form = self.lot.choice(("Re: [#{n}] {s}", "{s} [#{n}]", "Ticket #{n}: {s}"))
            return form.format(n=number, s=plan.subject)
        said = {
            "opens": plan.subject,
            "early": f"{step.prefix}: {plan.subject}",
            "adds": f"{step.prefix}: {plan.subject}",
            "turns": step.subject,
            "forwards": f"Fwd: {given}",
            "answers a forward": f"Re: {given}",
            "away": f"Automatic reply: {given}",
            "answers newsletter": "Re: Our spring sale",
        }
        if step.kind in said:
            return said[step.kind]
        return {
            "address only": self.lot.choice(("", memory.subject, "Hello")),
            "headers, other subject": self.lot.choice(OTHER_SUBJECTS).format(subject=plan.subject),
            "headers, plain address": f"{step.prefix}: {bare}",
            "nothing": f"{step.prefix}: {memory.subject}",
        }.get(step.carries, f"{step.prefix}: {given}")

    def _headers(self, mail: EmailMessage, plan: Plan, step: Step, memory: Memory) -> None:
        if plan.sort == "outlook":
            memory.index = memory.index or b"\x01" + self.lot.randbytes(21)
            grown = memory.index + (self.lot.randbytes(5) if step.kind != "opens" else b"")
            mail["Thread-Index"] = base64.b64encode(grown).decode()
        if step.kind == "away":
            mail["Auto-Submitted"] = "auto-replied"
        if step.kind == "answers newsletter":
            sale = f"<spring-sale.{self.seed}@news.example>"
            mail["In-Reply-To"], mail["References"] = sale, sale
        elif step.kind not in {"opens", "quotes number"} and step.carries not in NO_HEADERS:
            self._answered(mail, step, memory)

    def _answered(self, mail: EmailMessage, step: Step, memory: Memory) -> None:
        ours = memory.ours
        answered = str(ours["Message-ID"]) if ours else memory.own_id
        chain = [*str(ours["References"] or "").split(), answered] if ours else memory.chain
        if step.carries != "no in-reply-to":
            mail["In-Reply-To"] = answered
        if step.carries != "no references":
            mail["References"] = " ".join(chain)

    def _body(self, mail: EmailMessage, step: Step, memory: Memory, mark: str) -> None:
        says = f"I write about this once more, {mark}, and hope for an answer."
        before = text_of(memory.ours) if memory.ours else memory.said
        memory.said = says
        if not before or step.quotes == "none" or step.kind in {"opens", "quotes number"}:
            mail.set_content(f"Hello,\n\n{says}\n\nBest wishes\n")
            return
        quoted = "\n".join(f"> {line}" for line in before.splitlines())
        lead = "On Mon, 2 Mar 2026 at 10:00, Help <help@shop.example> wrote:"
        if step.kind == "forwards":
            lead = "---------- Forwarded message ----------\nFrom: Help"
        if step.quotes == "inline":
            mail.set_content(f"{lead}\n{quoted}\n\n{says}\n")
            return
        mail.set_content(f"{says}\n\n{lead}\n{quoted}\n")
        if step.quotes == "html":
            mail.add_alternative(
                f"<p>{says}</p><p>{lead}</p><blockquote>{before}</blockquote>", subtype="html"
            )


def text_of(mail: EmailMessage) -> str:
    """What a mail of ours says."""
    body = mail.get_body(("plain",))
    return body.get_content().strip() if body else ""
