from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import format_datetime

import pytest
from procrastinate.contrib.django import app
from pytest_django import Settings

from tests.house import House
from tests.mail import deliver, mail
from tests.servers import Sink, listening
from threering.channels.contract import Inbound
from threering.channels.models import Wording
from threering.channels.outgoing import acknowledge, set_wording
from threering.customers.consent.links import opened
from threering.jobs import decisions
from threering.jobs.worker import send_next
from threering.kernel.time import now
from threering.ledger import blobs
from threering.ledger.models import Decision, Delivery, Event, Notice
from threering.stories.stop_mails import stop_mails
from threering.tickets.conversation import Conversation
from threering.tickets.models import Message, Ticket
from threering.tickets.rules import Heard, may_acknowledge, may_acknowledge_again
from threering.web.tickets.entries import entries_of

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def heard(**more: object) -> Heard:
    inbound = Inbound(
        external_id="<a@x.test>",
        sent_at=more.pop("sent_at", AT),  # type: ignore[arg-type]
        sender_name="Ingrid",
        sender_handle=str(more.pop("sender", "ingrid@example.com")),
        text="Hello",
        automatic=bool(more.pop("automatic", False)),
        kind=str(more.pop("kind", "message")),
    )
    plain: dict[str, object] = {
        "inbound": inbound,
        "opened_ticket": True,
        "sender_is_ours": False,
        "envelope_sender": "ingrid@example.com",
        "received_at": AT,
    }
    return Heard(**(plain | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "allowed"),
    [
        ({}, True),
        ({"envelope_sender": None}, True),
        ({"sent_at": None}, True),
        ({"sender": "norman@example.com"}, True),
        ({"sender": "info@example.com"}, True),
        ({"envelope_sender": ""}, False),
        ({"opened_ticket": False}, False),
        ({"automatic": True}, False),
        ({"kind": "list"}, False),
        ({"kind": "auto_reply"}, False),
        ({"sender_is_ours": True}, False),
        ({"sender": "no-reply@example.com"}, False),
        ({"sender": "noreply@example.com"}, False),
        ({"sender": "orders-noreply@example.com"}, False),
        ({"sender": "donotreply@example.com"}, False),
        ({"sender": "MAILER-DAEMON@example.com"}, False),
        ({"sender": "postmaster@example.com"}, False),
        ({"sender": "bounce+a1@example.com"}, False),
        ({"sent_at": AT - timedelta(days=2)}, False),
        ({"received_at": AT - timedelta(days=2)}, False),
    ],
)
def test_who_is_answered_by_a_machine(case: dict[str, object], *, allowed: bool) -> None:
    assert may_acknowledge(heard(**case), at=AT) is allowed


@pytest.mark.parametrize(
    ("hour", "day", "again"), [(0, 0, True), (0, 2, True), (1, 1, False), (0, 3, False)]
)
def test_nobody_is_told_too_often(hour: int, day: int, *, again: bool) -> None:
    assert may_acknowledge_again(hour, day) is again


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def eager(house: House) -> House:
    brand = house.shop.brand
    kind = Wording.Kind.ACKNOWLEDGEMENT
    set_wording(brand, None, kind, "en", "We have your mail, number {number}. {brand}")
    set_wording(brand, None, kind, "de", "Ihre Nachricht {number} ist da. {brand}")
    acknowledge(brand, is_on=True)
    house.shop.brand.refresh_from_db()
    return house


def fresh(**more: str) -> bytes:
    made = mail(**more)
    return made.replace(b"Mon, 02 Mar 2026 10:00:00 +0000", format_datetime(now()).encode())


def carry_out() -> None:
    assert "acknowledge" in app.tasks
    for decision in Decision.objects.filter(story="acknowledge", carried_out_at=None):
        decisions.acknowledge(decision=decision.pk)


def told() -> list[Message]:
    return list(Message.objects.filter(author__kind="system").order_by("id"))


def test_a_new_ticket_is_acknowledged_once_and_still_waits(
    eager: House, settings: Settings
) -> None:
    deliver(eager.shop, fresh())
    carry_out()
    decisions.acknowledge(decision=Decision.objects.get().pk)
    ticket, message = Ticket.objects.get(), told()[0]
    assert (len(told()), message.text) == (1, f"We have your mail, number {ticket.number}. Shop")
    assert (ticket.status, ticket.waiting_since is not None) == ("new", True)
    with listening(Sink()) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        while send_next():
            pass
    left = sink.mails[0]
    assert sink.senders == [""]
    assert b"Auto-Submitted: auto-replied" in left
    assert b"In-Reply-To: <a1@example.com>" in left
    assert Event.objects.filter(kind="acknowledged", ticket_id=ticket.pk).count() == 1
    assert not Event.objects.filter(kind="reply_written", ticket_id=ticket.pk).exists()


