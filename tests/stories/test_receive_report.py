"""What servers report, told against a real PostgreSQL: facts, states, and what addresses learn."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.acceptance import samples
from tests.house import House
from tests.mail import deliver, mail
from threering.customers.models import Customer, Handle
from threering.jobs.arrivals import drain_arrivals
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.ledger.actions import Raw, arrive
from threering.ledger.models import Arrival, Delivery, Event, Notice
from threering.stories.merge_customers import merge_customers
from threering.stories.record_delivery import record_delivery
from threering.stories.send_reply import send_reply
from threering.stories.settle_delivery import settle_delivery
from threering.tickets.actions import Written
from threering.tickets.models import Message, Ticket
from threering.web.tickets.thread import thread_of

pytestmark = pytest.mark.django_db
INGRID = "ingrid@example.com"


@pytest.fixture
def sent(house: House) -> Message:
    """A reply that left."""
    deliver(house.shop, mail())
    written = Written(author=house.ann, text="Here you are.", key=uuid4())
    message = send_reply(Ticket.objects.get(), written, at=now())
    Delivery.objects.update(state="sent", handed_over_at=now())
    return message


def told(house: House, sent: Message, **more: str) -> list[str]:
    """Let a report arrive; the kinds of its facts."""
    known = Event.objects.count()
    deliver(house.shop, samples.report(sent.external_id or "", INGRID, "help@shop.test", **more))
    return list(Event.objects.order_by("id").values_list("kind", flat=True)[known:])


def test_a_hard_bounce_fails_the_delivery_and_marks_the_address(
    house: House, sent: Message
) -> None:
    assert told(house, sent) == ["delivery_bounced", "handle_unreachable"]
    handle = Handle.objects.get()
    assert handle.unreachable_at
    assert "No such user" in handle.unreachable_why
    assert (Delivery.objects.get().state, Notice.objects.get().kind) == ("failed", "bounced")
    assert told(house, sent) == ["delivery_bounced"]  # known already


def test_somebody_who_writes_can_be_reached_again(house: House, sent: Message) -> None:
    told(house, sent)
    deliver(house.shop, mail("Back", message_id="<b@x.test>"))
    assert Handle.objects.get().unreachable_at is None
    assert not Customer.objects.get().troubled
    assert Event.objects.filter(kind="handle_reachable").count() == 1
    deliver(house.shop, mail("Again", message_id="<c@x.test>"))
    assert Event.objects.filter(kind="handle_reachable").count() == 1


@pytest.mark.parametrize(
    ("action", "before", "after", "fact"),
    [
        ("delayed", "sent", "sent", "delivery_delayed"),
        ("delayed", "uncertain", "sent", "delivery_delayed"),
        ("delivered", "uncertain", "sent", "delivery_confirmed"),
        ("relayed", "sent", "sent", "delivery_confirmed"),
        ("delivered", "failed", "failed", "delivery_confirmed"),
        ("failed", "uncertain", "failed", "delivery_bounced"),
    ],
)
def test_what_is_not_a_failure_fails_nothing(  # noqa: PLR0917
    house: House, sent: Message, action: str, before: str, after: str, fact: str
) -> None:
    Delivery.objects.update(state=before)
    soft = {"status": "4.4.1", "said": "timeout"}
    assert told(house, sent, action=action, **soft) == [fact]
    assert Delivery.objects.get().state == after
    assert Handle.objects.get().unreachable_at is None


def test_a_complaint_marks_the_address_and_is_forgotten_when_they_write(
    house: House, sent: Message
) -> None:
    raw = samples.complaint(sent.external_id or "", INGRID, "help@shop.test")
    assert deliver(house.shop, raw).outcome == "report"
    assert Handle.objects.get().complained_at
    assert (Delivery.objects.get().state, Notice.objects.get().kind) == ("sent", "unwanted")
    away = b"Auto-Submitted: auto-replied\n" + mail("Away", message_id="<b@x.test>")
    deliver(house.shop, away)
    assert Handle.objects.get().complained_at  # no hand wrote that
    deliver(house.shop, mail("Sorry, wrong button", message_id="<c@x.test>"))
    assert Handle.objects.get().complained_at is None


def test_another_clients_customer_of_the_same_address_is_left_alone(
    house: House, sent: Message
) -> None:
    deliver(house.other, mail())
    told(house, sent)
    marked = Handle.objects.exclude(unreachable_at=None)
    assert [handle.client_id for handle in marked] == [house.north.pk]


def test_without_an_id_only_the_one_mail_to_that_address_is_meant(
    house: House, sent: Message
) -> None:
    raw = samples.report("", INGRID, "help@shop.test")
    assert deliver(house.shop, raw).delivery == sent.delivery
    other = samples.report("", "stranger@example.com", "help@shop.test")
    assert deliver(house.shop, other).outcome == "quarantined"


def test_without_an_id_a_reply_to_a_merged_customer_is_found(house: House, sent: Message) -> None:
    """Who writes from a second address is answered there, in the ticket of the first."""
    second = {"sender": "I. R. <ir@work.test>"}
    deliver(house.shop, mail("Me again", message_id="<b@work.test>", **second))
    one, two = Ticket.objects.order_by("number")
    merge_customers(two.customer, one.customer, by=house.ann, at=now())
    deliver(
        house.shop,
        mail("And?", message_id="<c@work.test>", references="<a1@example.com>", **second),
    )
    reply = send_reply(one, Written(author=house.ann, text="There.", key=uuid4()), at=now())
    Delivery.objects.update(state="sent", handed_over_at=now())
    assert (reply.delivery and reply.delivery.recipients) == ["ir@work.test"]
    arrival = deliver(house.shop, samples.report("", "ir@work.test", "help@shop.test"))
    assert (arrival.outcome, arrival.delivery) == ("report", reply.delivery)
    assert list(Handle.objects.exclude(unreachable_at=None)) == [two.customer.handles.get()]
    assert "takes no mail" in thread_of(one, "all", house.ann).recipients.troubles[0]


@pytest.fixture
def again(house: House, sent: Message) -> Delivery:
    """Nobody knew whether the reply had left, so its author had it sent again; it waits."""
    delivery = Delivery.objects.get()
    Delivery.objects.update(state="uncertain", attempts=1)
    settle_delivery(delivery, "again", by=house.ann, at=now())
    return delivery


@pytest.mark.parametrize("claimed", [False, True])
@pytest.mark.parametrize(
    ("action", "fact"), [("failed", "delivery_bounced"), ("delivered", "delivery_confirmed")]
)
def test_a_late_report_does_not_stop_what_is_sent_again(
    house: House, sent: Message, again: Delivery, action: str, fact: str, *, claimed: bool
) -> None:
    if claimed:
        ledger.claim_deliveries(ledger.claimer(), now=now(), limit=1)
    assert told(house, sent, action=action)[0] == fact  # it is told, of the first
    stands = Delivery.objects.get()
    assert (stands.state, stands.reason) == ("sending" if claimed else "queued", "")
    assert not Notice.objects.exists()
    if not claimed:
        ledger.claim_deliveries(ledger.claimer(), now=now(), limit=1)
        stands.refresh_from_db()
    ledger.hand_over(stands, at=now())
    record_delivery(stands, Delivery.State.SENT, "", at=now())
    assert Delivery.objects.get().state == "sent"
    told(house, sent)  # and this one came after the second had left
    assert Delivery.objects.get().state == "failed"


def test_a_report_that_waited_while_it_was_sent_again_is_of_the_first(
    house: House, sent: Message, again: Delivery
) -> None:
    raw = samples.report(sent.external_id or "", INGRID, "help@shop.test")
    waiting = deliver(house.shop, raw, understood=False)
    (taken,) = ledger.claim_deliveries(ledger.claimer(), now=now(), limit=1)
    ledger.hand_over(taken, at=now())
    record_delivery(taken, Delivery.State.SENT, "", at=now())
    while drain_arrivals():
        pass
    waiting.refresh_from_db()
    assert (waiting.outcome, waiting.delivery) == ("report", again)
    assert (Delivery.objects.get().state, Notice.objects.count()) == ("sent", 0)
    assert Handle.objects.get().unreachable_at  # that is true of the address all the same


def read_anew(house: House, content: bytes, **when: object) -> Arrival:
    """The same bytes out of a mailbox that was numbered anew."""
    arrival = arrive(
        house.shop.brand,
        Raw(
            source="imap:anew",
            external_key=str(uuid4()),
            kind="email",
            content=content,
            received_at=when.get("at") or now(),  # type: ignore[arg-type]
            envelope={"inbox": house.shop.pk},
        ),
    )
    while drain_arrivals():
        pass
    arrival.refresh_from_db()
    return arrival


def test_a_report_speaks_only_for_those_the_mail_went_to(house: House, sent: Message) -> None:
    deliver(house.shop, mail("Hi", sender="Bo <bo@x.test>", message_id="<bo@x.test>"))
    Delivery.objects.update(recipients=[INGRID, "per@x.test"])
    about, to = sent.external_id or "", "help@shop.test"
    deliver(house.shop, samples.report(about, "bo@x.test", to))
    deliver(house.shop, samples.complaint(about, "bo@x.test", to))
    assert not Handle.objects.exclude(unreachable_at=None, complained_at=None).exists()


def test_mail_that_was_forwarded_on_counts_for_the_one_address_we_wrote_to(
    house: House, sent: Message
) -> None:
    raw = samples.report(sent.external_id or "", "inner@forward.test", "help@shop.test")
    deliver(house.shop, raw)
    assert Handle.objects.get().unreachable_at


def test_a_report_that_is_read_anew_is_a_duplicate_and_changes_nothing(
    house: House, sent: Message
) -> None:
    raw = samples.report(sent.external_id or "", INGRID, "help@shop.test")
    first = deliver(house.shop, raw)
    deliver(house.shop, mail("I am back", message_id="<b@x.test>"))
    Delivery.objects.update(state="sent", handed_over_at=now())
    facts = Event.objects.count()
    for content in (raw, b"Received: from elsewhere\r\n" + raw):
        again = read_anew(house, content)
        assert (again.outcome, again.duplicate_of) == ("duplicate", first)
    assert (Delivery.objects.get().state, Notice.objects.count()) == ("sent", 1)
    assert (Handle.objects.get().unreachable_at, Event.objects.count()) == (None, facts)


def test_a_report_without_id_and_date_is_known_by_when_it_came(house: House, sent: Message) -> None:
    raw = samples.report(sent.external_id or "", INGRID, "help@shop.test")
    head, _, rest = raw.partition(b"Message-ID:")
    bare = head + rest.partition(b"\r\n")[2]
    came = now()
    outcomes = [read_anew(house, bare, at=at).outcome for at in (came, came, now())]
    assert outcomes == ["report", "duplicate", "report"]


def test_a_report_from_before_the_mail_was_sent_again_changes_nothing(
    house: House, sent: Message
) -> None:
    raw = samples.report(sent.external_id or "", INGRID, "help@shop.test")
    arrival = read_anew(house, raw, at=now() - timedelta(hours=2))
    assert (arrival.outcome, arrival.delivery) == ("report", sent.delivery)
    assert (Delivery.objects.get().state, Notice.objects.count()) == ("sent", 0)
    assert Handle.objects.get().unreachable_at is None
