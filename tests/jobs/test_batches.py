"""Many mails in one batch, two workers at once: the same tickets as one mail after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import psycopg
import pytest
from django.db import connection

from tests.house import House, build
from tests.mail import deliver, mail
from threering.customers.models import Customer
from threering.jobs import arrivals
from threering.jobs.arrivals import drain_arrivals
from threering.kernel.announce import connection_params
from threering.kernel.time import now
from threering.ledger.actions import claimer
from threering.ledger.events import ensure_partitions
from threering.ledger.models import Arrival, Blob, Event
from threering.ledger.rules import ALONE_AFTER
from threering.ledger.turns import await_earlier, begin_arrivals
from threering.tickets.models import Counter, Message, Ticket

PICTURE = b"the same"
WAITERS = "select count(*) from pg_locks where locktype = 'advisory' and not granted"


def arrive(house: House, *mails: bytes) -> None:
    for raw in mails:
        deliver(house.shop, raw, understood=False)


def outcomes() -> list[str]:
    found = Arrival.objects.order_by("id").values_list("outcome", flat=True)
    return [str(outcome) for outcome in found]


def said_in(ticket: Ticket) -> list[str]:
    """What the messages of a ticket say, in their order."""
    return [message.text.strip() for message in ticket.messages.order_by("id")]


def with_picture(number: int, sender: str = "Ingrid <ingrid@example.com>") -> bytes:
    """A mail with a file that is the same in all of them."""
    made = EmailMessage()
    made["From"], made["Message-ID"] = sender, f"<p{number}@x.test>"
    made.set_content(f"See the picture {number}.")
    made.add_attachment(PICTURE, maintype="image", subtype="png", filename="a.png")
    return made.as_bytes()


@pytest.fixture
def told_together(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails when the batch was told one by one after all."""
    with caplog.at_level("INFO", logger="threering.jobs.arrivals"):
        yield
    assert "one by one" not in caplog.text


@pytest.mark.django_db
@pytest.mark.usefixtures("told_together")
def test_mails_of_one_batch_know_each_other(house: House) -> None:
    arrive(
        house,
        mail("First.", message_id="<1@x.test>"),
        mail("Second.", message_id="<2@x.test>", references="<1@x.test>"),
        mail("First.", message_id="<1@x.test>").replace(b"\n\n", b"\nX-Copy: yes\n\n", 1),
        mail("Another matter.", message_id="<3@x.test>", subject="Invoice"),
        mail("A stranger.", message_id="<4@x.test>", sender="Tom <tom@example.com>"),
        mail("Third.", message_id="<5@x.test>", references="<1@x.test> <2@x.test>"),
    )
    assert drain_arrivals() == 6
    assert outcomes() == ["message", "message", "duplicate", "message", "message", "message"]
    assert Customer.objects.count() == 2
    first, invoice, stranger = Ticket.objects.order_by("number")
    assert said_in(first) == ["First.", "Second.", "Third."]
    assert first.contacts.count() == 1
    assert (invoice.subject, stranger.customer.name) == ("Invoice", "Tom")
    assert [t.number for t in (first, invoice, stranger)] == [1, 2, 3]
    assert Counter.objects.get().last == 3
    assert first.preview == "Third."


@pytest.mark.django_db
@pytest.mark.usefixtures("told_together")
def test_a_batch_tells_the_same_facts_as_one_mail_after_the_other(house: House) -> None:
    known = ["", "<0@x.test>", "<0@x.test>", "<1@x.test>", "<unknown@x.test>"]
    mails = [mail(message_id=f"<{n}@x.test>", references=known[n]) for n in range(5)]
    arrive(house, *mails)
    drain_arrivals()
    told = list(Event.objects.order_by("id").values_list("kind", flat=True))
    for raw in mails:
        deliver(house.other, raw)
    after = Event.objects.filter(client_id=house.south.pk).order_by("id")
    assert list(after.values_list("kind", flat=True)) == told
    assert told.count("message_received") == 5


@pytest.mark.django_db
@pytest.mark.usefixtures("told_together")
def test_the_same_file_twice_in_a_batch_is_kept_once(house: House) -> None:
    arrive(house, with_picture(1), with_picture(2), with_picture(3, sender="Tom <tom@example.com>"))
    drain_arrivals()
    arrive(house, with_picture(4), with_picture(5))
    drain_arrivals()
    assert outcomes() == ["message"] * 5
    pictures = Blob.objects.filter(size=len(PICTURE))
    assert sorted(blob.attachment_set.count() for blob in pictures) == [1, 4]


