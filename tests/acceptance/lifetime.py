"""Somebody with fifty tickets, eighty files and five hundred events, through the front doors."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from uuid import uuid4

from tests.acceptance import samples
from tests.acceptance.house import INBOX, Installation, wait_until
from tests.acceptance.post import Mailer, Sink, mail, message_id, normal
from tests.acceptance.visitor import Visitor, ledger, messages, tickets

NAME, ADDRESS, OTHER = "Zwetana Oberhüberin", "zwetana@oberhueb.example", "zwo@zweitpost.example"
NEIGHBOUR, CARRIER = "bo@neighbour.example", "claims@carrier.example"
SECRETS = [
    *("Zwetana", "Oberhüberin", ADDRESS, OTHER, "oberhueb.example"),
    *("quokkalampe", "mauvelisch", "Tannenzwirn", "Teekannenbild", "Knopfleiste"),
]
"""A name, addresses, and words that stand in texts, subjects and files of theirs alone."""
TICKETS, FILES = 50, 80
CODES = ("base64", "quoted-printable", "8bit")


def letter(number: int) -> bytes:
    """One of their mails: in every code that mail knows, every tenth with a file for the disk."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(NAME, addr_spec=ADDRESS)
    made["To"], made["Message-ID"] = INBOX, f"<lamp.{number}@oberhueb.example>"
    made["Date"] = datetime(2026, 3, 2, 10, number % 60, tzinfo=UTC)
    made["Subject"] = f"Quokkalampe Nº {number} flackert"
    said = f"Die Quokkalampe {number} flackert mauvelisch.\n\nZwetana Oberhüberin\n{ADDRESS}\n"
    code = CODES[number % 3]
    made.set_content(said, cte=code)
    if number % 5 == 0:
        made.add_alternative(f"<p>{said}</p>", subtype="html", cte=code)
    for which in range(2 if number < FILES - TICKETS else 1):
        words = f"Tannenzwirn {number}.{which} ".encode() * (8000 if number % 10 == 0 else 2)
        name = f"Teekannenbild {number}.{which}.pdf"
        made.add_attachment(words, maintype="application", subtype="pdf", filename=name)
    return normal(made.as_bytes())


@dataclass
class Life:
    """All that was said to and by them. `boss` and `lena` work at the desk."""

    house: Installation
    sink: Sink
    boss: Visitor
    lena: Visitor
    theirs: list[str] = field(default_factory=list)
    page: str = ""
    """The address of their own page."""

    def send(self, *raws: bytes, sender: str = ADDRESS) -> None:
        """Hand mails over, and wait until they are understood."""
        for raw in raws:
            Mailer(self.house.smtp).deliver(raw, INBOX, sender)
        wait_until(lambda: not ledger(self.boss, "?outcome=waiting"), "all is understood")

    def do(self, ticket: str, what: str, **form: str) -> None:
        """As an agent, something with a ticket."""
        answer = self.lena.post(f"{place(ticket)}/{what}", form)
        assert answer.status in (200, 201, 204), f"{what}: {answer.status} {answer.text[:500]}"

    def say(self, ticket: str, text: str, kind: str = "reply", **form: str) -> None:
        """A reply, a note or a forward."""
        self.do(ticket, "reply", kind=kind, key=str(uuid4()), text=text, **form)

    def bounce(self, words: str) -> bytes:
        """What their mail server says of the reply with these words."""
        left = message_id(self.sink.wait_for(words).content)
        said = f"550 5.1.1 <{ADDRESS}> Zwetana is not here"
        return samples.report(left, ADDRESS, INBOX, said=said)


def place(ticket: str) -> str:
    """Where a ticket's verbs are."""
    return ticket.replace("/tickets/all/", "/t/")


def live(life: Life) -> None:
    """All of it."""
    life.send(*map(letter, range(TICKETS)))
    life.theirs = list(tickets(life.boss))
    assert len(life.theirs) == TICKETS
    life.page = _customer_of(life, life.theirs[0])
    for number, ticket in enumerate(life.theirs):
        _worked_on(life, ticket, number)
    _beside(life)
    _spoken_of(life)
    _in_pieces(life)


