"""What people have not seen is mailed to them: once, in time, and never what they have seen."""

from __future__ import annotations

import email
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Q
from django.urls import reverse
from pytest_django import Settings

from tests.house import House
from tests.mail import deliver, mail
from tests.servers import Sink, listening
from threering.jobs.deliveries import sweep_lost_deliveries
from threering.jobs.digests import tell_by_mail
from threering.jobs.worker import send_next
from threering.kernel.time import now
from threering.ledger import actions as ledger
from threering.ledger import blobs, notices
from threering.ledger.models import Delivery, Notice
from threering.organisation.actions import choose_digest
from threering.organisation.models import Agent
from threering.organisation.rules import Rhythm
from threering.stories.add_note import add_note
from threering.stories.send_digest import send_digest
from threering.tickets.actions import Written
from threering.tickets.models import Ticket
from threering.tickets.naming import Named

pytestmark = pytest.mark.django_db(transaction=True)
LATER = timedelta(hours=2)


@pytest.fixture
def ticket(house: House, settings: Settings) -> Ticket:
    """Lea, who wants a mail every hour, is named in it twice."""
    settings.URL = "https://desk.test"
    choose_digest(house.lea, Rhythm.HOURLY, hour=8)
    deliver(house.shop, mail("Private words of the customer."))
    ticket = Ticket.objects.get()
    for _ in range(2):
        name(ticket, house.lea, house.ann)
    return ticket


def name(ticket: Ticket, agent: Agent, by: Agent) -> None:
    written = Written(author=by, text=f"@{agent.name} secret words", key=uuid4())
    add_note(ticket, written, at=now(), chosen=[Named(agent.uuid, agent.name)])


def in_time() -> datetime:
    return now() + LATER


def sent(settings: Settings, sink: Sink) -> list[EmailMessage]:
    """All that is due leaves; what arrived."""
    with listening(sink):
        settings.SMTP_URL = f"smtp://127.0.0.1:{sink.port}"
        while send_next():
            pass
    read = [email.message_from_bytes(raw, policy=default) for raw in sink.mails]
    return [one for one in read if isinstance(one, EmailMessage)]


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_what_waits_is_told_in_one_mail_without_any_words_of_customers(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    assert [tell_by_mail(in_time()), tell_by_mail(in_time())] == [1, 0]
    Delivery.objects.update(due_at=now())
    sink = Sink()
    (told,) = sent(settings, sink)
    assert (told["To"], told["Subject"]) == ("lea@threering.test", "1 notice waits for you")
    assert (told["Auto-Submitted"], sink.senders) == ("auto-replied", [""])
    body = told.get_body(("plain",))
    text = body.get_content().replace("\r\n", "\n") if body else ""
    page = reverse("ticket", args=["all", "north", ticket.number])
    assert f"- #{ticket.number} {ticket.subject}\n  Ann mentioned you (2 times)\n" in text
    assert f"https://desk.test{page}\n" in text
    assert f"https://desk.test{reverse('me')}" in text
    assert "words" not in text
    assert not any(person in text for person in ("Ingrid", "Private", "secret"))
    assert states() == ["sent"]
    with pytest.raises(blobs.Erased):  # nobody needs its words any more
        blobs.read(Delivery.objects.get().raw)


def test_nothing_is_sent_too_early_or_to_who_wants_none(house: House, ticket: Ticket) -> None:
    assert tell_by_mail(now() + timedelta(minutes=5)) == 0
    choose_digest(house.lea, Rhythm.OFF, hour=8)
    assert tell_by_mail(in_time()) == 0
    assert not Delivery.objects.exists()


def test_what_was_read_meanwhile_is_not_sent(
    house: House, ticket: Ticket, settings: Settings
) -> None:
    notices.read(house.lea, Q(), at=now())
    assert tell_by_mail(in_time()) == 0
    name(ticket, house.lea, house.ann)
    assert tell_by_mail(in_time()) == 1  # and waits, because no way out is set
    notices.read(house.lea, Q(), at=now())
    assert tell_by_mail(in_time()) == 0
    assert states() == ["cancelled"]
    assert sent(settings, Sink()) == []


@pytest.mark.parametrize(
    ("handed_over", "end", "mails"), [(False, "sent", 1), (True, "uncertain", 0)]
)
def test_a_worker_killed_while_it_sends_neither_loses_nor_doubles_it(
    house: House, ticket: Ticket, settings: Settings, end: str, mails: int, *, handed_over: bool
) -> None:
    tell_by_mail(in_time())
    Delivery.objects.update(due_at=now())
    (taken,) = ledger.claim_deliveries("4711@long ago", now=now(), limit=1)
    if handed_over:
        ledger.hand_over(taken, at=now())
    assert sweep_lost_deliveries() == 1
    Delivery.objects.update(due_at=now())
    assert len(sent(settings, Sink())) == mails
    assert (states(), tell_by_mail(in_time())) == ([end], 0)


def test_two_workers_at_once_make_one_mail(house: House, ticket: Ticket) -> None:
    at = in_time()

    def work() -> bool:
        try:
            return send_digest(house.lea, ticket.client_id, at=at) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        made = [one.result() for one in [both.submit(work) for _ in range(2)]]
    assert sorted(made) == [False, True]
    assert states() == ["queued"]


def test_each_client_is_told_of_in_a_mail_of_its_own(house: House, ticket: Ticket) -> None:
    choose_digest(house.boss, Rhythm.HOURLY, hour=8)
    deliver(house.other, mail(subject="Of the south", message_id="<s@x.test>"))
    name(ticket, house.boss, house.ann)
    name(Ticket.objects.get(client=house.south), house.boss, house.sam)
    assert tell_by_mail(in_time()) == 3
    theirs = Delivery.objects.filter(client=house.south)
    assert b"Where is my parcel" not in blobs.read(theirs.get().raw)
    assert set(Notice.objects.values_list("client", "digest__client")) == {
        (house.north.pk, house.north.pk), (house.south.pk, house.south.pk),
    }  # fmt: skip
