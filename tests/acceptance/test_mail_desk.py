"""All mail, what an agent does with it: regroup and undo, replay, see what left and what not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.acceptance import samples
from tests.acceptance.demo import Demo
from tests.acceptance.desk import Desk, stranger, words
from tests.acceptance.house import AGENT, INBOX, PASSWORD, small_house, wait_until
from tests.acceptance.post import mail, message_id, normal, sink
from tests.acceptance.visitor import Answer, Visitor, messages

pytestmark = pytest.mark.acceptance
WELCOME = "We have your mail, number {number}. {brand}"
MACHINES = {
    "a mailing list": "List-Id: Shop users <users.lists.example>\r\nPrecedence: list\r\n",
    "an auto-reply": "Auto-Submitted: auto-replied\r\n",
    "an out-of-office note": "X-Auto-Response-Suppress: All\r\nX-Autoreply: yes\r\n",
}


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with sink() as outgoing, small_house(THREERING_SMTP_URL=outgoing.url) as house:
        lead = Visitor(house.port).sign_in(AGENT, PASSWORD)
        yield Desk(Demo(house, outgoing), lead, INBOX)


@dataclass(frozen=True)
class Shown:
    """What a ticket's page shows, without its history."""

    said: tuple[tuple[str, str, str], ...]
    subject: str
    side: str
    status: str


def shown(desk: Desk, ticket: str) -> Shown:
    page = desk.page(ticket)
    said = tuple((one.kind, one.key, one.text) for one in messages(desk.lead, ticket))
    return Shown(said, words(page, "h1, h2"), words(page, "#side"), desk.status(ticket))


def asked(desk: Desk, text: str, sender: str, answers: str = "", cc: str = "") -> tuple[str, bytes]:
    """A customer's mail; its ticket and its bytes."""
    raw = mail(text, to=INBOX, subject=f"About {text}", sender=sender, answers=answers)
    raw = normal(f"Cc: {cc}\r\n".encode() + raw) if cc else raw
    return desk.ticket(raw, sender), raw


def do(desk: Desk, ticket: str, verb: str, **form: str) -> Answer:
    """What the lead asks of a ticket, and what the page says of it."""
    place = ticket.replace("/tickets/all/", "/t/")
    return desk.lead.post(f"{place}/{verb}", {"key": str(uuid4()), **form})


def undo(desk: Desk, ticket: str) -> None:
    """By the button in the ticket's history."""
    button = desk.page(ticket).tree.css_first("[data-do=unregroup]")
    assert button, "the history offers no undo"
    regrouping = str(button.attributes["data-regrouping"])
    assert do(desk, ticket, "undo", regrouping=regrouping).status == 204


def number(ticket: str) -> str:
    return ticket.rpartition("/")[2]


def uuid_of(desk: Desk, ticket: str, text: str) -> str:
    """The message of the ticket that says so."""
    found = [item for item in desk.page(ticket).tree.css("#log .msg") if text in item.text()]
    return str(found[0].attributes["data-message"])


def test_threading_a_merge_is_shown_in_both_histories_and_its_undo_restores_both(
    desk: Desk,
) -> None:
    ann, bea = stranger("ann"), stranger("bea")
    (one, _), (two, _) = asked(desk, "the lamp", ann), asked(desk, "the chair", bea)
    before = shown(desk, one), shown(desk, two)
    answer = do(desk, two, "merge", into=number(one))
    assert (answer.status, f"Merged into #{number(one)}" in answer.text) == (201, True)
    assert [text.strip() for _, _, text in shown(desk, one).said] == ["the lamp", "the chair"]
    assert f"merged #{number(two)} into this ticket" in words(desk.page(one), ".event")
    assert f"merged this ticket into #{number(one)}" in words(desk.page(two), ".event")
    undo(desk, one)
    assert (shown(desk, one), shown(desk, two)) == before
    for ticket in (one, two):
        assert "undid" in words(desk.page(ticket), ".event").lower()


def test_threading_a_split_takes_messages_with_their_customer_and_its_undo_restores_all(
    desk: Desk,
) -> None:
    ann, bea = stranger("ann"), stranger("bea")
    ticket, first = asked(desk, "the table", ann, cc=bea)
    again, _ = asked(desk, "my own bill", bea, answers=message_id(first))
    assert again == ticket
    before = shown(desk, ticket)
    answer = do(desk, ticket, "split", message=uuid_of(desk, ticket, "my own bill"))
    assert answer.status == 201
    into = re.search(r"Split into #(\d+)", answer.text)
    assert into
    new = ticket.removesuffix(number(ticket)) + into[1]
    assert [text.strip() for _, _, text in shown(desk, new).said] == ["my own bill"]
    assert [text.strip() for _, _, text in shown(desk, ticket).said] == ["the table"]
    assert bea in shown(desk, new).side
    assert into[0].rpartition(" ")[2] in words(desk.page(ticket), ".event")
    undo(desk, ticket)
    assert shown(desk, ticket) == before
    assert "undid" in words(desk.page(ticket), ".event").lower()