def _worked_on(life: Life, ticket: str, number: int) -> None:
    """What agents do with each of them, and what the customer answers."""
    life.do(ticket, "assign", assignee="me")
    life.do(ticket, "priority", priority=str(number % 2 * 2))
    life.do(ticket, "tags", add="lamps")
    life.do(ticket, "tags", add="north" if number % 3 else "south")
    life.say(ticket, f"Zwetana phoned: mauvelisch, {number}.", "note")
    if number % 2:
        life.say(ticket, f"Dear Zwetana, your quokkalampe {number} is on its way.")
    life.do(ticket, "status", status="pending" if number % 3 else "solved")


def _beside(life: Life) -> None:
    """What is written down and has not been said: drafts, files, fields, notes, searches."""
    one, two, three, four = life.theirs[:4]
    life.do(one, "draft", kind="reply", text="Half a sentence for Zwetana")
    edge = uuid4().hex
    head = 'Content-Disposition: form-data; name="file"; filename="Teekannenbild.png"'
    part = f"--{edge}\r\n{head}\r\nContent-Type: image/png\r\n\r\n".encode()
    body = part + b"Tannenzwirn" * 9000 + f"\r\n--{edge}--\r\n".encode()
    assert life.lena.send(f"{place(two)}/files", body, edge).status == 201
    life.do(three, "checklist", text="Ask Zwetana for the Knopfleiste")
    life.do(four, "merge", into=three.rpartition("/")[2], key=str(uuid4()))
    note = {"text": "Oberhüberin is kind", "key": str(uuid4())}
    assert life.lena.post(f"{life.page}/notes", note).status == 204
    view = {"name": "The lamps", "query": f"from:{ADDRESS}", "order": "latest", "client": "north"}
    assert life.lena.post("/views/keep", view).status < 300
    assert life.boss.post("/fields/new", {"name": "Thread", "kind": "text"}).status == 302
    link = life.boss.get("/fields").tree.css_first("td a")
    told = str(link.attributes["href"]).rpartition("/")[2] if link else ""
    life.do(one, "fields", field=told, value="Knopfleiste of Zwetana")


def _spoken_of(life: Life) -> None:
    """In a ticket of somebody else, passed on to a third, and in a mail that cannot be placed."""
    said = f"My neighbour {NAME} ({ADDRESS}) has my parcel."
    life.send(mail(said, to=INBOX, subject="Parcel", sender=f"Bo <{NEIGHBOUR}>"), sender=NEIGHBOUR)
    others = next(t for t in tickets(life.boss) if t not in life.theirs)
    life.say(others, f"We ask {ADDRESS}, then.")
    five = life.theirs[4]
    uuid = messages(life.lena, five)[0].key
    life.do(five, "forward", forwards=uuid)
    life.say(five, "Please look at this.", "forward", to=CARRIER, forwards=uuid)
    life.send(_unplaceable(), sender="")


def _unplaceable() -> bytes:
    """A report about a mail that we never sent: it names them where only a decoder sees it."""
    words = base64.encodebytes(f"A mail of Zwetana, {ADDRESS}, came back.".encode())
    head = b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
    raw = samples.report("<never@sent.example>", "someone@else.example", INBOX)
    return normal(raw.replace(b"\r\nThis is what became of your mail.", head + words))


def _in_pieces(life: Life) -> None:
    """What came twice, what came back, and a second address that turned out to be theirs."""
    again = letter(7)
    life.send(again.replace(b"\r\n\r\n", b"\r\nX-Copy: 2\r\n\r\n", 1), again)
    life.send(life.bounce("quokkalampe 1 is"))
    second = mail("Noch mauvelisch.", to=INBOX, subject="Knopfleiste", sender=f"Z <{OTHER}>")
    life.send(second, sender=OTHER)
    listed = life.boss.get("/tickets/all/list?q=subject:Knopfleiste").tree.css_first("li.row > a")
    theirs = _customer_of(life, str(listed.attributes["href"]) if listed else "")
    into = life.page.removeprefix("/customers/")
    assert life.boss.post(f"{theirs}/same", {"into": into}).status == 204


def _customer_of(life: Life, ticket: str) -> str:
    link = life.boss.get(ticket).tree.css_first("#side .who a")
    return str(link.attributes["href"]) if link else ""
