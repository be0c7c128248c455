"""All mail, the part "Out": ways out, undo, files, signatures, DKIM, acknowledgements, no loops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from uuid import uuid4

import dkim
import pytest

from tests.acceptance.house import AGENT, INBOX, PASSWORD, Installation, small_house, wait_until
from tests.acceptance.post import SHOPPER, Mailer, Sink, mail, message_id, normal, sink
from tests.acceptance.visitor import Answer, Visitor, ledger, messages, tickets
from tests.ports import closed_port
from tests.replay import Door, replaying

pytestmark = [pytest.mark.acceptance, pytest.mark.full]  # minutes: `make verify`
PDF = b"%PDF-1.4 private \xff\x00"


class Desk:
    """A house, who works in it, and where its mail goes."""

    def __init__(self, house: Installation, outgoing: Sink) -> None:
        self.house, self.sink = house, outgoing
        self.lead = Visitor(house.port).sign_in(AGENT, PASSWORD)

    def asked(self, subject: str, *, sender: str = SHOPPER, text: str = "Where is it?") -> str:
        """A customer writes; the address of the ticket that opens."""
        raw = mail(text, to=INBOX, subject=subject, sender=sender)
        Mailer(self.house.smtp).deliver(raw, INBOX, sender)
        return wait_until(lambda: next(self.found(subject), None), "the ticket is open")

    def found(self, subject: str) -> Iterator[str]:
        page = self.lead.get(f"/tickets/all/list?q={subject.replace(' ', '+')}")
        return (str(link.attributes["href"]) for link in page.tree.css("li.row > a"))

    def reply(self, ticket: str, words: str, uploads: str = "") -> str:
        """An agent answers; the key of the reply."""
        key = str(uuid4())
        data = {"kind": "reply", "text": words, "key": key, "uploads": uploads}
        answer = self.lead.post(place(ticket, "reply"), data)
        assert answer.status == 201, answer.text
        return key

    def upload(self, ticket: str, name: str, content: bytes, kept: str = "") -> Answer:
        """Put a file into the composer, as a browser does."""
        edge = uuid4().hex
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = f"--{edge}\r\n{head}Content-Type: application/pdf\r\n\r\n".encode()
        body += content + f"\r\n--{edge}--\r\n".encode()
        return self.lead.send(f"{place(ticket, 'files')}?kept={kept}", body, edge)

    def states(self, ticket: str) -> list[str]:
        return [one.state for one in messages(self.lead, ticket) if one.kind == "agent"]


def place(ticket: str, what: str) -> str:
    return re.sub(r"^/tickets/\w+/", "/t/", ticket) + f"/{what}"


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with (
        sink() as outgoing,
        small_house(THREERING_SMTP_URL=outgoing.url, THREERING_UNDO_SECONDS="6") as house,
    ):
        yield Desk(house, outgoing)


def test_out_a_reply_can_be_taken_back_until_it_leaves(desk: Desk) -> None:
    ticket = desk.asked(f"Undo {uuid4().hex}")
    before = desk.lead.get(ticket).tree.css_first(".facts .pill")
    assert before
    unsaid, said = f"unsaid {uuid4().hex}", f"said {uuid4().hex}"
    desk.reply(ticket, unsaid)
    button = desk.lead.get(ticket).tree.css_first("[data-do=take-back]")
    assert button
    for _ in range(2):  # the first answer may be lost on its way
        back = desk.lead.post(str(button.attributes["data-url"]))
        assert (back.status, unsaid in back.text) == (200, True)
    status = desk.lead.get(ticket).tree.css_first(".facts .pill")
    assert status
    assert status.text().strip() == before.text().strip()
    desk.reply(ticket, said)
    desk.sink.wait_for(said)
    assert desk.sink.holding(unsaid) == []
    assert unsaid not in desk.lead.get(ticket).tree.css_first("#log").text()


def test_out_what_has_left_cannot_be_taken_back(desk: Desk) -> None:
    ticket, words = desk.asked(f"Late {uuid4().hex}"), f"gone {uuid4().hex}"
    desk.reply(ticket, words)
    button = desk.lead.get(ticket).tree.css_first("[data-do=take-back]")
    assert button
    desk.sink.wait_for(words)
    wait_until(lambda: desk.states(ticket) == ["sent"], "it is known to have left")
    late = desk.lead.post(str(button.attributes["data-url"]))
    assert (late.status, "Too late" in late.text) == (409, True)
    assert desk.states(ticket) == ["sent"]


def test_out_files_leave_with_their_names_and_are_shown(desk: Desk) -> None:
    ticket, words = desk.asked(f"Files {uuid4().hex}"), f"attached {uuid4().hex}"
    chip = desk.upload(ticket, "Größe.pdf", PDF)
    assert chip.status == 201, chip.text
    upload = str(chip.tree.css_first("[data-file]").attributes["data-file"])
    desk.reply(ticket, words, upload)
    left = desk.sink.wait_for(words).parsed
    assert [part.get_filename() for part in left.iter_attachments()] == ["Größe.pdf"]
    assert [part.get_payload(decode=True) for part in left.iter_attachments()] == [PDF]
    shown = messages(desk.lead, ticket)[-1].files
    assert desk.lead.get(shown[0]).headers["content-disposition"].startswith("attachment")


def test_out_too_large_a_file_is_refused_in_words(desk: Desk) -> None:
    ticket = desk.asked(f"Large {uuid4().hex}")
    refused = desk.upload(ticket, "big.pdf", b"x" * (20 * 2**20 + 1))
    assert (refused.status, "20" in refused.text) == (422, True)


def test_out_a_file_of_another_ticket_cannot_be_sent(desk: Desk) -> None:
    one, other = desk.asked(f"One {uuid4().hex}"), desk.asked(f"Other {uuid4().hex}")
    upload = desk.upload(one, "a.pdf", PDF).tree.css_first("[data-file]").attributes["data-file"]
    data = {"kind": "reply", "text": "Hi", "key": str(uuid4()), "uploads": str(upload)}
    answer = desk.lead.post(place(other, "reply"), data)
    assert (answer.status, "not here any more" in answer.text) == (422, True)
    assert desk.states(other) == []


def test_out_a_reply_is_signed_named_and_quotes_what_it_answers(desk: Desk) -> None:
    desk.house.must("sender", INBOX, "first-name-from-brand")
    desk.house.must("signature", "north", text="{agent}\n{brand}, Main Street 3\n")
    told = desk.house.must("dkim", "add", "north.example", "--selector", "s1")
    record = "".join(re.findall(r'"([^"]*)"', told))
    words, asked = f"quoted {uuid4().hex}", f"Is it lost? {uuid4().hex}"
    ticket = desk.asked(f"Letter {uuid4().hex}", text=f"{asked}\n\nOn Monday, Bob wrote:\n> old")
    desk.reply(ticket, words)
    left = desk.sink.wait_for(words)
    assert left.parsed["From"].addresses[0].display_name == "Lena from North"
    assert "-- \nLena\nNorth, Main Street 3" in left.text.replace("\r", "")
    assert f"> {asked}" in left.text
    assert "> old" not in left.text
    html = left.parsed.get_body(("html",))
    assert html
    assert re.search(rf"<blockquote[^>]*>\s*<p[^>]*>{re.escape(asked)}", html.get_content())
    names = {b"s1._domainkey.north.example.": record.encode()}
    assert dkim.verify(left.content, dnsfunc=lambda name, **_: names.get(name))


def test_out_a_refusal_for_good_says_what_to_do(desk: Desk) -> None:
    gone = f"gone-{uuid4().hex[:8]}@shopper.example"
    desk.sink.refuse.add(gone)
    ticket = desk.asked(f"Gone {uuid4().hex}", sender=gone)
    desk.reply(ticket, "Hello?")
    wait_until(lambda: desk.states(ticket) == ["failed"], "it is known to have failed")
    trouble = desk.lead.get(ticket).tree.css_first(".trouble")
    assert trouble
    for said in ("This address does not exist", "another address", "550 5.1.1 No such person"):
        assert said in trouble.text()


def test_out_the_answer_goes_where_the_customer_wants_it(desk: Desk) -> None:
    subject, words = f"Elsewhere {uuid4().hex}", f"redirected {uuid4().hex}"
    raw = mail("Answer my other address", to=f"{INBOX}, bob@shopper.example", subject=subject)
    raw = normal(b"Reply-To: other@shopper.example\r\n" + raw)
    Mailer(desk.house.smtp).deliver(raw, INBOX)
    ticket = wait_until(lambda: next(desk.found(subject), None), "the ticket is open")
    box = desk.lead.get(ticket).tree.css_first("[data-people]")
    assert box
    left_out = box.css_first("[data-do=reply-all]").attributes["data-others"]
    assert (box.attributes["data-to"], box.attributes["data-cc"], left_out) == (
        "other@shopper.example", "", "bob@shopper.example",
    )  # fmt: skip
    desk.reply(ticket, words)
    assert desk.sink.wait_for(words).recipients == ("other@shopper.example",)


def test_out_an_inbox_sends_through_a_provider_of_its_own(desk: Desk) -> None:
    taken = {"To": SHOPPER, "MessageID": "b7bc2f4a", "ErrorCode": 0, "Message": "OK"}
    with replaying(Door(answer=taken)) as door:
        words = ("outgoing", "set", INBOX, "--provider", "postmark", "--secret-stdin")
        said = desk.house.must(*words, "-o", f"api_url={door.url}", text="a-secret-token\n")
        shown = desk.house.must("outgoing", "show")
        desk.house.must("outgoing", "test", INBOX, "--to", SHOPPER)
        ticket, reply = desk.asked(f"Provider {uuid4().hex}"), f"posted {uuid4().hex}"
        desk.reply(ticket, reply)
        wait_until(lambda: desk.states(ticket) == ["sent"], "it is known to have left")
        door.status, door.answer = 401, {"ErrorCode": 10, "Message": "Bad or missing token"}
        refused = desk.house.run("outgoing", "test", INBOX, "--to", SHOPPER)
    desk.house.must("outgoing", "set", INBOX, "--house")
    assert "a-secret-token" not in said + shown + refused.stdout + desk.house.output()
    assert ("Postmark" in shown, refused.returncode) == (True, 1)
    assert "refused the password or key" in refused.stdout
    posted = [one.json for one in door.asked if reply in one.body.decode()]
    assert len(posted) == 1
    assert door.asked[0].headers["X-Postmark-Server-Token"] == "a-secret-token"
    assert desk.sink.holding(reply) == []


def test_out_a_closed_way_of_one_inbox_stops_no_other(desk: Desk) -> None:
    second = f"second-{uuid4().hex[:6]}@other.example"
    desk.house.must("createclient", f"Other {uuid4().hex[:6]}", "--inbox", second)
    with closed_port() as nobody:
        desk.house.must("outgoing", "set", second, "--smtp", f"smtp://127.0.0.1:{nobody}")
        refused = desk.house.run("outgoing", "test", second, "--to", SHOPPER)
        assert (refused.returncode, "cannot be reached" in refused.stdout) == (1, True)
        ticket, words = desk.asked(f"Open way {uuid4().hex}"), f"through {uuid4().hex}"
        desk.reply(ticket, words)
        desk.sink.wait_for(words)


WELCOME = "We have your mail, number {number}. {brand}"


def test_out_acknowledged_once_and_machines_never(desk: Desk) -> None:
    refused = desk.house.run("acknowledgement", "north", "on")
    assert (refused.returncode, "has no text" in refused.stderr) == (1, True)
    desk.house.must("acknowledgement", "north", "text", text=WELCOME)
    desk.house.must("acknowledgement", "north", "on")
    try:
        eve = f"eve-{uuid4().hex[:8]}@shopper.example"
        ticket = desk.asked(f"Eve {uuid4().hex}", sender=eve)
        told = wait_until(lambda: to_whom(desk, eve), "the customer is told")[0]
        number = ticket.rpartition("/")[2]
        assert f"We have your mail, number {number}. North" in told.text
        assert (told.sender.strip("<>"), told.parsed["Auto-Submitted"]) == ("", "auto-replied")
        assert "Automatic" in desk.lead.get(ticket).tree.css_first("#log").text()
        desk.asked(f"Eve again {uuid4().hex}", sender=eve)
        robot = f"robot-{uuid4().hex[:8]}@shopper.example"
        raw = mail("Beep", to=INBOX, subject=f"Robot {uuid4().hex}", sender=robot)
        raw = normal(b"Auto-Submitted: auto-generated\r\n" + raw)
        Mailer(desk.house.smtp).deliver(raw, INBOX, robot)
        last = f"last-{uuid4().hex[:8]}@shopper.example"
        desk.asked(f"Last {uuid4().hex}", sender=last)
        wait_until(lambda: to_whom(desk, last), "a later customer is told")
        assert (len(to_whom(desk, eve)), to_whom(desk, robot)) == (1, [])
    finally:
        desk.house.must("acknowledgement", "north", "off")


def to_whom(desk: Desk, address: str) -> list:  # type: ignore[type-arg]
    return [one for one in list(desk.sink.received) if one.recipients == (address,)]


@pytest.mark.full
def test_out_two_houses_that_acknowledge_each_other_end_after_one() -> None:
    """Each one's outgoing server is the other's door: what one sends, the other takes in."""
    south = "help@south.example"
    with small_house() as north, small_house() as other:
        other.must("createclient", "South", "--inbox", south)
        who = ("--name", "Sam", "--client", "South", "--role", "lead", "--password-stdin")
        other.must("createagent", "sam@south.example", *who, text=PASSWORD + "\n")
        north.must("outgoing", "set", INBOX, "--smtp", f"smtp://127.0.0.1:{other.smtp}")
        other.must("outgoing", "set", south, "--smtp", f"smtp://127.0.0.1:{north.smtp}")
        for house, brand in ((north, "north"), (other, "south")):
            house.must("acknowledgement", brand, "text", text=WELCOME)
            house.must("acknowledgement", brand, "on")
        asked = mail("Do you deliver?", to=INBOX, subject="A question", sender=south)
        Mailer(north.smtp).deliver(asked, INBOX, south)
        here = Visitor(north.port).sign_in(AGENT, PASSWORD)
        there = Visitor(other.port).sign_in("sam@south.example", PASSWORD)
        wait_until(lambda: list(tickets(there)), "the acknowledgement reached the other house")
        wait_until(lambda: not ledger(there, "?outcome=waiting"), "it is understood")
        marker = mail("Now you", to=south, subject="Marker", sender=SHOPPER)
        Mailer(other.smtp).deliver(marker, south)  # whatever South still had to say came before
        wait_until(lambda: len(list(tickets(there))) == 2, "the marker is understood")
        assert len(list(tickets(here))) == 1
        said = messages(here, next(iter(tickets(here))))
        assert [one.kind for one in said] == ["customer", "agent"]
        assert message_from_bytes(asked)["Message-ID"] == message_id(asked)
