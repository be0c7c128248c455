"""People and safety, safety of files: what is dangerous is held, and nobody uploads without end."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from uuid import uuid4

import pytest
from selectolax.lexbor import LexborNode

from tests.acceptance.attacks import ticket_of
from tests.acceptance.belongings import HELP
from tests.acceptance.demo import Demo
from tests.acceptance.post import mail
from tests.acceptance.visitor import Answer, Visitor

pytestmark = pytest.mark.acceptance
MB = 2**20


def zipped(**files: bytes) -> bytes:
    """An archive of these files; `_` stands for the dot of their names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return made.getvalue()


DANGEROUS = {
    "invoice.exe": b"MZ\x90\0\3 a program",
    "invoice.pdf": b"MZ\x90\0\3 a program that calls itself a paper",
    "order.docm": zipped(word_xml=b"<w/>", vbaProject_bin=b"Sub AutoOpen()"),
    "photos.zip": zipped(photo_jpg_js=b"WScript.Shell"),
}
HARMLESS = b"%PDF-1.4 a bill"


def sent(demo: Demo, name: str) -> str:
    """The ticket of a mail with a dangerous file and a harmless one."""
    mark = uuid4().hex
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = "ann@shopper.example", HELP, f"File {mark}"
    made["Message-ID"] = f"<{mark}@shopper.example>"
    made.set_content(f"Look {mark}.")
    for file, content in ((name, DANGEROUS[name]), ("bill.pdf", HARMLESS)):
        made.add_attachment(content, maintype="application", subtype="pdf", filename=file)
    demo.mailer.deliver(made.as_bytes(), HELP)
    return ticket_of(demo.visitor("nadia"), mark)


def held(visitor: Visitor, ticket: str) -> LexborNode:
    """The only file of the ticket that is shown as held."""
    (found,) = visitor.get(ticket).tree.css(".file--held")
    return found


@pytest.mark.parametrize("name", DANGEROUS)
def test_2n_a_dangerous_file_is_held_until_a_lead_releases_it(demo: Demo, name: str) -> None:
    ticket = sent(demo, name)
    agent, lead = demo.visitor("orla"), demo.visitor("tobias")
    seen = held(agent, ticket)
    assert name in seen.text()
    assert seen.css_first("[data-post]") is None  # nothing to press for her
    (place,) = (str(one.attributes["data-post"]) for one in held(lead, ticket).css("[data-post]"))
    file = place.removesuffix("/held")
    for way in ("", "/text"):
        assert {one.get(f"{file}{way}").status for one in (agent, lead)} <= {403, 404}
    assert agent.get(file).status == lead.get(file).status == 403
    assert agent.post(place, {"held": "0"}).status == 403
    assert agent.get(file).status == 403
    assert lead.post(place, {"held": "0"}).status == 204
    answer = agent.get(file)
    assert answer.status == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert lead.post(place, {"held": "1"}).status == 204
    assert agent.get(file).status == 403


def test_2n_what_is_harmless_beside_it_is_given_out(demo: Demo) -> None:
    ticket, agent = sent(demo, "invoice.exe"), demo.visitor("orla")
    (file,) = (str(a.attributes["href"]) for a in agent.get(ticket).tree.css("a.file"))
    answer = agent.get(file)
    assert (answer.status, answer.text) == (200, HARMLESS.decode())


def upload(visitor: Visitor, ticket: str, name: str, content: bytes) -> Answer:
    """A file for the answer that somebody writes."""
    edge = uuid4().hex
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    part = f"--{edge}\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode()
    place = "/".join(["/t", *ticket.split("/")[-2:]])
    return visitor.send(f"{place}/files", part + content + f"\r\n--{edge}--\r\n".encode(), edge)


def plain(demo: Demo) -> str:
    """A ticket without files."""
    mark = uuid4().hex
    demo.mailer.deliver(mail("Look", to=HELP, subject=f"No file {mark}"), HELP)
    return ticket_of(demo.visitor("nadia"), mark)


def test_2n_a_file_that_is_too_large_is_refused_in_words(demo: Demo) -> None:
    ticket, agent = plain(demo), demo.visitor("orla")
    answer = upload(agent, ticket, "large.pdf", bytes(20 * MB + 1))
    assert answer.status == 422
    assert "At most 20 files and 20.0" in answer.text.replace("\xa0", " ")
    assert upload(agent, ticket, "larger.pdf", bytes(30 * MB)).status == 413  # not even looked at
    assert upload(agent, ticket, "bill.pdf", HARMLESS).status == 201


@pytest.mark.parametrize("name", DANGEROUS)
def test_2n_what_would_be_held_is_not_taken_from_a_colleague(demo: Demo, name: str) -> None:
    answer = upload(demo.visitor("orla"), plain(demo), name, DANGEROUS[name])
    assert answer.status == 422
    assert name in answer.text
