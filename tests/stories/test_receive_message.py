from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.house import House
from tests.mail import deliver, mail
from threering.ledger.models import Arrival, Event
from threering.tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db


def test_a_first_mail_opens_a_ticket(house: House) -> None:
    arrival = deliver(house.shop, mail())
    ticket = Ticket.objects.get()
    assert arrival.outcome == Arrival.Outcome.MESSAGE
    assert (ticket.number, ticket.subject, ticket.status) == (1, "Where is my parcel?", "new")
    assert ticket.customer.name == "Ingrid Rossi"
    assert ticket.preview == "It has been a week."
    assert ticket.messages.get().text == "It has been a week."
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["ticket_opened", "contact_opened", "message_received"]


def test_the_same_mail_twice_is_one_arrival(house: House) -> None:
    assert deliver(house.shop, mail()).pk == deliver(house.shop, mail()).pk
    assert Message.objects.count() == 1


def test_the_same_mail_over_another_way_is_a_duplicate_of_the_first(house: House) -> None:
    first = deliver(house.shop, mail())
    copy = deliver(house.shop, b"Received: from elsewhere\n" + mail())
    assert (copy.outcome, copy.duplicate_of) == (Arrival.Outcome.DUPLICATE, first)
    assert Message.objects.count() == 1


def test_another_mail_under_a_used_id_is_not_lost(house: House) -> None:
    deliver(house.shop, mail())
    other = deliver(house.shop, mail("Something else."))
    assert other.outcome == Arrival.Outcome.MESSAGE
    assert Message.objects.count() == 2