NO_COLUMN_TAKES_IT = """
create function refuse() returns trigger language plpgsql as $$
  begin raise exception using errcode = 'string_data_right_truncation'; end $$;
create trigger refuse before insert on tickets_message
  for each row when (new.text = 'Poison.') execute function refuse();
"""


@pytest.mark.django_db
def test_a_poisonous_mail_amidst_a_batch_harms_no_other(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NO_COLUMN_TAKES_IT)
    arrive(
        house,
        mail("Before.", message_id="<1@x.test>"),
        mail("Poison.", message_id="<2@x.test>"),
        mail("After.", message_id="<3@x.test>", references="<1@x.test>"),
    )
    while drain_arrivals():
        pass
    assert outcomes() == ["message", "quarantined", "message"]
    assert said_in(Ticket.objects.get()) == ["Before.", "After."]
    assert list(Arrival.objects.order_by("id").values_list("attempts", flat=True)) == [1, 1, 1]
    told = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert (told.count("message_received"), told.count("arrival_quarantined")) == (2, 1)


@pytest.fixture
def open_house(transactional_db: None) -> House:
    """A house whose rows other threads see."""
    ensure_partitions(now())
    return build()


def _lives(session: str) -> bool:
    words = "select 1 from pg_stat_activity where pid::text || '@' || backend_start::text = %s"
    with connection.cursor() as cursor:
        cursor.execute(words, [session])
        return cursor.fetchone() is not None


def test_what_a_dead_worker_left_behind_comes_first(open_house: House) -> None:
    arrive(open_house, mail(message_id="<1@x.test>"))
    with psycopg.connect(**connection_params()) as other:
        words = "select pid::text || '@' || backend_start::text from pg_stat_activity"
        name = other.execute(f"{words} where pid = pg_backend_pid()").fetchone()
        assert name
        assert len(begin_arrivals(name[0], 10, alone_after=ALONE_AFTER)) == 1
        arrive(open_house, mail("An answer.", message_id="<2@x.test>", references="<1@x.test>"))
        me = claimer()
        mine = begin_arrivals(me, 10, alone_after=ALONE_AFTER)
        assert await_earlier(me, mine, [open_house.north.pk], below=ALONE_AFTER)
    while _lives(name[0]):  # PostgreSQL ends a session after its client has gone
        pass
    assert not await_earlier(me, mine, [open_house.north.pk], below=ALONE_AFTER)
    assert await_earlier(me, mine, [open_house.south.pk], below=ALONE_AFTER)


def side_by_side(*work: Callable[[], object]) -> None:
    """Each in a thread with a database session of its own; what one raises is raised here."""
    troubles: list[BaseException] = []

    def run(one: Callable[[], object]) -> None:
        try:
            one()
        except BaseException as trouble:  # noqa: BLE001 - told to the test below
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []


def drain() -> None:
    while drain_arrivals():
        pass


def test_two_workers_write_one_client_s_mail_once_and_in_order(
    open_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "BATCH", 4)
    mails = []
    for n in range(12):
        for who in range(5):
            before = f"<{who}.{n - 1}@x.test>" if n else ""
            ids = {"message_id": f"<{who}.{n}@x.test>", "references": before}
            mails.append(mail(f"{n}", sender=f"P{who} <p{who}@example.com>", **ids))
    arrive(open_house, *mails)
    side_by_side(drain, drain)
    assert outcomes() == ["message"] * 60
    assert set(Arrival.objects.values_list("attempts", flat=True)) == {1}
    tickets = Ticket.objects.order_by("number")
    assert [ticket.number for ticket in tickets] == [1, 2, 3, 4, 5]
    for ticket in tickets:
        assert said_in(ticket) == [str(n) for n in range(12)]


def test_an_answer_waits_for_what_another_worker_still_reads(
    open_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "BATCH", 1)
    reads, begun, go_on = arrivals.understand, threading.Event(), threading.Event()

    def slowly(arrival: Arrival) -> arrivals.Found:
        if not begun.is_set():
            begun.set()
            go_on.wait(30)
        return reads(arrival)

    monkeypatch.setattr(arrivals, "understand", slowly)
    arrive(open_house, mail("A question.", message_id="<1@x.test>"))
    arrive(open_house, mail("An answer.", message_id="<2@x.test>", references="<1@x.test>"))

    def second() -> None:
        begun.wait(30)
        drain()

    def referee() -> None:
        begun.wait(30)
        with connection.cursor() as cursor:
            while not cursor.execute(WAITERS).fetchone()[0]:
                assert not Message.objects.exists()
        go_on.set()

    side_by_side(drain, second, referee)
    assert said_in(Ticket.objects.get()) == ["A question.", "An answer."]
