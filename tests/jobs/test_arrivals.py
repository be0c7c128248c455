from __future__ import annotations

import psycopg
import pytest
from django.db import transaction

from tests.house import House
from tests.mail import deliver, mail, too_many_words
from threering.channels.models import Inbox
from threering.jobs import arrivals
from threering.jobs.arrivals import drain_arrivals
from threering.kernel.announce import connection_params
from threering.kernel.time import now
from threering.ledger.blobs import forget_raw
from threering.ledger.models import Arrival, Blob, Event
from threering.ledger.rules import ALONE_AFTER, QUARANTINE_AFTER
from threering.ledger.turns import begin_arrivals
from threering.stories.replay_arrivals import replay_arrivals
from threering.tickets.models import Message

pytestmark = pytest.mark.django_db
DEAD = "4711@long ago"


def test_a_batch_that_was_cut_off_is_begun_again(house: House) -> None:
    deliver(house.shop, mail(), understood=False)
    assert len(begin_arrivals(DEAD, 10, alone_after=ALONE_AFTER)) == 1  # and dies here
    while drain_arrivals():
        pass
    assert Arrival.objects.get().outcome == "message"


def test_a_mail_that_ends_every_worker_is_set_aside_alone(house: House) -> None:
    deliver(house.shop, mail(), understood=False)
    deliver(house.shop, mail(message_id="<good@x.test>"), understood=False)
    poison = Arrival.objects.order_by("id")[0]
    Arrival.objects.filter(pk=poison.pk).update(attempts=QUARANTINE_AFTER - 1)
    while drain_arrivals():
        pass
    poison.refresh_from_db()
    assert poison.outcome == "quarantined"
    assert "ended the worker 5 times" in poison.reason
    assert Message.objects.get().external_id == "<good@x.test>"


def test_a_suspect_waits_until_the_others_are_done(house: House) -> None:
    deliver(house.shop, mail(), understood=False)
    suspect = Arrival.objects.get()
    Arrival.objects.update(attempts=ALONE_AFTER)
    deliver(house.shop, mail(message_id="<b@x.test>"), understood=False)
    assert suspect.pk not in begin_arrivals(DEAD, 10, alone_after=ALONE_AFTER)


def test_an_error_while_reading_becomes_a_reason(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(kind: str) -> object:
        raise RuntimeError("out of cheese")

    monkeypatch.setattr(arrivals, "adapter", breaks)
    arrival = deliver(house.shop, mail())
    assert (arrival.outcome, "out of cheese" in arrival.reason) == ("quarantined", True)


def test_one_story_that_fails_harms_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tells = arrivals.receive_message

    @transaction.atomic
    def stumbles(arrival: Arrival, *rest: object, **more: object) -> None:
        tells(arrival, *rest, **more)  # type: ignore[arg-type]
        if arrival.size == len(mail("bad one")):
            raise RuntimeError("stumbled")

    monkeypatch.setattr(arrivals, "receive_message", stumbles)
    deliver(house.shop, mail("bad one"), understood=False)
    deliver(house.shop, mail(message_id="<b@x.test>"))
    assert list(Arrival.objects.order_by("id").values_list("outcome", flat=True)) == [
        "quarantined",
        "message",
    ]
    assert Message.objects.count() == 1


def test_what_was_quarantined_can_be_read_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(arrivals, "adapter", lambda _kind: None)
        arrival = deliver(house.shop, mail())
    assert arrival.outcome == "quarantined"
    same = Arrival.objects.filter(pk=arrival.pk)
    assert replay_arrivals(same) == 1
    assert replay_arrivals(same) == 0
    while drain_arrivals():
        pass
    arrival.refresh_from_db()
    assert (arrival.outcome, Message.objects.count()) == ("message", 1)
    assert Event.objects.filter(kind="arrival_quarantined").count() == 1


def test_raw_mail_is_forgotten_in_time_but_not_what_is_quarantined(house: House) -> None:
    deliver(house.shop, mail())
    deliver(house.shop, b"Subject: x\n\nno sender")
    while forget_raw(before=now()):
        pass
    kept = [(a.outcome, a.raw is None) for a in Arrival.objects.order_by("id")]
    assert kept == [("message", True), ("quarantined", False)]
    assert Blob.objects.count() == 1


def test_what_another_worker_reads_is_left_to_it(house: House) -> None:
    deliver(house.shop, mail(), understood=False)
    with psycopg.connect(**connection_params()) as other:
        words = "select pid::text || '@' || backend_start::text from pg_stat_activity"
        name = other.execute(f"{words} where pid = pg_backend_pid()").fetchone()
        assert name
        assert len(begin_arrivals(name[0], 10, alone_after=ALONE_AFTER)) == 1
        assert drain_arrivals() == 0
    Arrival.objects.update(claimed_by=DEAD)
    assert drain_arrivals() == 1


def test_a_mail_whose_inbox_is_gone_is_kept_and_says_so(house: House) -> None:
    deliver(house.shop, mail(), understood=False)
    Inbox.objects.filter(pk=house.shop.pk).delete()
    while drain_arrivals():
        pass
    assert "inbox" in Arrival.objects.get().reason


def test_one_mail_without_an_id_to_two_inboxes_is_one_message(house: House) -> None:
    anonymous = mail().replace(b"Message-ID: <a1@example.com>\n", b"")
    first = deliver(house.shop, anonymous)
    copy = deliver(house.outlet, anonymous)
    assert (copy.outcome, copy.duplicate_of) == ("duplicate", first)
    assert deliver(house.other, anonymous).outcome == "message"


def test_words_without_id_and_date_are_not_taken_for_a_copy(house: House) -> None:
    bare = mail().replace(b"Message-ID: <a1@example.com>\n", b"")
    bare = bare.replace(b"Date: Mon, 02 Mar 2026 10:00:00 +0000\n", b"")
    deliver(house.shop, bare)
    assert deliver(house.outlet, bare).outcome == "message"


def test_a_mail_that_is_too_large_for_the_database_is_set_aside_alone(house: House) -> None:
    bad = deliver(house.shop, mail(too_many_words()), understood=False)
    good = deliver(house.shop, mail(message_id="<b@x.test>"))
    bad.refresh_from_db()
    assert (bad.outcome, good.outcome) == ("quarantined", "message")
    assert bad.reason.endswith("string is too long for tsvector (1240000 bytes, max 1048575 bytes)")


def test_an_id_that_fills_an_index_is_read(house: House) -> None:
    long = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(2700))
    raw = f"From: a@b.example\nMessage-ID: <{long}>\nReferences: <{long}1>\n\nHello".encode()
    assert deliver(house.shop, raw).outcome == "message"
    assert Message.objects.get().external_id