def test_threading_a_moved_message_is_shown_in_both_histories_and_moves_back(desk: Desk) -> None:
    ann = stranger("ann")
    one, first = asked(desk, "the kettle", ann)
    assert asked(desk, "also the teapot", ann, answers=message_id(first))[0] == one
    two, _ = asked(desk, "the backpack", stranger("bea"))
    before = shown(desk, one), shown(desk, two)
    moved = uuid_of(desk, one, "also the teapot")
    answer = do(desk, one, "move", message=moved, into=number(two))
    assert (answer.status, f"Moved to #{number(two)}" in answer.text) == (201, True)
    assert [text.strip() for _, _, text in shown(desk, one).said] == ["the kettle"]
    assert "also the teapot" in str(shown(desk, two).said)
    assert f"#{number(two)}" in words(desk.page(one), ".event")
    assert f"#{number(one)}" in words(desk.page(two), ".event")
    undo(desk, two)
    assert (shown(desk, one), shown(desk, two)) == before


def test_ledger_a_lead_replays_what_was_quarantined_from_its_page(desk: Desk) -> None:
    """A report is set aside: nobody at its address has such a reply; later somebody has."""
    ann, other = stranger("ann"), stranger("other")
    asking = mail("the bicycle", to=INBOX, subject="Answer elsewhere", sender=ann)
    ticket = desk.ticket(normal(f"Reply-To: {other}\r\n".encode() + asking), ann)
    assert desk.reply(ticket, f"Here it is {uuid4().hex}").recipients == (other,)
    raw = samples.report("", other, INBOX)
    line = desk.send(raw, sender="")[0]
    assert (line.outcome, "did not send" in line.reason) == ("Quarantined", True)
    theirs, _ = asked(desk, "from my other address", other)
    assert do(desk, ticket, "merge", into=number(theirs)).status == 201
    assert desk.lead.post(line.replay).status == 302
    assert desk.settled(raw)[0].outcome == "Delivery report"
    assert "failed" in [said.state for said in messages(desk.lead, theirs)]


def next_attempt(desk: Desk, ticket: str) -> datetime | None:
    """When the page says that the last reply is tried again."""
    moment = desk.page(ticket).tree.css_first(".msg__state time")
    return datetime.fromisoformat(str(moment.attributes["datetime"])) if moment else None


def test_out_a_server_that_is_busy_is_asked_again_ever_later_and_given_it_once(
    desk: Desk,
) -> None:
    grey, long = stranger("grey"), stranger("long")
    outgoing = desk.demo.sink
    outgoing.later |= {grey: 1, long: 2}
    said = {who: f"patiently {uuid4().hex}" for who in (grey, long)}
    tickets = {who: asked(desk, f"the grinder of {who}", who)[0] for who in said}
    began = datetime.now(UTC)
    for who, ticket in tickets.items():
        form = {"kind": "reply", "text": said[who]}
        assert do(desk, ticket, "reply", **form).status == 201
    for ticket in tickets.values():
        first = wait_until(lambda ticket=ticket: next_attempt(desk, ticket), "it is told")
        assert "Not sent yet." in words(desk.page(ticket), ".msg__state")
    outgoing.wait_for(said[grey])
    wait_until(lambda: messages(desk.lead, tickets[grey])[-1].state == "sent", "it was sent")
    wait_until(lambda: not outgoing.later[long], "the other was refused again")
    second = wait_until(
        lambda: (at := next_attempt(desk, tickets[long])) and at > first and at, "it waits longer"
    )
    assert second - first > first - began
    assert len(outgoing.holding(said[grey])) == 1
    assert outgoing.holding(said[long]) == []


def test_out_a_refusal_for_good_is_shown_on_the_message_with_what_to_do(desk: Desk) -> None:
    gone = stranger("gone")
    desk.demo.sink.refuse.add(gone)
    ticket, _ = asked(desk, "the jacket", gone)
    assert do(desk, ticket, "reply", kind="reply", text="Hello?").status == 201
    wait_until(lambda: messages(desk.lead, ticket)[-1].state == "failed", "it is known")
    page = desk.page(ticket)
    assert "another address" in words(page, ".msg__advice")
    assert "550 5.1.1 No such person" in words(page, ".msg__state")


@pytest.fixture
def welcoming(desk: Desk) -> Iterator[Desk]:
    """The brand acknowledges what comes in."""
    desk.demo.house.must("acknowledgement", "north", "text", text=WELCOME)
    desk.demo.house.must("acknowledgement", "north", "on")
    yield desk
    desk.demo.house.must("acknowledgement", "north", "off")


def test_out_ordinary_mail_is_acknowledged_and_lists_and_machines_never(welcoming: Desk) -> None:
    desk, machines = welcoming, {name: stranger("machine") for name in MACHINES}
    for name, who in machines.items():
        raw = mail("Beep", to=INBOX, subject=f"Of {name}", sender=who)
        desk.send(normal(MACHINES[name].encode() + raw), sender=who)
    away = stranger("away")
    _, raw = asked(desk, "the chair lamp", stranger("bob"))
    desk.send(samples.away("About it", INBOX, message_id(raw), away), sender=away)
    last = stranger("last")
    asked(desk, "the last one", last)
    told = wait_until(lambda: to_whom(desk, last), "an ordinary mail is acknowledged")
    assert "We have your mail, number" in told[0].text
    assert {name for name, who in machines.items() if to_whom(desk, who)} == set()
    assert to_whom(desk, away) == []


def to_whom(desk: Desk, address: str) -> list:  # type: ignore[type-arg]
    return [one for one in list(desk.demo.sink.received) if one.recipients == (address,)]