def scan(content: bytes, *, date: str = "10:00:00") -> bytes:
    """A mail of a scanner: always the same id, no words, one file."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "scan@firm.test", "help@shop.test", "Scan"
    made["Message-ID"], made["Date"] = "<scan@firm.test>", f"Mon, 02 Mar 2026 {date} +0000"
    made.add_attachment(content, "application", "pdf", filename="scan.pdf")
    return made.as_bytes()


def test_a_scanner_that_knows_one_id_only_loses_no_scan(house: House) -> None:
    scans = [scan(b"one"), scan(b"two"), scan(b"two", date="11:00:00")]
    found = [deliver(house.shop, content).outcome for content in scans]
    copies = [deliver(house.outlet, content) for content in scans]
    assert found == ["message"] * 3
    assert [copy.outcome for copy in copies] == ["duplicate"] * 3
    firsts = [copy.duplicate_of for copy in copies]
    assert firsts == list(Arrival.objects.filter(outcome="message").order_by("pk"))


def test_a_copy_with_other_line_ends_is_a_duplicate(house: House) -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Bo <bo@x.test>", "help@shop.test", "List"
    made["Message-ID"], made["Date"] = "<list@x.test>", "Mon, 02 Mar 2026 10:00:00 +0000"
    made.set_content("Here.")
    made.add_attachment("a;b\nc;d\n", subtype="csv", filename="list.csv", cte="7bit")
    deliver(house.shop, made.as_bytes().replace(b"\n", b"\r\n"))
    assert deliver(house.shop, made.as_bytes()).outcome == "duplicate"


def form(date: str, answer_to: str = "", sender: str = "form@shop.example") -> bytes:
    """A mail of a contact form: always the same id."""
    more = {"Reply_To": answer_to} if answer_to else {}
    made = mail("Please cancel my order.", sender=sender, message_id="<form@shop.example>", **more)
    dated = f"Date: {date}\n".encode() if date else b""
    return made.replace(b"Date: Mon, 02 Mar 2026 10:00:00 +0000\n", dated)


@pytest.mark.parametrize(
    "second",
    [
        form("Mon, 02 Mar 2026 10:00:07 +0000", "ingrid@x.test"),
        form("Mon, 02 Mar 2026 10:00:00 +0000", "bo@x.test"),
        form("Mon, 02 Mar 2026 10:00:00 +0000", "ingrid@x.test", "bo@x.test"),
    ],
)
def test_a_form_that_knows_one_id_only_loses_no_customer(house: House, second: bytes) -> None:
    deliver(house.shop, form("Mon, 02 Mar 2026 10:00:00 +0000", "ingrid@x.test"))
    assert deliver(house.shop, second).outcome == "message"
    again = deliver(house.outlet, b"Received: from elsewhere\n" + second)
    assert again.outcome == "duplicate"


def test_without_a_date_the_same_words_by_one_door_are_two_mails(house: House) -> None:
    content = form("", "ingrid@x.test")
    deliver(house.shop, content)
    assert deliver(house.shop, b"Received: from a\n" + content).outcome == "message"
    assert deliver(house.outlet, content).outcome == "duplicate"


def test_an_answer_joins_its_ticket_and_says_why(house: House) -> None:
    deliver(house.shop, mail())
    deliver(
        house.shop, mail("Hello?", message_id="<a2@example.com>", references="<a1@example.com>")
    )
    message = Ticket.objects.get().messages.latest("id")
    assert message.why == "It answers the message <a1@example.com> of this ticket."
    assert message.contact.messages.count() == 2


def test_an_answer_to_another_client_opens_a_ticket_of_its_own(house: House) -> None:
    deliver(house.shop, mail())
    deliver(house.other, mail("Hi", message_id="<a2@example.com>", references="<a1@example.com>"))
    assert Ticket.objects.filter(client=house.south).count() == 1
    assert Ticket.objects.filter(client=house.north).get().messages.count() == 1


def test_a_customer_who_writes_opens_a_solved_ticket_again(house: House) -> None:
    deliver(house.shop, mail())
    Ticket.objects.update(status="solved")
    deliver(house.shop, mail("Again", message_id="<a2@x.test>", references="<a1@example.com>"))
    assert Ticket.objects.get().status == "open"


def test_a_closed_ticket_is_followed_by_a_new_one(house: House) -> None:
    deliver(house.shop, mail())
    Ticket.objects.update(status="closed")
    deliver(house.shop, mail("Again", message_id="<a2@x.test>", references="<a1@example.com>"))
    assert Ticket.objects.get(number=2).follows == Ticket.objects.get(number=1)


def test_a_mail_without_a_sender_is_kept_with_the_reason(house: House) -> None:
    arrival = deliver(house.shop, b"Subject: hello\n\nNobody wrote this.\n")
    assert arrival.outcome == Arrival.Outcome.QUARANTINED
    assert "does not say who sent it" in arrival.reason


def test_a_mail_from_the_inbox_itself_is_rejected_by_the_loop_rule(house: House) -> None:
    arrival = deliver(house.shop, mail(sender="help@shop.test"))
    assert (arrival.outcome, arrival.reason[:10]) == (Arrival.Outcome.REJECTED, "Rule loop:")


AWAY = b"Auto-Submitted: auto-replied\n"


@pytest.mark.parametrize("status", ["new", "open", "pending", "on_hold", "solved", "closed"])
def test_an_automatic_reply_joins_and_moves_nothing(house: House, status: str) -> None:
    deliver(house.shop, mail())
    Ticket.objects.update(status=status, waiting_since=None)
    before = Ticket.objects.values("status", "solved_at", "waiting_since", "preview", "last_at")
    was = list(before)
    note = mail("Away", message_id="<a2@x.test>", references="<a1@example.com>")
    deliver(house.shop, AWAY + note)
    ticket = Ticket.objects.get()
    assert list(before.all()) == was
    assert ticket.contacts.count() == 1
    assert ticket.messages.latest("id").reading["kind"] == "auto_reply"


def test_what_was_said_new_is_kept_apart_from_what_it_quotes(house: House) -> None:
    deliver(house.shop, mail("Yes, please.\n\nOn Monday Ann wrote:\n> Shall we?\n> Ann\n"))
    message = Message.objects.get()
    assert message.said == message.visible == "Yes, please."
    assert "Shall we?" in message.quoted
    assert message.text.startswith("Yes, please.")
    assert "Shall we?" in message.text
    assert message.ticket.preview == "Yes, please."


def test_a_mail_that_quotes_nothing_is_kept_once(house: House) -> None:
    deliver(house.shop, mail())
    message = Message.objects.get()
    assert (message.visible, message.quoted, message.said) == ("", "", message.text)
    assert message.reading["sent_at"] == "2026-03-02T10:00:00+00:00"