def test_it_stands_in_the_thread_beside_what_it_answers(eager: House) -> None:
    deliver(eager.shop, fresh())
    carry_out()
    shown = [
        entry.dom_id
        for entry in entries_of(Conversation(Ticket.objects.get()))
        if entry.kind != "event"
    ]
    assert len(set(shown)) == len(shown) == 2


def test_it_speaks_the_customers_language_else_the_brands(eager: House) -> None:
    deliver(eager.shop, fresh())
    Ticket.objects.get().customer.__class__.objects.update(language="de-AT")
    carry_out()
    assert told()[0].text.startswith("Ihre Nachricht")


def test_it_is_off_until_somebody_wants_it(house: House) -> None:
    deliver(house.shop, fresh())
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "header", [b"Auto-Submitted: auto-generated", b"Precedence: bulk", b"List-Id: <x.y.test>"]
)
def test_machines_are_never_answered(eager: House, header: bytes) -> None:
    deliver(eager.shop, header + b"\n" + fresh())
    assert Ticket.objects.count() == 1
    assert not Decision.objects.exists()


@pytest.mark.parametrize("asked", ["victim@else.test", "ingrid@example.com, victim@else.test"])
def test_nobody_is_told_whom_only_a_reply_to_names(eager: House, asked: str) -> None:
    deliver(eager.shop, fresh(reply_to=asked))
    assert Ticket.objects.count() == 1
    assert not Decision.objects.exists()


def test_only_the_sender_is_told(eager: House) -> None:
    first = fresh(reply_to="Ingrid@example.com")
    deliver(eager.shop, first)
    answer = fresh(message_id="<b@x.test>", references="<a1@example.com>", reply_to="v@else.test")
    deliver(eager.shop, answer)
    carry_out()
    assert Delivery.objects.get().recipients == ["ingrid@example.com"]


def test_an_inbox_of_ours_is_never_answered_whosever_it_is(eager: House) -> None:
    deliver(eager.shop, fresh(sender=eager.other.address))
    assert not Decision.objects.exists()


def test_old_mail_is_not_answered(eager: House) -> None:
    deliver(eager.shop, mail())
    assert not Decision.objects.exists()


def test_an_answer_in_a_ticket_is_not_acknowledged(eager: House) -> None:
    deliver(eager.shop, fresh())
    deliver(eager.shop, fresh(message_id="<b@example.com>", references="<a1@example.com>"))
    carry_out()
    assert len(told()) == 1


def test_who_opens_many_tickets_is_told_once_an_hour(eager: House) -> None:
    for n in range(4):
        deliver(eager.shop, fresh(message_id=f"<{n}@example.com>", subject=f"Topic {n}"))
    carry_out()
    assert (Ticket.objects.count(), len(told())) == (4, 1)
    assert not Decision.objects.filter(carried_out_at=None).exists()


def test_three_a_day_are_enough(eager: House) -> None:
    for n in range(5):
        deliver(eager.shop, fresh(message_id=f"<{n}@example.com>", subject=f"Topic {n}"))
        carry_out()
        Message.objects.filter(author__kind="system").update(at=now() - timedelta(hours=2))
    assert len(told()) == 3


def test_one_that_could_not_be_delivered_bothers_nobody(eager: House, settings: Settings) -> None:
    deliver(eager.shop, fresh())
    carry_out()
    with listening(Sink(rcpt="550 5.1.1 No such user")) as sink:
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        while send_next():
            pass
    assert Delivery.objects.get().state == "failed"
    assert not Notice.objects.exists()


def test_who_refuses_them_is_not_told_and_one_press_refuses_them(
    eager: House, settings: Settings
) -> None:
    settings.URL = "https://desk.example"
    deliver(eager.shop, fresh())
    carry_out()
    left = message_from_bytes(blobs.read(Delivery.objects.get().raw))
    link = left["List-Unsubscribe"].removeprefix("<https://desk.example/stop/").removesuffix(">")
    assert left["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = opened(link)
    assert found
    stop_mails(found, at=now())
    Message.objects.filter(author__kind="system").update(at=now() - timedelta(hours=2))
    deliver(eager.shop, fresh(message_id="<b@example.com>", subject="Another one"))
    carry_out()
    assert (Ticket.objects.count(), len(told())) == (2, 1)


def test_one_whose_address_takes_no_mail_is_let_be(eager: House) -> None:
    deliver(eager.shop, fresh(sender="grüße@example.com"))
    carry_out()
    assert told() == []
    assert not Decision.objects.filter(carried_out_at=None).exists()
